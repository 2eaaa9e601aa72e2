import fc from 'fast-check';
import { backoffMs } from '../../../nodes/src/domain/delivery/backoff.ts';

const policy = fc.record({
  baseMs: fc.integer({ min: 1, max: 60_000 }),
  maxMs: fc.integer({ min: 1, max: 86_400_000 }),
});
const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

test('the pause doubles and stops growing at the longest one', () => {
  const pauses = [1, 2, 3, 4, 5].map((tries) => backoffMs(tries, { baseMs: 1_000, maxMs: 6_000 }, 0.999_999));
  expect(pauses).toEqual([1_000, 2_000, 4_000, 6_000, 6_000]);
});

test('half of it is chance, so that lanes do not come back in step', () => {
  expect(backoffMs(3, { baseMs: 1_000, maxMs: 60_000 }, 0)).toBe(2_000);
});

test('it is never longer than the longest, never shorter than half the plain pause, at any number of tries', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), policy, chance, (tries, limits, random) => {
      const pause = backoffMs(tries, limits, random);
      expect(Number.isInteger(pause)).toBe(true);
      expect(pause).toBeLessThanOrEqual(limits.maxMs);
      expect(pause).toBeGreaterThanOrEqual(Math.floor(Math.min(limits.baseMs, limits.maxMs) / 2));
    }),
  );
});

test('more tries never mean a shorter pause', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), policy, chance, (tries, limits, random) => {
      expect(backoffMs(tries + 1, limits, random)).toBeGreaterThanOrEqual(backoffMs(tries, limits, random));
    }),
  );
});
