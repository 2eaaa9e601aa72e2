/** Validates a delivery with the lots and quantities that really left; what did not stays as a backorder or ends. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { materialRefSchema } from '../../order-intent.ts';
import { refusal } from '../../refusals.ts';
import { rows } from '../../rows.ts';
import { stillUnderWay } from '../orders/sent.ts';
import { firstHeld } from '../quality/held.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { type OpenMove, openMoves, openPart, pickingOfLine } from './delivery.ts';
import { type Goods, goodsOf, someQuantity } from './goods.ts';
import { onHand } from './on-hand.ts';
import { findPackage } from './packages.ts';
import { replaceLines } from './replace-lines.ts';
import { planShipment, type Shipped } from './ship-plan.ts';
import { type Movement, validateOnce } from './validate.ts';

const line = z.strictObject({
  material: materialRefSchema,
  lot: z.string().min(1).optional(),
  quantity: someQuantity,
  /** Package it leaves in: its SSCC or another number. */
  package: z.string().min(1).optional(),
});

const schema = z.strictObject({
  kind: z.literal('ship'),
  ...standing,
  /** The transfer by its name in Odoo; its open backorder when it was shipped in part before. */
  delivery: recordRefSchema,
  lines: z.array(line).min(1),
  /** What becomes of the rest. */
  remainder: z.enum(['backorder', 'cancel']).default('backorder'),
  /** Expired lots: Odoo asks, and the answer is given here. */
  expired: z.enum(['refuse', 'ship']).default('refuse'),
});
type Ship = z.output<typeof schema>;

export const ship = defineIntent({
  kind: 'ship',
  title: 'Ship a delivery',
  schema,
  promised: {
    does: 'Replaces what Odoo had reserved on the delivery by the lots, quantities and packages that left, and validates it.',
    postCondition: 'The delivery is done and its lines moved exactly what the message says, lot by lot.',
    once: 'The lines are made in one piece under external ids made of the key and looked for first; validating again changes nothing.',
    wizards:
      'Backorder and expired lots are answered by the message, the text message to the partner is never sent; any other question parks the message.',
    undo: 'The intent "return".',
  },
  needs: [
    ['stock.picking', 'write', 'Inventory'],
    ['stock.move.line', 'create', 'Inventory'],
    ['stock.move.line', 'unlink', 'Inventory'],
    ['stock.quant', 'read', 'Inventory'],
  ],
  where: ({ lines, delivery }) => ({ attempted: `ship ${lines.length} lines`, on: delivery.id }),
  carryOut,
});

interface Item {
  readonly goods: Goods;
  readonly package: string | undefined;
}

async function carryOut(task: Task<Ship>): Promise<Result<Receipt>> {
  const { intent } = task;
  const items: Item[] = [];
  for (const wanted of intent.lines) {
    const goods = await goodsOf(task, wanted);
    if (!goods.ok) return goods;
    items.push({ goods: goods.value, package: wanted.package });
  }
  const known = await pickingOfLine(task, `${externalId('ship', intent.key)}_l0`);
  if (!known.ok) return known;
  const id = known.value === undefined ? await fill(task, items) : ok(known.value);
  if (!id.ok) return id;
  const receipt = await validateOnce(task, id.value, {
    movements: movementsOf(items),
    digits: items[0]?.goods.digits ?? 0,
    answers: answersOf(intent, id.value),
  });
  return receipt.ok ? withRest(task, id.value, receipt.value) : receipt;
}

/** One for each product: several lines may name the same lot. */
function movementsOf(items: readonly Item[]): Movement[] {
  const byProduct = new Map<number, Movement>();
  for (const { goods } of items) {
    const { product, lot, quantity } = goods;
    const { portions = [] } = byProduct.get(product.id) ?? {};
    const more = [...portions, { lot, package: undefined, quantity }];
    byProduct.set(product.id, { product: product.id, unit: product.unit, portions: more });
  }
  return [...byProduct.values()];
}

const answersOf = ({ remainder, expired }: Ship, id: number) => ({
  skip_sms: true,
  skip_backorder: true,
  ...(remainder === 'cancel' ? { picking_ids_not_to_backorder: [id] } : {}),
  ...(expired === 'ship' ? { skip_expired: true } : {}),
});

/** Puts what left on the open part of the delivery. */
async function fill(task: Task<Ship>, items: readonly Item[]): Promise<Result<number>> {
  const { where, intent } = task;
  const open = await openPart(task, intent.delivery);
  if (!open.ok) return open;
  const { id, name } = open.value;
  const early = stillUnderWay(task, id, name);
  if (early) return fail(early);
  const moves = await openMoves(task, id);
  if (!moves.ok) return moves;
  const shipped = await withHeaps(task, items, moves.value);
  if (!shipped.ok) return shipped;
  const plan = planShipment(shipped.value, moves.value);
  const missing = plan.kind === 'short' ? await onHold(task, items, moves.value) : ok(undefined);
  if (!missing.ok) return missing;
  if (missing.value !== undefined) return fail(refusal('lot-on-hold', where, missing.value));
  if (plan.kind !== 'lines') {
    return fail(refusal(plan.kind === 'over' ? 'over-delivery' : 'stock-short', where, `${plan.detail} on ${name}`));
  }
  const written = await replaceLines(task, id, externalId('ship', intent.key), plan.lines);
  return written.ok ? ok(id) : written;
}

/** Goods that quality has taken away are no shortage. */
const onHold = ({ erp, profile, intent }: Task<Ship>, items: readonly Item[], moves: readonly OpenMove[]) =>
  firstHeld(
    erp,
    profile,
    items.flatMap(({ goods }, index) => {
      const name = intent.lines[index]?.lot;
      const place = moves.find(({ product }) => product === goods.product.id)?.from;
      return goods.lot === undefined || name === undefined || place === undefined
        ? []
        : [{ id: goods.lot, name, place }];
    }),
  );

async function withHeaps(task: Task<Ship>, items: readonly Item[], moves: readonly OpenMove[]) {
  const shipped: Shipped[] = [];
  for (const { goods, package: name } of items) {
    const { product, lot, quantity, digits } = goods;
    const move = moves.find((candidate) => candidate.product === product.id);
    if (!move) return fail<Shipped[]>(refusal('over-delivery', task.where, `${product.name} is not on it`));
    const heaps = await onHand(task.erp, { product: product.id, lot, location: move.from, digits, deep: true });
    if (!heaps.ok) return heaps;
    const into = name === undefined ? ok(undefined) : await findPackage(task, name);
    if (!into.ok) return into;
    shipped.push({ product: product.id, unit: product.unit, lot, quantity, into: into.value, heaps: heaps.value });
  }
  return ok(shipped);
}

/** Names the backorder, so that whoever reads the receipt knows where the rest is. */
async function withRest({ erp }: Task<Ship>, id: number, receipt: Receipt): Promise<Result<Receipt>> {
  const row = z.object({ id: z.number(), name: z.string(), state: z.string() });
  const rest = await rows(erp, { model: 'stock.picking', row, domain: [['backorder_id', '=', id]] });
  if (!rest.ok) return rest;
  const backorder = rest.value.find(({ state }) => state !== 'cancel')?.name ?? null;
  return ok({ ...receipt, readBack: { ...receipt.readBack, backorder } });
}
