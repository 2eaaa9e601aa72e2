/** Goods from one place of the plant to another: a transfer of its own, made and validated once. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { type Amount, text, ZERO } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import type { Portion } from '../../dialects/stock-moves.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { asNotYet, whyAbsent } from './absent.ts';
import { finishDocument, madeBefore, postDocument } from './document.ts';
import { type Goods, goodsFields, goodsOf, someQuantity } from './goods.ts';
import { onHand, take } from './on-hand.ts';
import { findPlace, internalOperation, type Place } from './places.ts';

const fields = {
  ...standing,
  ...goodsFields,
  quantity: someQuantity,
  from: recordRefSchema,
  to: recordRefSchema,
  /** Number of the movement at its source; shown on the transfer. */
  reference: z.string().min(1).optional(),
  /**
   * Goods that Odoo does not have there: refused, waited for (what made or brought them may not be posted yet), or moved
   * into a negative stock that an inventory settles.
   */
  shortage: z.enum(['refuse', 'wait', 'post']).default('refuse'),
};

const moving = <K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind), ...fields });
type Moving = Omit<z.output<ReturnType<typeof moving<string>>>, 'kind'> & { readonly kind: string };

const spec = <K extends 'transfer' | 'putaway' | 'stage'>(kind: K, title: string, does: string) => ({
  kind,
  title,
  promised: {
    does,
    postCondition: 'The transfer is done and its lines move exactly the quantity of the message.',
    once: 'Transfer and lines are created in one piece under an external id made of the key; validating again changes nothing.',
    wizards: 'None comes: the transfer asks for exactly what it moves. Any other question parks the message.',
    undo: 'The intent "return" for the transfer, or a transfer the other way.',
  },
  needs: [
    ['stock.picking', 'create', 'Inventory'],
    ['stock.move', 'create', 'Inventory'],
    ['stock.move.line', 'create', 'Inventory'],
    ['stock.quant', 'read', 'Inventory'],
    ['stock.location', 'read', 'Inventory'],
    ['stock.warehouse', 'read', 'Inventory'],
  ] as const,
  where: ({ quantity, material, from, to }: Moving) => ({
    attempted: `${kind} ${quantity.value} ${quantity.uom} of ${material.id}`,
    on: `${from.id} → ${to.id}`,
  }),
  carryOut,
});

export const transfer = defineIntent({
  ...spec('transfer', 'Move goods', 'Moves a quantity of a material, of one lot, from one place to another.'),
  schema: moving('transfer'),
});
export const putaway = defineIntent({
  ...spec('putaway', 'Put goods away', 'Moves what was received or made from where it arrived to its shelf.'),
  schema: moving('putaway'),
});
export const stage = defineIntent({
  ...spec('stage', 'Stage goods', 'Moves goods to the place from which they are shipped or used.'),
  schema: moving('stage'),
});

async function carryOut(task: Task<Moving>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const goods = await goodsOf(task, intent);
  if (!goods.ok) return intent.shortage === 'wait' ? fail(asNotYet(goods.failure, where)) : goods;
  const from = await findPlace(erp, intent.from, where);
  if (!from.ok) return from;
  const to = await findPlace(erp, intent.to, where);
  if (!to.ok) return to;
  if (from.value.id === to.value.id) return fail(refusal('same-place', where, from.value.name));
  const id = externalId(intent.kind, intent.key);
  const made = await madeBefore(task, id);
  if (!made.ok) return made;
  const { product, digits } = goods.value;
  if (made.value !== undefined) {
    const movement = { product: product.id, unit: product.unit, portions: [{ ...goods.value, package: undefined }] };
    return finishDocument(task, made.value, { movements: [movement], digits });
  }
  const operation = await internalOperation(erp, [from.value, to.value], where);
  if (!operation.ok) return operation;
  const insists = intent.shortage === 'post' ? 'post' : 'refuse';
  const portions = await portionsAt({ erp, where, intent: { shortage: insists } }, goods.value, from.value);
  if (!portions.ok) {
    return intent.shortage === 'wait' && portions.failure.code === 'stock-short'
      ? whyAbsent(task, { goods: goods.value, lotName: intent.lot, from: from.value.id, to: to.value.id })
      : portions;
  }
  return postDocument(task, {
    externalId: id,
    operation: operation.value,
    from: from.value.id,
    to: to.value.id,
    origin: intent.reference ?? intent.key,
    movements: [{ product: product.id, unit: product.unit, portions: portions.value }],
    digits,
  });
}

/** What the movement takes from the place; refused when there is less and the message does not insist. */
export async function portionsAt(
  { erp, where, intent }: Pick<Task<{ readonly shortage: 'refuse' | 'post' }>, 'erp' | 'where' | 'intent'>,
  { product, lot, quantity, digits }: Goods,
  place: Place,
): Promise<Result<Portion[]>> {
  const heaps = await onHand(erp, { product: product.id, lot, location: place.id, digits });
  if (!heaps.ok) return heaps;
  const { taken, missing } = take(heaps.value, quantity);
  if (missing.equals(ZERO)) return ok(taken);
  const there: Amount = quantity.minus(missing);
  if (intent.shortage === 'refuse') {
    return fail(refusal('stock-short', where, `${text(there)} of ${text(quantity)} at ${place.name}`));
  }
  const uncovered = { lot, package: undefined, quantity: missing };
  return ok([...taken, uncovered]);
}
