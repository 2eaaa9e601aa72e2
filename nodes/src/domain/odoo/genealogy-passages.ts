/** What came in, what went out, and what it was packed into. */
import type { LotOf, Packing, Passage } from '../genealogy/chain.ts';
import { ok, type Result } from '../ports.ts';
import { text } from './amount.ts';
import { traceLines } from './genealogy-lines.ts';
import type { Walk } from './genealogy-walk.ts';

export async function passagesOf(walk: Walk, names: ReadonlyMap<number, LotOf>): Promise<Result<Passage[]>> {
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

export async function packingsOf(walk: Walk, names: ReadonlyMap<number, LotOf>): Promise<Result<Packing[]>> {
  const { erp, book, mostLines } = walk;
  const lines = await traceLines(
    erp,
    book,
    [
      ['lot_id', 'in', [...names.keys()]],
      ['result_package_id', '!=', false],
    ],
    mostLines,
  );
  if (!lines.ok) return lines;
  return ok(
    lines.value.lines.flatMap(({ unit, lot, quantity, at, document }) => {
      const of = names.get(lot?.id ?? 0);
      const part = of && { lot: of, product: of.product, quantity: text(quantity) };
      return part && unit !== undefined ? [{ unit, part, at, document }] : [];
    }),
  );
}
