/**
 * Reads the genealogy of a lot out of Odoo, upwards or downwards, level by level. Odoo ties done lines of an order to each
 * other and writes nothing else, so the chain is read, never kept a second time.
 */
import { z } from 'zod';
import {
  type Chain,
  type Gap,
  gapsOf,
  type LotOf,
  type Part,
  type Passage,
  type Transformation,
} from '../genealogy/chain.ts';
import { type Erp, fail, ok, type Result } from '../ports.ts';
import { text, ZERO } from './amount.ts';
import { ordersOf, productsOf, type TracedProduct, total, traceLines, traceRows } from './genealogy-lines.ts';
import { refusal } from './refusals.ts';
import { one, rows } from './rows.ts';
import type { TraceLine, TraceRows } from './trace-line.ts';

export interface Question {
  /** Record of the lot. */
  readonly lot: number;
  readonly direction: 'up' | 'down';
  readonly mostLevels?: number;
  readonly mostLots?: number;
  readonly mostLines?: number;
}

const lotRow = z.object({ id: z.number(), name: z.string(), product_id: one });

interface Walk {
  readonly erp: Erp;
  readonly book: TraceRows;
  readonly direction: 'up' | 'down';
  readonly mostLines: number;
  readonly products: Map<number, TracedProduct>;
}

export async function readGenealogy(erp: Erp, question: Question): Promise<Result<Chain>> {
  const { lot, direction, mostLevels = 10, mostLots = 1000, mostLines = 20_000 } = question;
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const book = traceRows(profile.value);
  if (!book.ok) return book;
  const found = await rows(erp, { model: book.value.lotModel, row: lotRow, domain: [['id', '=', lot]] });
  if (!found.ok) return found;
  const [root] = found.value;
  if (!root) return fail(refusal('lot-unknown', { attempted: 'read the genealogy', on: `lot ${lot}` }));
  const walk: Walk = { erp, book: book.value, direction, mostLines, products: new Map() };
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
  const chain = {
    direction,
    levels: levels.map((level) => level.flatMap((id) => names.get(id) ?? [])),
    transformations: [...transformations.values()],
    passages: passages.value,
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

/** The orders that made these lots (`up`) or used them (`down`), whole: with all they used and all they made. */
async function stepFrom(walk: Walk, lots: readonly number[]): Promise<Result<Step>> {
  const { erp, book, direction, mostLines } = walk;
  const usage = direction === 'up' ? 'location_id.usage' : 'location_dest_id.usage';
  const asked = await traceLines(
    erp,
    book,
    [
      ['lot_id', 'in', lots],
      [usage, '=', 'production'],
    ],
    mostLines,
  );
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
  const found = new Map<number, LotOf>();
  for (const { lot, product } of far.value.lines) if (lot) found.set(lot.id, lotOf(walk, product, lot.name));
  const isWhole = [asked, far, near].every(({ value }) => value.isWhole);
  return ok({ ...transformationsOf(walk, orders.value, [...whole.values()], far.value.lines), lots: found, isWhole });
}

const tiedTo = ({ erp, book, mostLines }: Walk, lines: readonly TraceLine[], side: 'up' | 'down') =>
  traceLines(
    erp,
    book,
    [['id', 'in', [...new Set(lines.flatMap(({ inputs, outputs }) => (side === 'up' ? inputs : outputs)))]]],
    mostLines,
  );

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

async function passagesOf(walk: Walk, names: ReadonlyMap<number, LotOf>): Promise<Result<Passage[]>> {
  const { erp, book, mostLines } = walk;
  const passages: Passage[] = [];
  for (const [kind, side] of [
    ['received', ['location_id.usage', '=', 'supplier']],
    ['shipped', ['location_dest_id.usage', '=', 'customer']],
  ] as const) {
    const lines = await traceLines(erp, book, [['lot_id', 'in', [...names.keys()]], side], mostLines);
    if (!lines.ok) return lines;
    for (const { lot, quantity, at, document } of lines.value.lines) {
      const name = names.get(lot?.id ?? 0);
      if (name) passages.push({ kind, lot: name, quantity: text(quantity), at, document });
    }
  }
  return ok(passages);
}

async function learn({ erp, products }: Walk, ids: readonly number[]): Promise<Result<void>> {
  const unknown = [...new Set(ids)].filter((id) => !products.has(id));
  const found = await productsOf(erp, unknown);
  if (!found.ok) return found;
  for (const [id, product] of found.value) products.set(id, product);
  return ok(undefined);
}

const nameOf = ({ products }: Walk, id: number): string => products.get(id)?.name ?? String(id);
const isNameless = ({ products }: Walk, { lot, product }: TraceLine): boolean =>
  lot === undefined && (products.get(product)?.tracking ?? 'none') !== 'none';
const lotOf = (walk: Walk, product: number, lot: string): LotOf => ({
  product: nameOf(walk, product),
  lot,
  isSerial: walk.products.get(product)?.tracking === 'serial',
});

/** One part for each lot, however many lines it came in. */
function partsOf(walk: Walk, lines: readonly TraceLine[]): Part[] {
  const keys = new Map<string, TraceLine[]>();
  for (const line of lines) {
    const key = `${line.product} ${line.lot?.id ?? 0}`;
    keys.set(key, [...(keys.get(key) ?? []), line]);
  }
  return [...keys.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const lot = first.lot ? { lot: lotOf(walk, first.product, first.lot.name) } : {};
    return [{ ...lot, product: nameOf(walk, first.product), quantity: text(total(own, ZERO)) }];
  });
}
