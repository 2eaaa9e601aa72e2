import fc from 'fast-check';
import {
  type Breaker,
  type BreakerPolicy,
  breakerEvent,
  breakerMoves,
  breakerPolicy,
  freshBreaker,
  observed,
  woken,
} from '../../../nodes/src/domain/delivery/breaker.ts';
import type { Failure } from '../../../nodes/src/domain/failure.ts';
import { failureOf } from '../../support/messages.ts';

const policy: BreakerPolicy = { threshold: 3, steady: 4, baseMs: 1_000, maxMs: 8_000 };
const at = (nowMs: number) => ({ nowMs, random: 0.999_999 });
const down = failureOf('transient', 'odoo-unreachable');
const fails = (breaker: Breaker, times: number, nowMs = 0): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((one) => observed(one, down, at(nowMs), policy), breaker);

test('has one sentence per move and one answer per state and event', () => {
  for (const row of breakerMoves) expect(row.because).toMatch(/^[A-Z].{15,}\.$/);
  const pairs = breakerMoves.map(({ from, on }) => `${from} ${on}`);
  expect(new Set(pairs).size).toBe(pairs.length);
});

test('opens at the threshold, not before, and keeps the cause', () => {
  expect(fails(freshBreaker, 2).state).toBe('closed');
  expect(fails(freshBreaker, 3)).toMatchObject({ state: 'open', until: 1_000, cause: { code: 'odoo-unreachable' } });
});

test('an answer in between starts the count again', () => {
  const answered = observed(fails(freshBreaker, 2), undefined, at(0), policy);
  expect(fails(answered, 2).state).toBe('closed');
});

test.each([
  ['authorisation', 'odoo-key-refused', 'open'],
  ['configuration', 'odoo-tls', 'open'],
  ['configuration', 'odoo-model-missing', 'closed'],
  ['transient', 'odoo-unreachable', 'closed'],
  ['unknown', 'odoo-answer-lost', 'closed'],
  ['throttled', 'odoo-throttled', 'closed'],
  ['conflict', 'odoo-write-conflict', 'closed'],
  ['business', 'odoo-business-rule', 'closed'],
] as const)('one failure of class %s (%s) leaves it %s', (verdict, code, state) => {
  expect(observed(freshBreaker, failureOf(verdict, code), at(0), policy).state).toBe(state);
});

test('refusals of single messages never open it: a target that refuses is a target that answers', () => {
  const refused = failureOf('business', 'odoo-business-rule');
  const many = Array.from({ length: 100 }).reduce<Breaker>(
    (one) => observed(one, refused, at(0), policy),
    freshBreaker,
  );
  expect(many.state).toBe('closed');
});

test('every failed probe doubles the pause, up to the longest', () => {
  const pauses: number[] = [];
  let breaker = fails(freshBreaker, 3);
  for (let probe = 0; probe < 5; probe += 1) {
    const before = breaker.until;
    breaker = observed(woken(breaker, before), down, at(before), policy);
    pauses.push(breaker.until - before);
  }
  expect(pauses).toEqual([2_000, 4_000, 8_000, 8_000, 8_000]);
});

test('one good probe closes it; the long pauses are forgotten only after steady answers', () => {
  let breaker = fails(freshBreaker, 3);
  breaker = observed(woken(breaker, 1_000), undefined, at(1_000), policy);
  expect(breaker.state).toBe('closed');
  expect(fails(breaker, 3, 5_000).until).toBe(7_000);
  for (let answer = 0; answer < 3; answer += 1) breaker = observed(breaker, undefined, at(1_000), policy);
  expect(fails(breaker, 3, 5_000).until).toBe(6_000);
});

const answers = fc.constantFrom<Failure | undefined>(
  undefined,
  down,
  failureOf('unknown', 'odoo-answer-lost'),
  failureOf('authorisation', 'odoo-key-refused'),
  failureOf('conflict', 'odoo-write-conflict'),
  failureOf('throttled', 'odoo-throttled'),
);
const steps = fc.array(
  fc.oneof(
    fc.record({ answer: answers, random: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
    fc.record({ passMs: fc.nat(200_000) }),
  ),
  { maxLength: 120 },
);

test('whatever happens it is never probed before its time, keeps its bounds, and one answer brings it back', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      let breaker = freshBreaker;
      let nowMs = 0;
      for (const step of taken) {
        const before = breaker;
        if ('passMs' in step) {
          nowMs += step.passMs;
          breaker = woken(breaker, nowMs);
          expect(breaker.state === 'half-open').toBe(
            before.state === 'half-open' || (before.state === 'open' && nowMs >= before.until),
          );
        } else breaker = observed(breaker, step.answer, { nowMs, random: step.random });
        if (before.state !== 'open' && breaker.state === 'open') {
          expect(breaker.until - nowMs).toBeGreaterThanOrEqual(breakerPolicy.baseMs / 2);
          expect(breaker.until - nowMs).toBeLessThanOrEqual(breakerPolicy.maxMs);
        }
        if (breaker.state === 'closed') expect(breaker.failures).toBeLessThan(breakerPolicy.threshold);
        else expect(breaker.cause).toBeDefined();
        const moved = 'answer' in step && breakerEvent(step.answer) === 'succeed';
        if (moved) expect(breaker.state).toBe('closed');
      }
      expect(observed(breaker, undefined, { nowMs, random: 0 }).state).toBe('closed');
    }),
  );
});
