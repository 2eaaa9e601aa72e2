import fc from 'fast-check';
import { drawOne, fullBucket } from '../../../nodes/src/domain/delivery/token-bucket.ts';

const rate = { perMinute: 60, burst: 5 };

test('what comes at once is bounded, then one per second', () => {
  let bucket = fullBucket(rate, 0);
  const draw = (nowMs: number): number => {
    const drawn = drawOne(bucket, rate, nowMs);
    bucket = drawn.bucket;
    return drawn.waitMs;
  };
  expect([0, 0, 0, 0, 0, 0].map(draw)).toEqual([0, 0, 0, 0, 0, 1_000]);
  expect(draw(999)).toBe(1);
  expect(draw(1_000)).toBe(0);
});

test('never more than the burst and the rate allow, however requests and clock behave', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000, max: 3_000 }), { maxLength: 200 }), (steps) => {
      let [bucket, nowMs, passed, forwardMs] = [fullBucket(rate, 0), 0, 0, 0];
      for (const step of steps) {
        nowMs += step;
        forwardMs += Math.max(0, step);
        const drawn = drawOne(bucket, rate, nowMs);
        bucket = drawn.bucket;
        if (drawn.waitMs === 0) passed += 1;
      }
      expect(passed).toBeLessThanOrEqual(rate.burst + forwardMs / 1_000);
    }),
  );
});
