/** Goods go into a package, or come out of it, where they stand: a transfer from a place to the same place. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import type { Portion } from '../../dialects/stock-moves.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { asNotYet, whyAbsent } from './absent.ts';
import { finishDocument, madeBefore, postDocument } from './document.ts';
import { type Goods, goodsOf } from './goods.ts';
import { onHand, take } from './on-hand.ts';
import { findPackage } from './packages.ts';
import { findPlace, internalOperation, type Place } from './places.ts';
import { looseItem } from './staged-goods.ts';
import type { Movement } from './validate.ts';

const schema = z.strictObject({
  kind: z.literal('pack'),
  ...standing,
  /** Its SSCC or another number. */
  package: z.string().min(1),
  action: z.enum(['add', 'delete']),
  place: recordRefSchema,
  items: z.array(looseItem).min(1),
});
type Pack = z.output<typeof schema>;

export const pack = defineIntent({
  kind: 'pack',
  title: 'Pack goods',
  schema,
  promised: {
    does: 'Puts goods that lie loose in a place into a package there, which is made when Odoo does not know it; or takes them out of it.',
    postCondition: 'The transfer is done and its lines name the package with exactly the quantities of the message.',
    once: 'Package, transfer and lines are created under external ids; validating again changes nothing.',
    wizards: 'None comes: the transfer asks for exactly what it moves. Any other question parks the message.',
    undo: 'The same goods with the other action.',
  },
  needs: [
    ['stock.package', 'create', 'Inventory'],
    ['stock.picking', 'create', 'Inventory'],
    ['stock.move', 'create', 'Inventory'],
    ['stock.move.line', 'create', 'Inventory'],
    ['stock.quant', 'read', 'Inventory'],
  ],
  where: ({ items, action, package: name }) => ({
    attempted: `${action === 'add' ? 'pack' : 'unpack'} ${items.length === 1 ? 'one item' : `${items.length} items`}`,
    on: name,
  }),
  carryOut,
});

async function carryOut(task: Task<Pack>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const id = externalId('pack', intent.key);
  const made = await madeBefore(task, id);
  if (!made.ok) return made;
  const all: Goods[] = [];
  for (const item of intent.items) {
    const goods = await goodsOf(task, item);
    if (!goods.ok) return fail(asNotYet(goods.failure, where));
    all.push(goods.value);
  }
  const digits = all[0]?.digits ?? 0;
  if (made.value !== undefined) {
    const movements = byProduct(all.map((goods) => [goods, [{ ...goods, package: undefined }]]));
    return finishDocument(task, made.value, { movements, digits });
  }
  const place = await findPlace(erp, intent.place, where);
  if (!place.ok) return place;
  const unit = await findPackage(task, intent.package);
  if (!unit.ok) return unit;
  const portions: [Goods, Portion[]][] = [];
  const given = new Set<number>();
  for (const [index, goods] of all.entries()) {
    const taken = await takenFrom(task, goods, intent.items[index]?.lot, {
      place: place.value,
      unit: unit.value,
      given,
    });
    if (!taken.ok) return taken;
    portions.push([goods, taken.value]);
  }
  const operation = await internalOperation(erp, [place.value], where);
  if (!operation.ok) return operation;
  return postDocument(task, {
    externalId: id,
    operation: operation.value,
    from: place.value.id,
    to: place.value.id,
    origin: intent.package,
    movements: byProduct(portions),
    digits,
  });
}

interface Packing {
  readonly place: Place;
  readonly unit: number;
  /** Heaps that another item of the message takes from: the same lot twice is one item. */
  readonly given: Set<number>;
}

/** Loose goods go in; what comes out is what is in. */
async function takenFrom(
  task: Task<Pack>,
  goods: Goods,
  lotName: string | undefined,
  { place, unit, given }: Packing,
): Promise<Result<Portion[]>> {
  const goesIn = task.intent.action === 'add';
  const { product, lot, quantity, digits } = goods;
  const heaps = await onHand(task.erp, { product: product.id, lot, location: place.id, digits });
  if (!heaps.ok) return heaps;
  const fitting = heaps.value.filter((heap) => heap.package === (goesIn ? undefined : unit) && !given.has(heap.id));
  const { taken, missing } = take(fitting, quantity);
  for (const heap of taken) given.add(heap.id);
  if (missing.isZero()) return ok(taken.map((heap) => ({ ...heap, ...(goesIn ? { into: unit } : {}) })));
  if (!goesIn) return fail(refusal('stock-short', task.where, `${product.name} in package ${task.intent.package}`));
  return whyAbsent(task, { goods, lotName, from: place.id, to: place.id });
}

function byProduct(items: readonly (readonly [Goods, readonly Portion[]])[]): Movement[] {
  const found = new Map<number, Movement>();
  for (const [{ product }, portions] of items) {
    const { portions: known = [] } = found.get(product.id) ?? {};
    found.set(product.id, { product: product.id, unit: product.unit, portions: [...known, ...portions] });
  }
  return [...found.values()];
}
