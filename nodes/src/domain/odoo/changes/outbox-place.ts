/**
 * How far the outbox was read. Its numbers are given out when a row is written and are seen when its transaction ends, so
 * a smaller one may appear later than a larger: numbers that were stepped over are asked for again, for a day. Most of
 * them were rolled back and never come.
 */
import { z } from 'zod';

export const placeNote = z.object({
  last: z.number(),
  gaps: z.array(z.object({ from: z.number(), to: z.number(), ageMs: z.number() })),
});

export type Place = z.output<typeof placeNote>;
type Gap = Place['gaps'][number];

const LONGEST_MS = 86_400_000;
/** A clock may be set, a machine may sleep: no more than this is believed between two polls. */
const MOST_ELAPSED_MS = 60_000;
const MOST_GAPS = 500;

/** Older ones are given up, and of very many the oldest. */
export function aged({ last, gaps }: Place, elapsedMs: number): Place {
  const passedMs = Math.min(Math.max(0, elapsedMs), MOST_ELAPSED_MS);
  const older = gaps.map((gap) => ({ ...gap, ageMs: gap.ageMs + passedMs }));
  return { last, gaps: older.filter(({ ageMs }) => ageMs < LONGEST_MS).slice(-MOST_GAPS) };
}

/** After rows with these numbers, ascending, were read; everything above `last` was asked for, and every gap. */
export function read({ last, gaps }: Place, numbers: readonly number[]): Place {
  const fresh = numbers.filter((number) => number > last);
  const found = new Set(numbers);
  const steps = fresh.flatMap((number, at): Gap[] => {
    const before = fresh[at - 1] ?? last;
    return number > before + 1 ? [{ from: before + 1, to: number - 1, ageMs: 0 }] : [];
  });
  return {
    last: fresh.at(-1) ?? last,
    gaps: [...gaps.flatMap((gap) => without(gap, found)), ...steps].slice(-MOST_GAPS),
  };
}

function without(gap: Gap, found: ReadonlySet<number>): Gap[] {
  const hits = [...found].filter((number) => number >= gap.from && number <= gap.to).sort((one, other) => one - other);
  const edges = [gap.from - 1, ...hits, gap.to + 1];
  return edges.slice(1).flatMap((edge, at): Gap[] => {
    const before = edges[at] ?? edge;
    return edge > before + 1 ? [{ from: before + 1, to: edge - 1, ageMs: gap.ageMs }] : [];
  });
}

/** As Odoo's domain: above the last one, or in a gap. */
export function unread({ last, gaps }: Place): readonly (string | readonly [string, string, number])[] {
  const above = [['id', '>', last]] as const;
  const within = gaps.flatMap(({ from, to }) => ['&', ['id', '>=', from], ['id', '<=', to]] as const);
  return [...gaps.map(() => '|'), ...above, ...within];
}
