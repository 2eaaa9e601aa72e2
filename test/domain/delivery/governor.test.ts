import fc from 'fast-check';
import { freshGovernor, type Governor, governed, governorPolicy } from '../../../nodes/src/domain/delivery/governor.ts';
import { failureOf } from '../../support/messages.ts';

const policy = governorPolicy(6);
const conflict = failureOf('conflict', 'odoo-write-conflict');
const quick = { what: 'stock.lot.load', tookMs: 20 };
const repeat = (governor: Governor, times: number, call: Parameters<typeof governed>[1], nowMs = 0): Governor =>
  Array.from({ length: times }).reduce<Governor>((one) => governed(one, call, nowMs, policy), governor);

test('begins with one call and adds one after another while answers stay quick', () => {
  expect(freshGovernor.limit).toBe(1);
  expect(repeat(freshGovernor, 8, quick).limit).toBe(2);
  expect(repeat(freshGovernor, 8 + 16, quick).limit).toBe(3);
  expect(repeat(freshGovernor, 10_000, quick).limit).toBe(6);
});

test('a conflict halves it, once per cooling time', () => {
  const full = repeat(freshGovernor, 10_000, quick);
  const hit = governed(full, { ...quick, failure: conflict }, 1_000, policy);
  expect(hit.limit).toBe(3);
  expect(governed(hit, { ...quick, failure: conflict }, 2_000, policy).limit).toBe(3);
  expect(governed(hit, { ...quick, failure: conflict }, 11_000, policy).limit).toBe(1);
});

test.each([
  ['throttled', 'odoo-throttled'],
  ['transient', 'odoo-overloaded'],
] as const)('so does a target that says it has too much to do (%s, %s)', (verdict, code) => {
  const full = repeat(freshGovernor, 10_000, quick);
  expect(governed(full, { ...quick, failure: failureOf(verdict, code) }, 0, policy).limit).toBe(3);
});

test('an answer much slower than this method usually is takes one away; another method may be slow by nature', () => {
  const full = repeat(freshGovernor, 10_000, quick);
  expect(governed(full, { ...quick, tookMs: 900 }, 0, policy).limit).toBe(5);
  expect(governed(full, { what: 'mrp.production.button_mark_done', tookMs: 900 }, 0, policy).limit).toBe(6);
});

test('a target that became slower for good is the new usual after a while', () => {
  const slow = { ...quick, tookMs: 400 };
  let governor = repeat(freshGovernor, 10_000, quick);
  for (let call = 0; call < 400; call += 1) governor = governed(governor, slow, call * 100, policy);
  expect(repeat(governor, 10_000, slow, 1e6).limit).toBe(6);
});

test('a target that is away says nothing about how much it can take', () => {
  const some = repeat(freshGovernor, 30, quick);
  const away = { ...quick, tookMs: 90_000, failure: failureOf('unknown', 'odoo-answer-lost') };
  expect(repeat(some, 50, away)).toEqual(some);
});

test('it stays between one and the most, and its memory is bounded', () => {
  const call = fc.record({
    what: fc.nat(400).map((n) => `m.${n}`),
    tookMs: fc.nat(100_000),
    verdict: fc.constantFrom('ok', 'conflict', 'business', 'unknown'),
    passMs: fc.nat(20_000),
  });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 500 }), (calls) => {
      let governor = freshGovernor;
      let nowMs = 0;
      for (const { verdict, passMs, ...rest } of calls) {
        nowMs += passMs;
        const failure = verdict === 'ok' ? {} : { failure: failureOf(verdict as 'conflict') };
        governor = governed(governor, { ...rest, ...failure }, nowMs, policy);
        expect(governor.limit).toBeGreaterThanOrEqual(1);
        expect(governor.limit).toBeLessThanOrEqual(policy.max);
      }
      expect(Object.keys(governor.usualMs).length).toBeLessThanOrEqual(200);
    }),
  );
});
