/** What will be done to the process, life after life; the same seed gives the same plan. */
import { POINTS, type Point } from '../plant/faults/points.ts';
import type { Chance } from './chance.ts';

export type Death =
  | { readonly kind: 'point'; readonly point: Point; readonly nth: number }
  | { readonly kind: 'random'; readonly afterMs: number };

export interface PlannedLife {
  readonly death: Death;
  readonly hasTrouble: boolean;
}

const SCHEMA: readonly Point[] = ['migration.commit', 'migration.committed'];
/** A random death comes so long after the process was started; it needs about a second to start. */
const RANDOM_EARLIEST_MS = 700;
const RANDOM_RANGE_MS = 2_300;
/** Of ten lives so many end at a random moment. */
const RANDOM_OF_TEN = 3;
const TROUBLE_OF_TEN = 4;
/** Points that a life passes only now and then: dying at the first pass is all one can ask. */
const RARE = /^(burial|replay)\./;

/**
 * A new file has its schema made first, so those points come first. Every other point comes in turn: after as many
 * lives as there are points each had its chance.
 */
export function* plan(chance: Chance): Generator<PlannedLife, never> {
  for (const point of SCHEMA)
    for (const nth of [1, 2])
      yield { death: { kind: 'point', point, nth: point === SCHEMA[0] ? nth : 1 }, hasTrouble: false };
  let waiting: Point[] = [];
  for (;;) {
    const hasTrouble = chance.whole(10) < TROUBLE_OF_TEN;
    if (chance.whole(10) < RANDOM_OF_TEN) {
      yield { death: { kind: 'random', afterMs: RANDOM_EARLIEST_MS + chance.whole(RANDOM_RANGE_MS) }, hasTrouble };
      continue;
    }
    if (waiting.length === 0) waiting = shuffled(pointsOfFlow(), chance);
    const point = waiting.pop() as Point;
    yield { death: { kind: 'point', point, nth: RARE.test(point) ? 1 : 1 + chance.whole(3) }, hasTrouble };
  }
}

export const pointsOfFlow = (): Point[] => (Object.keys(POINTS) as Point[]).filter((point) => !SCHEMA.includes(point));

function shuffled<T>(list: T[], chance: Chance): T[] {
  return list
    .map((item) => ({ item, at: chance.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
