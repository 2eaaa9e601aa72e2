/** What will be done to the process, life after life; the same seed gives the same plan while the same points are reached. */
import { POINTS, type Point } from '../plant/faults/points.ts';
import type { Chance } from './chance.ts';

/** A random moment is counted from the start of the process, or from when its flows run. */
export type Death =
  | { readonly kind: 'point'; readonly point: Point; readonly nth: number }
  | { readonly kind: 'random'; readonly from: 'spawn' | 'started'; readonly afterMs: number };

export interface PlannedLife {
  readonly death: Death;
  readonly hasTrouble: boolean;
}

const SCHEMA: readonly Point[] = ['migration.commit', 'migration.committed'];
const RANDOM_LATEST_MS = 1_500;
/** Of ten random deaths so many may come while the process starts. */
const STARTING_OF_TEN = 3;
/** Of ten lives so many end at a random moment. */
const RANDOM_OF_TEN = 3;
const TROUBLE_OF_TEN = 4;
/** A life that died at its first steps every time would never get on with the backlog. */
const MOST_PASSES = 6;
/** Points that a life passes only now and then: dying at the first pass is all one can ask. */
const RARE = /^(burial|replay)\./;

/**
 * A new file has its schema made first, so those points come first. Every other point comes in turn: after as many
 * lives as there are points each had its chance. At a point where no life ended yet, the first pass is the one.
 */
export function* plan(chance: Chance, isReached: (point: Point) => boolean): Generator<PlannedLife, never> {
  for (const point of SCHEMA)
    for (const nth of [1, 2])
      yield { death: { kind: 'point', point, nth: point === SCHEMA[0] ? nth : 1 }, hasTrouble: false };
  let waiting: Point[] = [];
  for (;;) {
    const hasTrouble = chance.whole(10) < TROUBLE_OF_TEN;
    if (chance.whole(10) < RANDOM_OF_TEN) {
      const from = chance.whole(10) < STARTING_OF_TEN ? 'spawn' : 'started';
      yield { death: { kind: 'random', from, afterMs: chance.whole(RANDOM_LATEST_MS) }, hasTrouble };
      continue;
    }
    if (waiting.length === 0) {
      const points = shuffled(pointsOfFlow(), chance);
      // Taken from the end: what was missed comes first.
      waiting = [...points.filter(isReached), ...points.filter((point) => !isReached(point))];
    }
    const point = waiting.pop() as Point;
    const passes = chance.whole(MOST_PASSES);
    const isFirst = RARE.test(point) || !isReached(point);
    yield { death: { kind: 'point', point, nth: isFirst ? 1 : 1 + passes }, hasTrouble };
  }
}

export const pointsOfFlow = (): Point[] => (Object.keys(POINTS) as Point[]).filter((point) => !SCHEMA.includes(point));

function shuffled<T>(list: T[], chance: Chance): T[] {
  return list
    .map((item) => ({ item, at: chance.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
