import fc from 'fast-check';
import { type Candidate, type LaneView, laneDue, nextOfLane } from '../../../nodes/src/domain/delivery/lanes.ts';

const candidate = (id: number, due: number, priority = 1): Candidate => ({ id, due, priority });

test('a lane with nothing in it has no turn', () => {
  expect(laneDue({})).toBeUndefined();
  expect(nextOfLane({}, 0)).toBeUndefined();
});

test('the oldest message goes first when its pause is over, and blocks its lane until then', () => {
  const view = { head: candidate(1, 100), timed: candidate(2, 50) };
  expect(nextOfLane(view, 99)).toBeUndefined();
  expect(laneDue(view)).toEqual({ due: 100, priority: 1 });
  expect(nextOfLane({ head: candidate(1, 100) }, 100)?.id).toBe(1);
});

test('one that stepped aside goes again at its time, before a head that is ready', () => {
  expect(nextOfLane({ head: candidate(3, 0), timed: candidate(1, 10) }, 10)?.id).toBe(1);
  expect(nextOfLane({ head: candidate(3, 0), timed: candidate(1, 10) }, 9)?.id).toBe(3);
});

test('one that stepped aside goes before its time when something settled and nothing else is there', () => {
  const view = { timed: candidate(1, 1_000, 4), stirred: candidate(1, 1_000, 4) };
  expect(nextOfLane(view, 5)?.id).toBe(1);
  expect(laneDue(view)).toEqual({ due: 0, priority: 4 });
});

test('a lane that is due has a next message, and one that has a next message is due', () => {
  const one = fc.record({ id: fc.nat(9), due: fc.nat(20), priority: fc.nat(4) });
  const views = fc
    .record({
      head: fc.option(one, { nil: undefined }),
      timed: fc.option(one, { nil: undefined }),
      woken: fc.boolean(),
    })
    .map(
      ({ head, timed, woken }): LaneView => ({
        ...(head ? { head } : {}),
        ...(timed ? { timed } : {}),
        ...(timed && woken ? { stirred: timed } : {}),
      }),
    );
  fc.assert(
    fc.property(views, fc.nat(20), (view, nowMs) => {
      const turn = laneDue(view);
      const isDue = turn !== undefined && turn.due <= nowMs;
      expect(nextOfLane(view, nowMs) !== undefined).toBe(isDue);
    }),
  );
});
