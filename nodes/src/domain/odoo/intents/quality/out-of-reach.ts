/** What of a lot no hold can reach any more: shipped, or used up by orders. It goes into the recall list of a person. */
import type { Failure } from '../../../failure.ts';
import { ok, type Result } from '../../../ports.ts';
import { sum, text } from '../../amount.ts';
import { refusal } from '../../refusals.ts';
import type { LotJob } from './lot-job.ts';
import type { OpenLine } from './lot-lines.ts';

export interface Gone {
  readonly shown: Readonly<Record<string, unknown>>;
  /** Why nothing is left to hold. */
  readonly refusal: Failure;
}

export async function whereItWent(job: LotJob, consumed: readonly OpenLine[]): Promise<Result<Gone>> {
  const { erp, book, lot } = job;
  const ofLot = [
    ['lot_id', '=', lot.id],
    ['state', '=', 'done'],
  ] as const;
  const out = await book.readLines(erp, [...ofLot, ['location_dest_id.usage', '=', 'customer']]);
  if (!out.ok) return out;
  const back = await book.readLines(erp, [...ofLot, ['location_id.usage', '=', 'customer']]);
  if (!back.ok) return back;
  const shipped = sum(out.value.map(({ quantity }) => quantity)).minus(sum(back.value.map(({ quantity }) => quantity)));
  const by = [...new Set(out.value.flatMap(({ picking }) => picking?.name ?? []))];
  const orders = [...new Set(consumed.flatMap(({ order }) => order?.name ?? []))];
  const isOut = shipped.greaterThan(0);
  return ok({
    shown: {
      ...(isOut ? { shipped: text(shipped), shippedBy: by } : {}),
      ...(orders.length > 0 ? { consumedBy: orders } : {}),
    },
    refusal: isOut
      ? refusal('lot-shipped', job.where, `${text(shipped)} with ${by.join(', ')}`)
      : refusal('lot-not-in-stock', job.where, orders.length > 0 ? `used by ${orders.join(', ')}` : undefined),
  });
}
