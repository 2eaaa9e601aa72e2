import fc from 'fast-check';
import { type Attempt, decide, freshProgress, type Progress } from '../../../nodes/src/domain/delivery/decide.ts';
import type { FailureClass } from '../../../nodes/src/domain/failure.ts';
import type { RetryPolicy } from '../../../nodes/src/domain/journal.ts';
import { failureOf } from '../../support/messages.ts';

const HOUR = 3_600_000;
const policy: RetryPolicy = { baseMs: 1_000, maxMs: 60_000, budgetMs: HOUR, waitBudgetMs: 24 * HOUR };
const after = (failureClass: FailureClass, change: Partial<Attempt> = {}) =>
  decide({ progress: freshProgress(0), failure: failureOf(failureClass), nowMs: 0, random: 0.5, ...change }, policy);

test.each(['business', 'data'] as const)('a %s failure is final', (failureClass) => {
  expect(after(failureClass)).toEqual({ kind: 'bury', failure: failureOf(failureClass) });
});

test.each(['transient', 'throttled', 'conflict'] as const)('a %s failure is tried again and counts', (failureClass) => {
  expect(after(failureClass)).toMatchObject({ kind: 'again', aside: false, afterMs: 750, progress: { tries: 1 } });
});

test.each(['authorisation', 'configuration'] as const)(
  'a %s failure waits longest and spends no attempt',
  (failureClass) => {
    const progress = { ...freshProgress(0), tries: 3 };
    expect(after(failureClass, { progress })).toMatchObject({ kind: 'again', afterMs: 60_000, progress: { tries: 3 } });
    expect(after(failureClass, { nowMs: HOUR })).toMatchObject({ kind: 'bury' });
  },
);

test.each(['transient', 'throttled', 'unknown', 'waiting'] as const)(
  'a %s failure that names a pause is not tried before it, and never beyond the budget',
  (failureClass) => {
    const failure = { ...failureOf(failureClass), retryAfterMs: 40_000 };
    expect(after(failureClass, { failure })).toMatchObject({ afterMs: 40_000 });
    expect(after(failureClass, { failure, askedMs: 50_000 })).toMatchObject({ afterMs: 50_000 });
    const patient = { ...failure, retryAfterMs: 100 * HOUR };
    expect(after(failureClass, { failure: patient })).toMatchObject({
      afterMs: failureClass === 'waiting' ? 24 * HOUR : HOUR,
    });
  },
);

test('an unknown end is looked at first', () => {
  expect(after('unknown')).toMatchObject({ kind: 'verify', aside: false, progress: { tries: 1 } });
});

test('a waiting message steps aside, on a budget of its own that starts when it first waits', () => {
  const first = after('waiting', { nowMs: 50 * 60_000 });
  expect(first).toMatchObject({ kind: 'again', aside: true, progress: { waitingSince: 50 * 60_000, tries: 1 } });
  const progress = { ...freshProgress(0), waitingSince: 0, tries: 5 };
  expect(after('waiting', { progress, nowMs: 24 * HOUR - 1 })).toMatchObject({ kind: 'again', afterMs: 1 });
  expect(after('waiting', { progress, nowMs: 24 * HOUR })).toMatchObject({
    kind: 'bury',
    failure: { code: 'test-waiting', reason: 'it is waiting; gave up after 24 h of waiting' },
  });
});

test('time spent waiting is not taken from the budget for trying', () => {
  const progress: Progress = { ...freshProgress(0), waitingSince: 10 * 60_000 };
  const again = after('transient', { progress, nowMs: 20 * HOUR });
  expect(again).toMatchObject({
    kind: 'again',
    progress: { tries: 1, waitingSince: null, waitedMs: 20 * HOUR - 10 * 60_000 },
  });
});

test('the last attempt comes at the end of the budget, not after it', () => {
  const progress = { ...freshProgress(0), tries: 20 };
  expect(after('transient', { progress, nowMs: HOUR - 5_000 })).toMatchObject({ kind: 'again', afterMs: 5_000 });
  expect(after('transient', { progress, nowMs: HOUR })).toMatchObject({ kind: 'bury' });
});

test('a pause the target asked for is kept, within the budget', () => {
  expect(after('throttled', { askedMs: 20_000 })).toMatchObject({ afterMs: 20_000 });
  expect(after('throttled', { askedMs: 2 * HOUR })).toMatchObject({ afterMs: HOUR });
});

const classes: readonly FailureClass[] = [
  'transient',
  'throttled',
  'conflict',
  'waiting',
  'unknown',
  'authorisation',
  'configuration',
];

test('whatever happens, every message is decided within its budgets', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ failureClass: fc.constantFrom(...classes), lateMs: fc.integer({ min: 0, max: HOUR }) }), {
        minLength: 200,
        maxLength: 200,
      }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (failures, random) => {
        const limits = { ...policy, waitBudgetMs: 2 * HOUR };
        let progress = freshProgress(0);
        let nowMs = 0;
        for (const { failureClass, lateMs } of failures) {
          const decision = decide({ progress, failure: failureOf(failureClass), nowMs, random }, limits);
          if (decision.kind === 'bury') return;
          expect(decision.afterMs).toBeGreaterThanOrEqual(0);
          expect(decision.progress.waitedMs).toBeLessThanOrEqual(nowMs);
          progress = decision.progress;
          nowMs += decision.afterMs + lateMs;
        }
        const triedMs =
          nowMs - progress.waitedMs - (progress.waitingSince === null ? 0 : nowMs - progress.waitingSince);
        expect(triedMs).toBeLessThanOrEqual(limits.budgetMs + HOUR);
      },
    ),
    { numRuns: 300 },
  );
});
