/** The plan: whatever the seed, a point where no life ended yet comes first, at its first pass. */
import { assert, integer, property } from 'fast-check';
import type { Point } from '../plant/faults/points.ts';
import { chanceOf } from './chance.ts';
import { plan, pointsOfFlow } from './plan.ts';

const MISSED: Point = 'count.commit';

/** Points of the first `count` lives that die at one, after those of the schema. */
function planned(seed: number, isReached: (point: Point) => boolean, count: number) {
  const flow = pointsOfFlow();
  const found: { point: Point; nth: number }[] = [];
  for (const { death } of plan(chanceOf(seed), isReached)) {
    if (death.kind === 'point' && flow.includes(death.point)) found.push(death);
    if (found.length === count) break;
  }
  return found;
}

test('a point that no life reached is the first of every round, at its first pass', () => {
  const round = pointsOfFlow().length;
  assert(
    property(integer({ min: 0 }), (seed) => {
      const lives = planned(seed, (point) => point !== MISSED, 2 * round);
      for (const start of [0, round]) expect(lives[start]).toMatchObject({ point: MISSED, nth: 1 });
    }),
  );
});

test('a round has every point once, and points that were reached also die later than at their first pass', () => {
  const points = pointsOfFlow();
  assert(
    property(integer({ min: 0 }), (seed) => {
      const lives = planned(seed, () => true, points.length);
      expect(lives.map(({ point }) => point).sort()).toEqual([...points].sort());
      expect(Math.max(...lives.map(({ nth }) => nth))).toBeGreaterThan(1);
    }),
  );
});
