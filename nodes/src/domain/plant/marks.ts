/** Which counts were read when: a change that comes in late needs it, to tell the counts before it from those behind. */

/** Counts (from, to] of one epoch, made after one reading and seen in another. */
export interface Mark {
  readonly epoch: number;
  readonly from: string;
  readonly to: string;
  readonly afterMs: number;
  readonly atMs: number;
  /** Several readings in one; what was seen when in between is forgotten. */
  readonly coarse?: true | undefined;
}

/** This many readings are remembered one by one, older ones ever more coarsely. */
const EXACT = 8;
const MOST = 16;
const KEPT_MS = 3_600_000;

/** Adds a reading; neighbours among the older ones become one, so that the list stays short and leaves nothing out. */
export function withMark(marks: readonly Mark[] | undefined, mark: Mark): readonly Mark[] {
  const recent = (marks ?? []).filter(({ atMs }) => atMs >= mark.atMs - KEPT_MS);
  const all = [...recent, mark];
  return all.length > MOST ? [...inPairs(all.slice(0, -EXACT)), ...all.slice(-EXACT)] : all;
}

/** Marks with counts that were, or may have been, seen in the time (sinceMs, untilMs]. */
export function marksWithin(marks: readonly Mark[] | undefined, sinceMs: number, untilMs: number): readonly Mark[] {
  return (marks ?? []).filter(
    ({ afterMs, atMs, coarse }) => atMs > sinceMs && (coarse ? afterMs < untilMs : atMs <= untilMs),
  );
}

/** After the source set its clock back nothing that was read before is newer than that. */
export function marksUpTo(marks: readonly Mark[] | undefined, ms: number): readonly Mark[] | undefined {
  return marks?.map((mark) => ({ ...mark, afterMs: Math.min(mark.afterMs, ms), atMs: Math.min(mark.atMs, ms) }));
}

function inPairs(marks: readonly Mark[]): readonly Mark[] {
  const merged: Mark[] = [];
  let isPair = false;
  for (const mark of marks) {
    const last = merged.at(-1);
    isPair = !isPair && last !== undefined && last.epoch === mark.epoch && last.to === mark.from;
    if (isPair && last) merged[merged.length - 1] = joined(last, mark);
    else merged.push(mark);
  }
  return merged;
}

function joined(a: Mark, b: Mark): Mark {
  return { ...a, to: b.to, atMs: Math.max(a.atMs, b.atMs), coarse: true };
}
