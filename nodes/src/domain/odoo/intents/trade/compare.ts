/** A receipt is a fact; where it differs from the despatch advice that it names, the buyer is asked. */
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import type { Task } from '../spec.ts';
import { claimOf, raiseClaim } from './claim.ts';
import { arrive, bookOf, differences } from './expectation.ts';
import { PURCHASE, type Purchase } from './purchase.ts';
import type { Receive } from './receive-schema.ts';

const TRANSFER = 'stock.picking';

/** After the goods are posted: every step may be repeated. */
export async function compared(task: Task<Receive>, order: Purchase, posted: Receipt): Promise<Result<Receipt>> {
  const { intent } = task;
  const { advice } = intent;
  if (advice === undefined) return ok(posted);
  const transfers = posted.records.filter(({ model }) => model === TRANSFER).map(({ id }) => id);
  const lines = intent.lines.map(({ material, lot, quantity }) => ({
    material: material.id,
    quantity: quantity.value,
    uom: quantity.uom,
    ...(lot === undefined ? {} : { lot }),
  }));
  const book = arrive(bookOf(task.memory()), advice, { key: intent.key, receipt: intent.receipt, lines, transfers });
  const remembered = await task.remember({ advices: book });
  if (!remembered.ok) return remembered;
  const known = book[advice];
  const found = known ? differences(known, intent.differencePercent) : [];
  const [transfer] = transfers;
  const on = transfer === undefined ? { model: PURCHASE, id: order.id } : { model: TRANSFER, id: transfer };
  const raised = await raiseClaim(task, order, on, advice, found);
  if (!raised.ok) return raised;
  const claim = claimOf({ supplier: intent.supplier ?? 'unknown', advice, receipt: intent.receipt }, order, found);
  return ok({ ...posted, readBack: { ...posted.readBack, ...claim } });
}
