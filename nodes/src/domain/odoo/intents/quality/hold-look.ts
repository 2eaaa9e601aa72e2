/** What is still in reach of a hold: goods to be moved, lines that keep them, and what the hold has moved so far. */
import { ok, type Result } from '../../../ports.ts';
import { type Amount, sum, ZERO } from '../../amount.ts';
import { planHold, type Share } from './hold-plan.ts';
import { type GroupLot, HOLD, idsOf, type LotGroup, linesUnder } from './lot-group.ts';
import type { LotLine, Named } from './lot-line.ts';
import { isConsumed, type LotQuant, type OpenLine, openLines, readQuants } from './lot-lines.ts';
import type { Quarantine } from './quarantine.ts';

export interface SeenLot {
  readonly lot: GroupLot;
  /** Moved by this hold. */
  readonly held: Amount;
  readonly quarantined: Amount;
  /** Quantity by name of the place, quarantine included. */
  readonly lies: ReadonlyMap<string, Amount>;
  /** How many transfers of this hold came from each place, package and owner. */
  readonly times: ReadonlyMap<string, number>;
  /** Transfers of this hold. */
  readonly slips: readonly Named[];
  readonly shares: readonly Share<LotQuant & { place: number; reserved: Amount }>[];
}

export interface Look {
  readonly lots: readonly SeenLot[];
  /** Lines to be taken back. */
  readonly lines: readonly OpenLine[];
  readonly consumed: readonly OpenLine[];
  /** Lines of transfers into quarantine that nobody has ended. */
  readonly unended: readonly OpenLine[];
}

export const timesKey = (place: number, box: number | undefined, owner: number | undefined): string =>
  [place, box ?? 0, owner ?? 0].join('.');

export const isOutOfReach = ({ lots, lines }: Look): boolean =>
  lines.length === 0 && lots.every(({ shares }) => shares.length === 0);

interface Found {
  readonly done: readonly LotLine[];
  readonly quants: readonly LotQuant[];
  readonly open: readonly OpenLine[];
}

/** Transfers are read before the stock: seen the other way round, one that ends in between would be made again. */
export async function lookAround(
  group: LotGroup,
  quarantine: Quarantine,
  wanted: Amount | undefined,
): Promise<Result<Look>> {
  if (group.lots.size === 0) return ok({ lots: [], lines: [], consumed: [], unended: [] });
  const done = await linesUnder(group, '=', `${HOLD}${group.hold}`);
  if (!done.ok) return done;
  const quants = await readQuants(group.erp, idsOf(group));
  if (!quants.ok) return quants;
  const open = await openLines(group.erp, group.book, idsOf(group));
  if (!open.ok) return open;
  const found = { done: done.value, quants: quants.value, open: open.value };
  const seen = [...group.lots.values()].map((lot) => lookAt(lot, found, quarantine, wanted));
  return ok({
    lots: seen.map(({ lot }) => lot),
    lines: seen.flatMap(({ lines }) => lines),
    consumed: open.value.filter(isConsumed),
    unended: open.value.filter(({ from, to }) => to === quarantine.id && from !== quarantine.id),
  });
}

function lookAt(
  lot: GroupLot,
  found: Found,
  quarantine: Quarantine,
  wanted: Amount | undefined,
): { readonly lot: SeenLot; readonly lines: readonly OpenLine[] } {
  const done = found.done.filter((line) => line.lot?.id === lot.id);
  const quants = found.quants.filter(({ lot_id }) => lot_id === lot.id);
  const open = found.open.filter((line) => line.lot?.id === lot.id);
  const used = new Map<number, Amount>();
  for (const { from, quantity } of open.filter(isConsumed)) used.set(from, (used.get(from) ?? ZERO).plus(quantity));
  const held = sum(done.map(({ quantity }) => quantity));
  const stock = quants
    .filter(({ location_id }) => location_id.id !== quarantine.id)
    .map((quant) => ({ ...quant, place: quant.location_id.id, reserved: quant.reserved_quantity }));
  const plan = planHold(stock, used, wanted?.minus(held));
  const lines = open.filter((line) => !isConsumed(line) && line.to !== quarantine.id && line.from !== quarantine.id);
  const times = new Map<string, number>();
  for (const line of done) {
    const key = timesKey(line.from, line.package, line.owner);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  const lies = new Map<string, Amount>();
  for (const { location_id, quantity } of quants)
    lies.set(location_id.name, (lies.get(location_id.name) ?? ZERO).plus(quantity));
  const quarantined = sum(quants.filter(({ location_id }) => location_id.id === quarantine.id).map((q) => q.quantity));
  return {
    lot: { lot, held, quarantined, lies, times, slips: slipsOf(done), shares: plan.shares },
    lines: plan.takesBack ? lines : [],
  };
}

const slipsOf = (done: readonly LotLine[]): Named[] => [
  ...new Map(done.flatMap(({ picking }) => (picking ? [[picking.id, picking] as const] : []))).values(),
];
