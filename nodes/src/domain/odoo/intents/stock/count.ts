/** A count of one place: what Odoo has there of a material and lot becomes what was counted. */
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { defineIntent, type Task } from '../spec.ts';
import { bookDifference } from './adjust.ts';
import { bookOf, type Count, type Counting, receiptOf, schema } from './count-book.ts';
import { byQuant } from './count-by-quant.ts';
import { stockMoves } from './dialect.ts';
import { finishDocument, madeBefore } from './document.ts';
import { goodsOf } from './goods.ts';
import { findPlace } from './places.ts';

export const count = defineIntent({
  kind: 'count',
  title: 'Count a place',
  schema,
  promised: {
    does: 'Sets what Odoo has of a material and lot in one place to what was counted; the difference is an inventory move.',
    postCondition: 'The place holds exactly what was counted, and the inventory move carries the key of the message.',
    once: 'The inventory move is named after the key and looked for first. Odoo 14 lets only administrators count: there the difference is a transfer from or to the loss location, made once under an external id.',
    wizards:
      'None: the count is applied when it is created, never by a second step that Odoo could find without a count.',
    undo: 'Count the place again.',
  },
  needs: [
    ['stock.quant', 'create', 'Inventory'],
    ['stock.move', 'read', 'Inventory'],
    ['stock.picking', 'create', 'Inventory'],
  ],
  where: ({ quantity, material, place }) => ({
    attempted: `count ${quantity.value} ${quantity.uom} of ${material.id}`,
    on: place.id,
  }),
  carryOut,
});

async function carryOut(task: Task<Count>): Promise<Result<Receipt>> {
  const { erp, intent, where, profile } = task;
  const goods = await goodsOf(task, intent, true);
  if (!goods.ok) return goods;
  const place = await findPlace(erp, intent.place, where);
  if (!place.ok) return place;
  const table = stockMoves(profile);
  if (!table.ok) return table;
  const name = ['Count', intent.reference, intent.key].filter(Boolean).join(' ');
  const counting = { goods: goods.value, place: place.value, name };
  return table.value.countsBy === 'quant' ? byQuant(task, counting) : byDocument(task, counting);
}

/** Odoo 14: a plain stock user may not count, but may move the difference. */
async function byDocument(task: Task<Count>, counting: Counting): Promise<Result<Receipt>> {
  const id = externalId('count', task.intent.key);
  const made = await madeBefore(task, id);
  if (!made.ok) return made;
  if (made.value !== undefined) {
    const done = await finishDocument(task, made.value, { movements: [], digits: counting.goods.digits });
    if (!done.ok) return done;
    const { verdict, records } = done.value;
    return ok({ ...receiptOf(task, counting, undefined, verdict), records });
  }
  const book = await bookOf(task, counting);
  if (!book.ok) return book;
  const { goods, place, name } = counting;
  const quantity = goods.quantity.minus(book.value.total);
  if (quantity.isZero()) return ok(receiptOf(task, counting, book.value.total, 'already'));
  const moved = await bookDifference(task, { ...goods, quantity }, place, {
    externalId: id,
    origin: name,
    shortage: 'refuse',
  });
  if (!moved.ok) return moved;
  const { records } = moved.value;
  return ok({ ...receiptOf(task, counting, book.value.total, moved.value.verdict), records });
}
