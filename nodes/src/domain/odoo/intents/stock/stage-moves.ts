/** The two ways in which goods get to a staging place in Odoo. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { sum, text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import type { Portion } from '../../dialects/stock-moves.ts';
import { refusal } from '../../refusals.ts';
import { rows } from '../../rows.ts';
import { stillUnderWay } from '../orders/sent.ts';
import type { Task } from '../spec.ts';
import { whyAbsent } from './absent.ts';
import { type OpenMove, openMoves } from './delivery.ts';
import { postDocument } from './document.ts';
import { type Heap, onHand, take, totalOf } from './on-hand.ts';
import { findPlace, internalOperation, type Place } from './places.ts';
import { replaceLines } from './replace-lines.ts';
import { planShipment, type Shipped } from './ship-plan.ts';
import type { StageDelivery } from './stage-schema.ts';
import type { Wanted } from './staged-goods.ts';
import { type Movement, validateOnce } from './validate.ts';

type Staging = Task<StageDelivery>;

const stemOf = ({ intent }: Staging): string => externalId('stageDelivery', intent.key);

/** Ends the step of the delivery with what was brought; what was not stays as its backorder. */
export async function fillStep(
  task: Staging,
  step: number,
  place: Place,
  wanted: readonly Wanted[],
): Promise<Result<Receipt>> {
  const early = stillUnderWay(task, step, place.name);
  if (early) return fail(early);
  const moves = await openMoves(task, step);
  if (!moves.ok) return moves;
  const left = notThereYet(place, wanted);
  if (left.length === 0) return ok(thereAlready(task, place));
  const items: Shipped[] = [];
  for (const item of left) {
    const move = moves.value.find(({ product }) => product === item.goods.product.id);
    if (!move) return fail(refusal('over-delivery', task.where, `${item.goods.product.name} is not on it`));
    const heaps = await heapsFor(task, item, move.from, place, []);
    if (!heaps.ok) return heaps;
    const { product, lot, quantity } = item.goods;
    items.push({ product: product.id, unit: product.unit, lot, quantity, into: item.unit?.id, heaps: heaps.value });
  }
  const plan = planShipment(items, moves.value);
  if (plan.kind === 'over') return fail(refusal('over-delivery', task.where, plan.detail));
  if (plan.kind === 'short') return fail(refusal('waiting-for-goods', task.where, plan.detail));
  const written = await replaceLines(task, step, stemOf(task), plan.lines, place.id);
  if (!written.ok) return written;
  return validateOnce(task, step, {
    movements: movementsOf(items.map((item) => ({ ...item, portions: [{ ...item, package: undefined }] }))),
    digits: left[0]?.goods.digits ?? 0,
    answers: { skip_backorder: true, skip_sms: true },
  });
}

/** A transfer of its own, from where the goods lie. `isBrought`: somebody has ended the delivery's own steps by hand. */
export async function bringThere(
  task: Staging,
  place: Place,
  wanted: readonly Wanted[],
  delivery: { readonly id: number; readonly isBrought: boolean } | undefined,
): Promise<Result<Receipt>> {
  const { erp, where, intent } = task;
  const moves = delivery ? await openMoves(task, delivery.id) : ok([]);
  if (!moves.ok) return moves;
  const from = intent.from ? await findPlace(erp, intent.from, where) : ok(undefined);
  if (!from.ok) return from;
  if (from.value?.id === place.id) return fail(refusal('same-place', where, place.name));
  const inside = await placesInside(task, place);
  if (!inside.ok) return inside;
  const left = notThereYet(place, wanted);
  const items: { product: number; unit: number; portions: readonly Portion[] }[] = [];
  for (const item of left) {
    const asked = delivery ? askedBy(task, item, moves.value, place) : ok(undefined);
    if (!asked.ok) return asked;
    const source = from.value?.id ?? item.unit?.heap.location ?? asked.value?.from;
    if (source === undefined) {
      return fail(refusal('values-refused', where, 'loose goods need a delivery, or the place they were taken from'));
    }
    if (delivery?.isBrought && (await liesThere(task, item, place))) continue;
    // A place inside the one they go to is no part of it for goods that come from there.
    const heaps = await heapsFor(task, item, source, place, inside.value.includes(source) ? [] : inside.value);
    if (!heaps.ok) return heaps;
    const { taken } = take(heaps.value, item.goods.quantity);
    const portions = taken.map((heap) => ({ ...heap, at: heap.location, into: item.unit?.id }));
    items.push({ product: item.goods.product.id, unit: item.goods.product.unit, portions });
  }
  const [first] = items.flatMap(({ portions }) => portions);
  if (first?.at === undefined) return ok(thereAlready(task, place));
  const operation = await internalOperation(erp, [place], where);
  if (!operation.ok) return operation;
  return postDocument(task, {
    externalId: stemOf(task),
    operation: operation.value,
    from: from.value?.id ?? first.at,
    to: place.id,
    origin: [intent.delivery?.value, intent.reference ?? intent.key].filter(Boolean).join(' '),
    movements: movementsOf(items),
    digits: left[0]?.goods.digits ?? 0,
  });
}

/** The delivery must be able to take the goods from there, and as much of them. */
function askedBy(
  { where }: Staging,
  { goods }: Wanted,
  moves: readonly OpenMove[],
  place: Place,
): Result<OpenMove | undefined> {
  const mine = moves.filter(({ product }) => product === goods.product.id);
  const [move] = mine;
  if (!move) return fail(refusal('over-delivery', where, `${goods.product.name} is not on it`));
  if (!place.path.includes(move.from)) return fail(refusal('staging-elsewhere', where, place.name));
  const demand = sum(mine.map((one) => one.demand));
  if (goods.quantity.greaterThan(demand)) {
    return fail(refusal('over-delivery', where, `${text(goods.quantity)} of ${text(demand)}`));
  }
  return ok(move);
}

/** What lies at the source of it and not at the staging place, enough to cover it; why not otherwise. */
async function heapsFor(
  task: Staging,
  { goods, unit, lotName }: Wanted,
  from: number,
  place: Place,
  inside: readonly number[],
): Promise<Result<Heap[]>> {
  const { product, lot, digits, quantity } = goods;
  const found = await onHand(task.erp, { product: product.id, lot, location: from, digits, deep: true });
  if (!found.ok) return found;
  const heaps = found.value.filter(
    (heap) => !inside.includes(heap.location) && (unit === undefined || heap.package === unit.id),
  );
  if (!totalOf(heaps).lessThan(quantity)) return ok(heaps);
  if (unit)
    return fail(refusal('goods-elsewhere', task.where, `package ${unit.name} is not where the goods come from`));
  return whyAbsent(task, { goods, lotName, from, to: place.id });
}

/** A label that is scanned again where it stands brings nothing. */
const notThereYet = (place: Place, wanted: readonly Wanted[]): readonly Wanted[] =>
  wanted.filter(({ unit }) => unit?.heap.location !== place.id);

async function liesThere({ erp }: Staging, { goods }: Wanted, place: Place): Promise<boolean> {
  const { product, lot, digits, quantity } = goods;
  const heaps = await onHand(erp, { product: product.id, lot, location: place.id, digits, deep: true });
  return heaps.ok && !totalOf(heaps.value).lessThan(quantity);
}

async function placesInside({ erp }: Staging, place: Place): Promise<Result<number[]>> {
  const row = z.object({ id: z.number() });
  const found = await rows(erp, { model: 'stock.location', row, domain: [['id', 'child_of', [place.id]]] });
  return found.ok ? ok(found.value.map(({ id }) => id)) : found;
}

const thereAlready = ({ where, intent }: Staging, place: Place): Receipt => ({
  verdict: 'already',
  summary: `${where.attempted}: everything stands at ${place.name}`,
  records: [],
  readBack: { place: place.name, items: intent.items.length },
});

/** One for each product: several items may name the same lot. */
function movementsOf(
  items: readonly { readonly product: number; readonly unit: number; readonly portions: readonly Portion[] }[],
): Movement[] {
  const byProduct = new Map<number, Movement>();
  for (const { product, unit, portions } of items) {
    const { portions: known = [] } = byProduct.get(product) ?? {};
    byProduct.set(product, { product, unit, portions: [...known, ...portions] });
  }
  return [...byProduct.values()];
}
