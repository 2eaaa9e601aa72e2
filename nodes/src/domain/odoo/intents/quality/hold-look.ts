/** What is still in reach of a hold: goods to be moved, lines that keep them, and what the hold has moved so far. */
import { ok, type Result } from '../../../ports.ts';
import { type Amount, sum, ZERO } from '../../amount.ts';
import { planHold, type Share } from './hold-plan.ts';
import { HOLD, type LotJob, linesUnder } from './lot-job.ts';
import { isConsumed, type LotQuant, type OpenLine, openLines, readQuants } from './lot-lines.ts';
import type { Quarantine } from './quarantine.ts';

export interface Look {
  readonly held: Amount;
  /** How many transfers of this hold came from each place. */
  readonly times: ReadonlyMap<number, number>;
  readonly shares: readonly Share<LotQuant & { place: number; reserved: Amount }>[];
  readonly lines: readonly OpenLine[];
  readonly consumed: readonly OpenLine[];
  readonly quarantined: Amount;
}

/** Transfers are read before the stock: seen the other way round, one that ends in between would be made again. */
export async function lookAround(
  job: LotJob,
  hold: string,
  quarantine: Quarantine,
  wanted: Amount | undefined,
): Promise<Result<Look>> {
  const done = await linesUnder(job, '=', `${HOLD}${hold}`);
  if (!done.ok) return done;
  const quants = await readQuants(job.erp, job.lot.id);
  if (!quants.ok) return quants;
  const open = await openLines(job.erp, job.book, job.lot.id);
  if (!open.ok) return open;
  const consumed = open.value.filter(isConsumed);
  const used = new Map<number, Amount>();
  for (const { from, quantity } of consumed) used.set(from, (used.get(from) ?? ZERO).plus(quantity));
  const held = sum(done.value.map(({ quantity }) => quantity));
  const stock = quants.value
    .filter(({ location_id }) => location_id.id !== quarantine.id)
    .map((quant) => ({ ...quant, place: quant.location_id.id, reserved: quant.reserved_quantity }));
  const plan = planHold(stock, used, wanted?.minus(held));
  const lines = open.value.filter(
    (line) => !isConsumed(line) && line.to !== quarantine.id && line.from !== quarantine.id,
  );
  const times = new Map<number, number>();
  for (const { from } of done.value) times.set(from, (times.get(from) ?? 0) + 1);
  return ok({
    held,
    times,
    consumed,
    shares: plan.shares,
    lines: plan.takesBack ? lines : [],
    quarantined: sum(quants.value.filter(({ location_id }) => location_id.id === quarantine.id).map((q) => q.quantity)),
  });
}
