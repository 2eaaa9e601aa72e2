/**
 * A correction of stock: so much more or less, with a reason. It goes as a transfer from or to the place that Odoo books
 * losses at, because a relative change is only safe as a document: a count computed from a reading would undo what
 * moved in between, and a repeated one cannot be told from the first.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import type { Portion } from '../../dialects/stock-moves.ts';
import { refusal } from '../../refusals.ts';
import { one, rows } from '../../rows.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { finishDocument, madeBefore, postDocument } from './document.ts';
import { changeOfQuantity, type Goods, goodsFields, goodsOf } from './goods.ts';
import { findPlace, internalOperation, type Place } from './places.ts';
import { portionsAt } from './transfer.ts';

const schema = z.strictObject({
  kind: z.literal('adjust'),
  ...standing,
  ...goodsFields,
  /** Negative: there is less than the books say. */
  quantity: changeOfQuantity,
  place: recordRefSchema,
  reason: z.string().min(1),
  reference: z.string().min(1).optional(),
  shortage: z.enum(['refuse', 'post']).default('refuse'),
});
type Adjust = z.output<typeof schema>;

export const adjust = defineIntent({
  kind: 'adjust',
  title: 'Correct stock',
  schema,
  promised: {
    does: 'Books a quantity more or less in one place against the loss location of the product, with its reason.',
    postCondition: 'The transfer from or to the loss location is done with exactly the quantity of the message.',
    once: 'Transfer and lines are created in one piece under an external id made of the key; validating again changes nothing.',
    wizards: 'None comes: the transfer asks for exactly what it moves. Any other question parks the message.',
    undo: 'A correction the other way.',
  },
  needs: [
    ['stock.picking', 'create', 'Inventory'],
    ['stock.move', 'create', 'Inventory'],
    ['stock.move.line', 'create', 'Inventory'],
    ['stock.quant', 'read', 'Inventory'],
  ],
  where: ({ quantity, material, place }) => ({
    attempted: `adjust ${material.id} by ${quantity.value} ${quantity.uom}`,
    on: place.id,
  }),
  carryOut,
});

async function carryOut(task: Task<Adjust>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const goods = await goodsOf(task, intent, !intent.quantity.value.startsWith('-'));
  if (!goods.ok) return goods;
  const place = await findPlace(erp, intent.place, where);
  if (!place.ok) return place;
  return bookDifference(task, goods.value, place.value, {
    externalId: externalId('adjust', intent.key),
    origin: [intent.reason, intent.reference].filter(Boolean).join(' '),
    shortage: intent.shortage,
  });
}

export interface Difference {
  readonly externalId: string;
  readonly origin: string;
  readonly shortage: 'refuse' | 'post';
}

/** The sign of the quantity says which way the goods go. */
export async function bookDifference(
  stock: Pick<Task<unknown>, 'erp' | 'profile' | 'where'>,
  goods: Goods,
  place: Place,
  { externalId: id, origin, shortage }: Difference,
): Promise<Result<Receipt>> {
  const { erp, where } = stock;
  const { product, digits } = goods;
  const size = { ...goods, quantity: goods.quantity.abs() };
  const whole: Portion = { lot: goods.lot, package: undefined, quantity: size.quantity };
  const made = await madeBefore(stock, id);
  if (!made.ok) return made;
  if (made.value !== undefined) {
    const movements = [{ product: product.id, unit: product.unit, portions: [whole] }];
    return finishDocument(stock, made.value, { movements, digits });
  }
  const loss = await lossOf(stock, product.id);
  if (!loss.ok) return loss;
  const operation = await internalOperation(erp, [place], where);
  if (!operation.ok) return operation;
  const goes = goods.quantity.isNegative();
  const portions = goes ? await portionsAt({ erp, where, intent: { shortage } }, size, place) : ok([whole]);
  if (!portions.ok) return portions;
  return postDocument(stock, {
    externalId: id,
    operation: operation.value,
    from: goes ? place.id : loss.value,
    to: goes ? loss.value : place.id,
    origin,
    movements: [{ product: product.id, unit: product.unit, portions: portions.value }],
    digits,
  });
}

async function lossOf({ erp, where }: Pick<Task<unknown>, 'erp' | 'where'>, product: number): Promise<Result<number>> {
  const row = z.object({ id: z.number(), property_stock_inventory: one });
  const read = await rows(erp, { model: 'product.product', row, domain: [['id', '=', product]] });
  if (!read.ok) return read;
  const [found] = read.value;
  return found ? ok(found.property_stock_inventory) : fail(refusal('unmapped', where, `product ${product} is gone`));
}
