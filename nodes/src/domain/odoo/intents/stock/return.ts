/** What a done transfer moved comes back: a transfer of its own, tied to the moves it takes back. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { text, ZERO } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import type { Portion } from '../../dialects/stock-moves.ts';
import { materialRefSchema } from '../../order-intent.ts';
import { refusal } from '../../refusals.ts';
import { one, oneOrNone, rows } from '../../rows.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { partsOf } from './delivery.ts';
import { stockMoves } from './dialect.ts';
import { finishDocument, madeBefore, postDocument } from './document.ts';
import { type Goods, goodsOf, someQuantity } from './goods.ts';
import { onHand, take, totalOf } from './on-hand.ts';
import { findPlace, operation } from './places.ts';
import { type Returnable, returnable } from './returnable.ts';
import type { Movement, Stock } from './validate.ts';

const line = z.strictObject({
  material: materialRefSchema,
  lot: z.string().min(1).optional(),
  quantity: someQuantity,
});

const schema = z.strictObject({
  kind: z.literal('return'),
  ...standing,
  /** The done transfer, delivery or receipt; also one of its backorders. */
  document: recordRefSchema,
  lines: z.array(line).min(1),
  /** Where the goods are put (of a delivery) or taken from (of a receipt). Absent: where they came from or went to. */
  place: recordRefSchema.optional(),
  reason: z.string().min(1).optional(),
});
type Return = z.output<typeof schema>;

export const returnGoods = defineIntent({
  kind: 'return',
  title: 'Return goods',
  schema,
  promised: {
    does: 'Moves goods of a done transfer back and ties the return to it, so that the order behind it counts them as returned. On Odoo 14 the user needs the group that "npm run odoo:setup -- user install --for returns" makes.',
    postCondition: 'The return is done and its lines moved exactly what the message says.',
    once: 'The return is created in one piece under an external id made of the key; validating again changes nothing.',
    wizards: 'None comes: the return asks for exactly what it moves. Any other question parks the message.',
    undo: 'A return of the return.',
  },
  needs: [
    ['stock.picking', 'create', 'Inventory'],
    ['stock.move', 'create', 'Inventory'],
    ['stock.move.line', 'create', 'Inventory'],
    ['stock.valuation.layer', 'read', 'where there are any; "npm run odoo:setup -- user install --for returns"'],
  ],
  where: ({ lines, document }) => ({ attempted: `return ${lines.length} lines`, on: document.id }),
  carryOut,
});

async function carryOut(task: Task<Return>): Promise<Result<Receipt>> {
  const { intent } = task;
  const items: Goods[] = [];
  for (const wanted of intent.lines) {
    const goods = await goodsOf(task, wanted);
    if (!goods.ok) return goods;
    items.push(goods.value);
  }
  const digits = items[0]?.digits ?? 0;
  const id = externalId('return', intent.key);
  const made = await madeBefore(task, id);
  if (!made.ok) return made;
  if (made.value !== undefined) return finishDocument(task, made.value, { movements: movementsOf(items), digits });
  const parts = await partsOf(task, intent.document);
  if (!parts.ok) return parts;
  const done = parts.value.filter(({ state }) => state === 'done');
  const [first] = done;
  if (!first) return fail(refusal('document-missing', task.where, 'nothing of it is done'));
  const returned = await returnable(
    task,
    done.map((part) => part.id),
  );
  if (!returned.ok) return returned;
  return bringBack(task, { id, name: first.name, items, digits, moves: returned.value });
}

function movementsOf(items: readonly Goods[]): Movement[] {
  const byProduct = new Map<number, Movement>();
  for (const { product, lot, quantity } of items) {
    const { portions = [] } = byProduct.get(product.id) ?? {};
    const more = [...portions, { lot, package: undefined, quantity }];
    byProduct.set(product.id, { product: product.id, unit: product.unit, portions: more });
  }
  return [...byProduct.values()];
}

interface Back {
  readonly id: string;
  readonly name: string;
  readonly items: readonly Goods[];
  readonly digits: number;
  readonly moves: readonly Returnable[];
}

async function bringBack(task: Task<Return>, { id, name, items, digits, moves }: Back): Promise<Result<Receipt>> {
  const { erp, intent, where, profile } = task;
  const table = stockMoves(profile);
  if (!table.ok) return table;
  const movements: Movement[] = [];
  let origin: Returnable | undefined;
  for (const wanted of movementsOf(items)) {
    const found = originOf(task, wanted, moves);
    if (!found.ok) return found;
    origin ??= found.value;
    movements.push({ ...wanted, cells: found.value.cells });
  }
  if (!origin) return fail(refusal('document-missing', where, name));
  const place = intent.place ? await findPlace(erp, intent.place, where) : ok(undefined);
  if (!place.ok) return place;
  const comesIn = await isOutside(task, origin.to);
  if (!comesIn.ok) return comesIn;
  const [from, to] = comesIn.value
    ? [origin.to, place.value?.id ?? origin.from]
    : [place.value?.id ?? origin.to, origin.from];
  const kept = comesIn.value ? ok(movements) : await withPortions(task, movements, from, digits);
  if (!kept.ok) return kept;
  const way = await wayBack(task, origin.picking);
  if (!way.ok) return way;
  const type = await operation(erp, way.value.type, where);
  if (!type.ok) return type;
  const { partner } = way.value;
  return postDocument(task, {
    externalId: id,
    operation: type.value,
    from,
    to,
    origin: ['Return of', name, intent.reason].filter(Boolean).join(' '),
    movements: kept.value,
    digits,
    cells: {
      ...(partner === undefined ? {} : { 'partner_id/.id': String(partner) }),
      ...table.value.returnCells(origin.picking),
    },
  });
}

/** The move with most left to come back; one move of the return takes back one of the original. */
function originOf({ where }: Stock, { product, portions }: Movement, moves: readonly Returnable[]): Result<Returnable> {
  const wanted = totalOf(portions);
  const [most] = moves.filter((move) => move.product === product).sort((one, two) => two.left.comparedTo(one.left));
  if (most?.left.greaterThanOrEqualTo(wanted)) return ok(most);
  return fail(refusal('over-return', where, `${text(wanted)} of ${text(most?.left ?? ZERO)}`));
}

/** Whether goods at this place are out of the house, so that nothing there can run short. */
async function isOutside({ erp }: Stock, location: number): Promise<Result<boolean>> {
  const row = z.object({ id: z.number(), usage: z.string() });
  const found = await rows(erp, { model: 'stock.location', row, domain: [['id', '=', location]] });
  return found.ok ? ok(!['internal', 'transit'].includes(found.value[0]?.usage ?? '')) : found;
}

async function withPortions(
  { erp, where }: Stock,
  movements: readonly Movement[],
  location: number,
  digits: number,
): Promise<Result<Movement[]>> {
  const kept: Movement[] = [];
  for (const movement of movements) {
    const portions: Portion[] = [];
    for (const { lot, quantity } of movement.portions) {
      const heaps = await onHand(erp, { product: movement.product, lot, location, digits });
      if (!heaps.ok) return heaps;
      const { taken, missing } = take(heaps.value, quantity);
      if (!missing.isZero()) return fail(refusal('stock-short', where, `${text(missing)} are missing`));
      portions.push(...taken);
    }
    kept.push({ ...movement, portions });
  }
  return ok(kept);
}

async function wayBack(
  { erp, where }: Stock,
  picking: number,
): Promise<Result<{ type: number; partner: number | undefined }>> {
  const row = z.object({ id: z.number(), picking_type_id: one, partner_id: oneOrNone });
  const read = await rows(erp, { model: 'stock.picking', row, domain: [['id', '=', picking]] });
  if (!read.ok) return read;
  const [original] = read.value;
  if (!original) return fail(refusal('document-missing', where));
  const { picking_type_id: own, partner_id: partner } = original;
  const kind = z.object({ id: z.number(), return_picking_type_id: oneOrNone });
  const types = await rows(erp, {
    model: 'stock.picking.type',
    row: kind,
    domain: [
      ['id', '=', own],
      ['active', 'in', [true, false]],
    ],
  });
  return types.ok ? ok({ type: types.value[0]?.return_picking_type_id ?? own, partner }) : types;
}
