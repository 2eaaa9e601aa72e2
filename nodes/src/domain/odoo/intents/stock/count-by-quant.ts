/** A count as Odoo 19 takes it: applied in the moment it is created, under a name by which it is found again. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { type Amount, equal, text, toFloat } from '../../amount.ts';
import { refusal } from '../../refusals.ts';
import { rows } from '../../rows.ts';
import { announce, answered, stillUnderWay } from '../orders/sent.ts';
import type { Task } from '../spec.ts';
import { bookOf, type Count, type Counting, onHandAt, receiptOf } from './count-book.ts';

/**
 * Odoo 19.0 takes the count out of the caller's values; the attempt it makes by itself after a serialization failure
 * then has none, answers as if all were well, and nothing is counted (measured). So the count is read back and repeated.
 */
const MOST_COUNTS = 5;

export async function byQuant(task: Task<Count>, counting: Counting): Promise<Result<Receipt>> {
  const { goods, name } = counting;
  const known = await appliedBefore(task, name);
  if (!known.ok) return known;
  if (known.value) return ok(receiptOf(task, counting, undefined, 'already'));
  const early = stillUnderWay(task, counting.place.id, counting.place.name);
  if (early) return fail(early);
  const before = await bookOf(task, counting);
  if (!before.ok) return before;
  const loose = goods.quantity.minus(before.value.packed);
  if (loose.isNegative()) return fail(refusal('packed-goods', task.where, text(before.value.packed)));
  if (equal(before.value.total, goods.quantity, goods.digits)) {
    return ok(receiptOf(task, counting, before.value.total, 'already'));
  }
  const announced = await announce(task, counting.place.id);
  if (!announced.ok) return announced;
  for (let attempt = 0; attempt < MOST_COUNTS; attempt += 1) {
    const sent = await createCount(task, counting, loose);
    if (!sent.ok) {
      const over = sent.failure.class === 'unknown' ? ok(undefined) : await answered(task);
      return over.ok ? sent : over;
    }
    // The stock first: in a batch it is what must be seen before the count can be judged.
    const after = await onHandAt(task, counting);
    if (!after.ok) return after;
    const applied = await appliedBefore(task, name);
    if (!applied.ok) return applied;
    if (applied.value) return ok(receiptOf(task, counting, before.value.total, 'posted'));
  }
  return fail(refusal('not-posted', task.where, `Odoo took ${MOST_COUNTS} counts and applied none`));
}

function createCount({ erp }: Task<Count>, { goods, place, name }: Counting, loose: Amount): Promise<Result<unknown>> {
  const vals = {
    product_id: goods.product.id,
    location_id: place.id,
    ...(goods.lot === undefined ? {} : { lot_id: goods.lot }),
    inventory_quantity_auto_apply: toFloat(loose),
  };
  return erp.call({
    model: 'stock.quant',
    method: 'create',
    args: { vals_list: [vals] },
    context: { inventory_mode: true, inventory_name: name },
    movesStock: true,
  });
}

/** Whether the inventory move of this message is there. */
async function appliedBefore({ erp }: Task<Count>, name: string): Promise<Result<boolean>> {
  const found = await rows(erp, {
    model: 'stock.move',
    row: z.object({ id: z.number() }),
    domain: [
      ['inventory_name', '=', name],
      ['state', '=', 'done'],
    ],
    limit: 1,
  });
  return found.ok ? ok(found.value.length > 0) : found;
}
