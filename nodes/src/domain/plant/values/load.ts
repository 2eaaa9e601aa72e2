/** What became of the values of an hour, told as figures: nothing is held back without a reason that is counted. */
import type { Envelope } from '../../envelope.ts';
import { type Edge, iso, saying } from '../../operations/aggregation.ts';
import type { Held, Move } from './tag.ts';

/** `heard` = `passed` + all of `held` + what waits whether it holds, as far as it came since `startMs`. */
export interface Load {
  readonly startMs: number;
  readonly heard: number;
  readonly passed: number;
  /** Told again because nothing was told for long. */
  readonly repeated: number;
  readonly held: Readonly<Partial<Record<Held, number>>>;
}

const HOUR_MS = 3_600_000;

export const newLoad = (startMs: number): Load => ({ startMs, heard: 0, passed: 0, repeated: 0, held: {} });

export function counted(load: Load, { passed, isRepeat, held }: Move, heard: number): Load {
  const reasons: Partial<Record<Held, number>> = { ...load.held };
  for (const reason of held) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return {
    ...load,
    heard: load.heard + heard,
    passed: load.passed + (isRepeat ? 0 : passed.length),
    repeated: load.repeated + (isRepeat ? 1 : 0),
    held: reasons,
  };
}

export const heldIn = ({ held }: Load): number => Object.values(held).reduce((sum, count) => sum + count, 0);

export const isDue = (load: Load, nowMs: number): boolean =>
  nowMs - load.startMs >= HOUR_MS && load.heard + load.repeated > 0;

/** `operations.figures.reported`: one count for each reason. `name` is whose values they are. */
export function loadEvent(edge: Edge, name: string, load: Load, sequence: number, nowMs: number): Envelope {
  const counts = { heard: load.heard, passed: load.passed, repeated: load.repeated, ...load.held };
  const interval = { start: iso(load.startMs), end: iso(nowMs) };
  return saying(
    edge,
    'operations.figures.reported',
    {
      ...{ summary: 'values', scope: name, window: interval.start, interval, grain: 'length', revision: 1 },
      facts: load.heard,
      figures: Object.entries(counts).map(([figure, count]) => ({ name: figure, how: 'count', value: String(count) })),
    },
    { endMs: nowMs, sequence, nowMs },
  );
}
