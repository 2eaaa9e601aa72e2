/** A fact as windows keep it: of whom, when it held, and what it says. */
export interface Entry<S = unknown> {
  /** Whom it is about: a line, a machine, an order. Every key has windows of its own. */
  readonly key: string;
  /** The same slot is the same fact: told again it counts once, told with a higher version it replaces what it said. */
  readonly slot: string;
  readonly version: number;
  readonly startMs: number;
  /** Equal to the start of what happened at a moment; absent while it lasts. */
  readonly endMs?: number;
  /** Holds until the next entry of this series of the same key: a state, a reading. */
  readonly untilNext?: string;
  /** Plain JSON. */
  readonly says: S;
}

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** An entry with the time for which it holds as far as is known. */
export interface Held<S = unknown> extends Span {
  readonly entry: Entry<S>;
}

/** In the order of time, whatever the order of arrival. What lasts reaches past `markMs`. */
export function spansOf<S>(entries: Iterable<Entry<S>>, markMs: number): readonly Held<S>[] {
  const sorted = [...entries].sort((a, b) => a.startMs - b.startMs || (a.slot < b.slot ? -1 : 1));
  const nextStart = new Map<string, number>();
  const held: Held<S>[] = [];
  for (const entry of sorted.toReversed()) {
    const { startMs, untilNext } = entry;
    const lasting = Math.max(markMs + 1, startMs);
    const endMs = untilNext === undefined ? (entry.endMs ?? lasting) : (nextStart.get(untilNext) ?? lasting);
    if (untilNext !== undefined) nextStart.set(untilNext, startMs);
    held.push({ entry, startMs, endMs });
  }
  return held.reverse();
}

/** What of it lies inside; undefined when nothing does. A moment at the end belongs to what follows, unless that counts too. */
export function clipped(span: Span, within: Span, includesEnd: boolean): Span | undefined {
  const startMs = Math.max(span.startMs, within.startMs);
  const endMs = Math.min(span.endMs, within.endMs);
  if (startMs < endMs) return { startMs, endMs };
  const isMoment = span.startMs === span.endMs && startMs === endMs;
  return isMoment && (startMs < within.endMs || includesEnd) ? span : undefined;
}
