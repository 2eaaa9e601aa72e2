/**
 * Reads the genealogy of a lot out of Odoo, upwards or downwards, level by level. Odoo ties done lines of an order to each
 * other and writes nothing else, so the chain is read, never kept a second time.
 */
import { z } from 'zod';
import { type Chain, type Gap, gapsOf, type LotOf, type Transformation } from '../genealogy/chain.ts';
import { type Erp, fail, ok, type Result } from '../ports.ts';
import { ordersOf, productsOf, traceRows } from './genealogy-lines.ts';
import { packingsOf, passagesOf } from './genealogy-passages.ts';
import { repairsOf } from './genealogy-repairs.ts';
import { isNameless, learn, lotOf, nameOf, ownLines, partsOf, tiedTo, type Walk } from './genealogy-walk.ts';
import { refusal } from './refusals.ts';
import { one, rows } from './rows.ts';
import type { TraceLine } from './trace-line.ts';

export interface Question {
  /** Record of the lot. */
  readonly lot: number;
  readonly direction: 'up' | 'down';
  readonly mostLevels?: number;
  readonly mostLots?: number;
  readonly mostLines?: number;
}

const lotRow = z.object({ id: z.number(), name: z.string(), product_id: one });

/** `products` names what is met on the way; by the codes of Odoo unless given. */
export async function readGenealogy(
  erp: Erp,
  question: Question,
  products: Walk['read'] = (ids) => productsOf(erp, ids),
): Promise<Result<Chain>> {
  const { lot, direction, mostLevels = 10, mostLots = 1000, mostLines = 20_000 } = question;
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const book = traceRows(profile.value);
  if (!book.ok) return book;
  const found = await rows(erp, { model: book.value.lotModel, row: lotRow, domain: [['id', '=', lot]] });
  if (!found.ok) return found;
  const [root] = found.value;
  if (!root) return fail(refusal('lot-unknown', { attempted: 'read the genealogy', on: `lot ${lot}` }));
  const walk: Walk = { erp, book: book.value, direction, mostLines, read: products, products: new Map() };
  const known = await learn(walk, [root.product_id]);
  if (!known.ok) return known;
  const names = new Map<number, LotOf>([[root.id, lotOf(walk, root.product_id, root.name)]]);
  const levels: number[][] = [[root.id]];
  const transformations = new Map<string, Transformation>();
  const gaps: Gap[] = [];
  for (let level = levels[0] ?? []; level.length > 0; ) {
    const step = await stepFrom(walk, level);
    if (!step.ok) return step;
    for (const one of step.value.transformations) transformations.set(one.order, one);
    gaps.push(...step.value.gaps);
    // A rework loop leads back to a lot that was seen: it is not followed again.
    const next = [...step.value.lots].filter(([id]) => !names.has(id));
    if (
      next.length > 0 &&
      (levels.length >= mostLevels || names.size + next.length > mostLots || !step.value.isWhole)
    ) {
      gaps.push({ kind: 'cut-off', lots: next.length });
      break;
    }
    for (const [id, name] of next) names.set(id, name);
    level = next.map(([id]) => id);
    if (level.length > 0) levels.push(level);
  }
  const passages = await passagesOf(walk, names);
  if (!passages.ok) return passages;
  const packings = await packingsOf(walk, names);
  if (!packings.ok) return packings;
  const chain = {
    direction,
    levels: levels.map((level) => level.flatMap((id) => names.get(id) ?? [])),
    transformations: [...transformations.values()],
    passages: passages.value,
    packings: packings.value,
  };
  return ok({
    root: names.get(root.id) ?? lotOf(walk, root.product_id, root.name),
    ...chain,
    gaps: [...gaps, ...gapsOf(chain)],
  });
}

interface Step {
  readonly transformations: readonly Transformation[];
  readonly lots: ReadonlyMap<number, LotOf>;
  readonly gaps: readonly Gap[];
  readonly isWhole: boolean;
}

/**
 * The orders that made these lots (`up`) or used them (`down`), whole: with all they used and all they made. The line of a
 * lot that was repaired stays inside the house; the parts of the repair are tied to it all the same.
 */
async function stepFrom(walk: Walk, lots: readonly number[]): Promise<Result<Step>> {
  const { erp, direction } = walk;
  const asked = await ownLines(walk, lots);
  if (!asked.ok) return asked;
  const far = await tiedTo(walk, asked.value.lines, direction);
  if (!far.ok) return far;
  // What the order did besides: its other lots on this side are tied to the same lines on that side.
  const near = await tiedTo(walk, far.value.lines, direction === 'up' ? 'down' : 'up');
  if (!near.ok) return near;
  const whole = new Map([...asked.value.lines, ...near.value.lines].map((line) => [line.id, line]));
  const orders = await ordersOf(
    erp,
    [...whole.values()].flatMap(({ move }) => move ?? []),
  );
  if (!orders.ok) return orders;
  const learned = await learn(
    walk,
    [...whole.values(), ...far.value.lines].map(({ product }) => product),
  );
  if (!learned.ok) return learned;
  const lines = [...whole.values()];
  const repairs = lines.filter(({ move }) => !orders.value.has(move ?? 0));
  const repaired = await repairsOf(walk, repairs, far.value.lines);
  if (!repaired.ok) return repaired;
  const found = new Map<number, LotOf>();
  for (const { lot, product } of far.value.lines) if (lot) found.set(lot.id, lotOf(walk, product, lot.name));
  const isWhole = [asked, far, near].every(({ value }) => value.isWhole);
  const made = transformationsOf(walk, orders.value, lines, far.value.lines);
  return ok({ ...made, transformations: [...made.transformations, ...repaired.value], lots: found, isWhole });
}

function transformationsOf(
  walk: Walk,
  orders: ReadonlyMap<number, string>,
  near: readonly TraceLine[],
  far: readonly TraceLine[],
): Pick<Step, 'transformations' | 'gaps'> {
  const gaps: Gap[] = [];
  const byId = new Map(far.map((line) => [line.id, line]));
  const isUp = walk.direction === 'up';
  const transformations = [...new Set(orders.values())].map((order) => {
    const own = near.filter(({ move }) => orders.get(move ?? 0) === order);
    const ids = new Set(own.flatMap((line) => (isUp ? line.inputs : line.outputs)));
    const others = [...ids].flatMap((id) => byId.get(id) ?? []);
    const [inputs, outputs] = isUp ? [others, own] : [own, others];
    const nameless = inputs.filter((line) => isNameless(walk, line)).map(({ product }) => product);
    for (const product of new Set(nameless)) gaps.push({ kind: 'lot-missing', product: nameOf(walk, product), order });
    const at = outputs.map((line) => line.at).sort();
    return { order, at: at.at(-1) ?? '', inputs: partsOf(walk, inputs), outputs: partsOf(walk, outputs) };
  });
  return { transformations, gaps };
}
