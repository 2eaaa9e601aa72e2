/** A nonconformance on its way up: who is told when, and what stops it. */
import {
  acknowledge,
  climb,
  hear,
  type Matter,
  withClock,
} from '../../../../nodes/src/domain/quality/escalation/matter.ts';
import type { Ladder, Step } from '../../../../nodes/src/domain/quality/escalation/policy.ts';

const MINUTE = 60_000;
const steps: readonly Step[] = [
  { role: 'quality-lead', afterMinutes: 0, channel: 'mail' },
  { role: 'shift-leader', afterMinutes: 15, channel: 'webhook' },
  { role: 'planner', afterMinutes: 60, channel: 'mail' },
];
const opened = (nowMs: number, atMs = nowMs, ladder: Ladder = 'major', before?: Matter, order = 0) =>
  hear(before, 'nonconformance NC-1', { kind: 'open', order, atMs, ladder }, {}, nowMs).matter;
const tell = (matter: Matter, nowMs: number): Matter => {
  const found = climb(matter, steps, nowMs);
  if (!found) throw new Error('no step is due');
  return found.matter;
};

test('a ladder whose first step waits for nothing tells at once, the next when that one had its time', () => {
  const matter = opened(0);
  expect(climb(matter, steps, 0)).toMatchObject({ number: 1, step: { role: 'quality-lead' }, dueMs: 0 });
  const told = tell(matter, 0);
  expect(climb(told, steps, 15 * MINUTE - 1)).toBeUndefined();
  expect(climb(told, steps, 15 * MINUTE)).toMatchObject({ number: 2, step: { role: 'shift-leader' } });
});

test('after a standstill of a day one step is told, and the next waits all its time', () => {
  const told = tell(opened(0), 0);
  const day = 24 * 60 * MINUTE;
  const later = tell(told, day);
  expect(later.told).toBe(2);
  expect(climb(later, steps, day + 59 * MINUTE)).toBeUndefined();
  expect(climb(later, steps, day + 60 * MINUTE)?.number).toBe(3);
});

test('above the last step nothing is told', () => {
  const top = tell(tell(tell(opened(0), 0), 15 * MINUTE), 75 * MINUTE);
  expect(climb(top, steps, 9e9)).toBeUndefined();
});

test('what is told late has waited already; what is said to happen tomorrow waits from now', () => {
  const wait: readonly Step[] = [{ role: 'quality-lead', afterMinutes: 30, channel: 'mail' }];
  const now = 100 * MINUTE;
  expect(climb(opened(now, now - 40 * MINUTE), wait, now)?.number).toBe(1);
  expect(climb(opened(now, now + 600 * MINUTE), wait, now + 30 * MINUTE)?.number).toBe(1);
});

test('acknowledged by a person it stays quiet with every revision, and climbs anew when it becomes more severe', () => {
  const known = acknowledge(tell(opened(0), 0), MINUTE);
  expect(known.phase).toBe('acknowledged');
  const revised = opened(2 * MINUTE, 0, 'major', known, 1);
  expect(climb(revised, steps, 9e9)).toBeUndefined();
  const milder = opened(2 * MINUTE, 0, 'minor', revised, 2);
  expect(milder).toMatchObject({ phase: 'acknowledged', ladder: 'major' });
  const worse = opened(3 * MINUTE, 0, 'critical', milder, 3);
  expect(worse).toMatchObject({ phase: 'open', ladder: 'critical', told: 0, climb: 1, sinceMs: 3 * MINUTE });
});

test('contained is an answer, closed an end; opened again it climbs anew', () => {
  const contained = hear(opened(0), 's', { kind: 'acknowledged', order: 1 }, {}, 0).matter;
  expect(contained.phase).toBe('acknowledged');
  const closed = hear(contained, 's', { kind: 'closed', order: 2 }, {}, 0).matter;
  expect(closed.phase).toBe('closed');
  expect(acknowledge(closed, 5)).toBe(closed);
  expect(opened(MINUTE, 0, 'major', closed, 1)).toBe(closed);
  expect(opened(MINUTE, 0, 'major', closed, 3)).toMatchObject({ phase: 'open', told: 0, climb: 1 });
});

test('a release that overtakes its hold keeps the hold quiet', () => {
  const released = hear(undefined, 'hold H', { kind: 'closed', order: 2_000 }, {}, 0).matter;
  const held = hear(released, 'hold H', { kind: 'open', order: 1_000, atMs: 0, ladder: 'hold' }, {}, 1);
  expect(held.verdict).toBe('old');
  expect(climb(held.matter, steps, 9e9)).toBeUndefined();
});

test('a clock that is put back makes the wait begin again, so that it ends at all', () => {
  const told = tell(opened(100 * MINUTE), 100 * MINUTE);
  const back = withClock(told, 40 * MINUTE);
  expect(climb(back, steps, 54 * MINUTE)).toBeUndefined();
  expect(climb(back, steps, 55 * MINUTE)?.number).toBe(2);
  expect(withClock(told, 101 * MINUTE)).toBe(told);
});
