/**
 * Two standstills at the same time: the line and its machine, or a machine and the neighbour it waits for. The rule of
 * the line says whether both are booked, or the consequence only where its cause does not stand still as well.
 */
import type { LineRule } from './settings.ts';
import { isWithin } from './settings.ts';
import type { Stop } from './stops.ts';

export interface Cause {
  readonly equipmentId: string;
  readonly startMs: number;
}

/** A part of a standstill that is booked as one; parts with the same `startMs` of the whole belong together. */
export interface Part {
  readonly fromMs: number;
  readonly toMs?: number | undefined;
  readonly wholeMs: number;
  readonly stop: Stop;
  readonly cause?: Cause | undefined;
}

export type StopsByMachine = ReadonlyMap<string, readonly Stop[]>;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cause: Cause;
}

/** What of the standstills of one machine is booked on itself. */
export function partsOf(machine: string, all: StopsByMachine, rule: LineRule): Part[] {
  const long = (all.get(machine) ?? []).filter(({ size }) => size === 'long');
  return long.flatMap((stop) => {
    const lines = spansOf(ancestorsOf(machine, all), all, () => true);
    const neighbours = spansOf(neighboursOf(machine, stop, rule), all, ({ follows }) => follows === undefined);
    const related = [...lines, ...neighbours].filter((span) => touches(stop, span));
    const covering = [
      ...(rule.lineStops === 'first' ? lines : []),
      ...(rule.neighbours === 'first' ? neighbours : []),
    ].filter((span) => touches(stop, span));
    return uncovered(stop, covering, related[0]?.cause, rule);
  });
}

const ancestorsOf = (machine: string, all: StopsByMachine): string[] =>
  [...all.keys()].filter((other) => other !== machine && isWithin(machine, other));

/** Nearest first. */
function neighboursOf(machine: string, { follows }: Stop, { order }: LineRule): readonly string[] {
  const place = order.indexOf(machine);
  if (follows === undefined || place < 0) return [];
  return follows === 'upstream' ? order.slice(0, place).reverse() : order.slice(place + 1);
}

const spansOf = (machines: readonly string[], all: StopsByMachine, counts: (stop: Stop) => boolean): Span[] =>
  machines.flatMap((equipmentId) =>
    (all.get(equipmentId) ?? [])
      .filter((stop) => stop.size === 'long' && counts(stop))
      .map(({ fromMs, toMs }) => ({
        ...{ fromMs, toMs: toMs ?? Number.POSITIVE_INFINITY },
        cause: { equipmentId, startMs: fromMs },
      })),
  );

const touches = ({ fromMs, toMs }: Stop, span: Span): boolean =>
  span.fromMs < (toMs ?? Number.POSITIVE_INFINITY) && fromMs < span.toMs;

/** What is left over shorter than a microstop is a matter of milliseconds between two machines, and is not booked. */
function uncovered(stop: Stop, covering: readonly Span[], cause: Cause | undefined, rule: LineRule): Part[] {
  const end = stop.toMs ?? Number.POSITIVE_INFINITY;
  const left: { fromMs: number; toMs: number }[] = [];
  let fromMs = stop.fromMs;
  for (const span of covering.toSorted((one, other) => one.fromMs - other.fromMs)) {
    if (span.fromMs > fromMs) left.push({ fromMs, toMs: Math.min(span.fromMs, end) });
    fromMs = Math.max(fromMs, span.toMs);
  }
  if (fromMs < end) left.push({ fromMs, toMs: end });
  const isWhole = left.length === 1 && left[0]?.fromMs === stop.fromMs && left[0].toMs === end;
  return left
    .filter((part) => isWhole || part.toMs - part.fromMs >= rule.microstopMs)
    .map((part) => ({
      fromMs: part.fromMs,
      toMs: Number.isFinite(part.toMs) ? part.toMs : undefined,
      ...{ wholeMs: stop.fromMs, stop, cause },
    }));
}
