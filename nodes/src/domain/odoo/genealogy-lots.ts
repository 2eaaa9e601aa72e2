/** The records of what was made of a lot, however many levels down: for who acts on them and needs no quantities. */
import type { Erp, ErpProfile } from '../ports.ts';
import { ok, type Result } from '../ports.ts';
import { traceRows } from './genealogy-lines.ts';
import { ownLines, tiedTo } from './genealogy-walk.ts';

export interface LotRecord {
  readonly id: number;
  readonly name: string;
  readonly product: number;
}

export interface Descendants {
  /** Nearest first. */
  readonly lots: readonly LotRecord[];
  /** False where there are more than were followed. */
  readonly isWhole: boolean;
}

const MOST = { levels: 20, lots: 1_000, lines: 20_000 };

export async function descendantsOf(erp: Erp, profile: ErpProfile, lot: number): Promise<Result<Descendants>> {
  const book = traceRows(profile);
  if (!book.ok) return book;
  const walk = { erp, book: book.value, direction: 'down', mostLines: MOST.lines } as const;
  const known = new Map<number, LotRecord>();
  let isWhole = true;
  let level: readonly number[] = [lot];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= MOST.levels || known.size > MOST.lots) return ok({ lots: [...known.values()], isWhole: false });
    const used = await ownLines(walk, level);
    if (!used.ok) return used;
    if (used.value.lines.length === 0) break;
    const made = await tiedTo(walk, used.value.lines, 'down');
    if (!made.ok) return made;
    isWhole &&= used.value.isWhole && made.value.isWhole;
    const next = new Set<number>();
    for (const { lot: one, product } of made.value.lines) {
      // A rework loop leads back to a lot that was seen: it is not followed again.
      if (!one || one.id === lot || known.has(one.id)) continue;
      known.set(one.id, { ...one, product });
      next.add(one.id);
    }
    level = [...next];
  }
  return ok({ lots: [...known.values()], isWhole });
}
