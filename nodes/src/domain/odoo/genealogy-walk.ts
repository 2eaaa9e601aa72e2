/** What a walk through the genealogy of lots carries along: the products it has met, and their lines as parts. */
import type { LotOf, Part } from '../genealogy/chain.ts';
import { type Erp, ok, type Result } from '../ports.ts';
import { text, ZERO } from './amount.ts';
import { type TracedProduct, total, traceLines } from './genealogy-lines.ts';
import type { TraceLine, TraceRows } from './trace-line.ts';

export interface Walk {
  readonly erp: Erp;
  readonly book: TraceRows;
  readonly direction: 'up' | 'down';
  readonly mostLines: number;
  read(ids: readonly number[]): Promise<Result<ReadonlyMap<number, TracedProduct>>>;
  readonly products: Map<number, TracedProduct>;
}

export const tiedTo = (
  { erp, book, mostLines }: Pick<Walk, 'erp' | 'book' | 'mostLines'>,
  lines: readonly TraceLine[],
  side: 'up' | 'down',
) =>
  traceLines(
    erp,
    book,
    [['id', 'in', [...new Set(lines.flatMap(({ inputs, outputs }) => (side === 'up' ? inputs : outputs)))]]],
    mostLines,
  );

/** Lines of these lots towards what was made of them (`down`) or what they were made of (`up`). */
export function ownLines(
  { erp, book, direction, mostLines }: Omit<Walk, 'read' | 'products'>,
  lots: readonly number[],
) {
  const [usage, ties] =
    direction === 'up' ? ['location_id.usage', 'consume_line_ids'] : ['location_dest_id.usage', 'produce_line_ids'];
  return traceLines(
    erp,
    book,
    [['lot_id', 'in', lots], '|', [usage, '=', 'production'], [ties, '!=', false]],
    mostLines,
  );
}

export async function learn(
  { read, products }: Pick<Walk, 'read' | 'products'>,
  ids: readonly number[],
): Promise<Result<void>> {
  const unknown = [...new Set(ids)].filter((id) => !products.has(id));
  const found = await read(unknown);
  if (!found.ok) return found;
  for (const [id, product] of found.value) products.set(id, product);
  return ok(undefined);
}

export const nameOf = ({ products }: Walk, id: number): string => products.get(id)?.name ?? String(id);
export const isNameless = ({ products }: Walk, { lot, product }: TraceLine): boolean =>
  lot === undefined && (products.get(product)?.tracking ?? 'none') !== 'none';
export const lotOf = (walk: Walk, product: number, lot: string): LotOf => ({
  product: nameOf(walk, product),
  lot,
  isSerial: walk.products.get(product)?.tracking === 'serial',
});

/** One part for each lot, however many lines it came in. */
export function partsOf(walk: Walk, lines: readonly TraceLine[]): Part[] {
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
