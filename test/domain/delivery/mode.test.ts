import fc from 'fast-check';
import { type Breaker, freshBreaker } from '../../../nodes/src/domain/delivery/breaker.ts';
import { MODES, type Observations, pausedFailure, standingOf } from '../../../nodes/src/domain/delivery/mode.ts';
import { SWITCHES } from '../../../nodes/src/domain/delivery/switching.ts';
import { failureOf } from '../../support/messages.ts';

const open = (code: string): Breaker => ({
  ...freshBreaker,
  state: 'open',
  until: 5_000,
  cause: failureOf('transient', code),
});
const window = { title: 'month end', fromMs: 0, untilMs: 9_000, ends: '04:00' };
const seen = (change: Partial<Observations> = {}): Observations => ({
  operator: 'automatic',
  breaker: freshBreaker,
  limit: 2,
  ...change,
});

test('when nothing is in the way everything goes', () => {
  expect(standingOf(seen())).toEqual({ mode: 'normal', mayRead: true, mayPost: true, limit: 2 });
});

test.each([
  ['Odoo is down', seen({ breaker: open('odoo-unreachable') }), 'erp-down', false, 5_000],
  ['the network is down', seen({ breaker: open('odoo-network-down') }), 'wan-down', false, 5_000],
  [
    'a probe is under way',
    seen({ breaker: { ...open('odoo-unreachable'), state: 'half-open' } }),
    'erp-down',
    false,
    undefined,
  ],
  ['an operator wants to read only', seen({ operator: 'read-only' }), 'read-only', true, undefined],
  ['an operator wants hands off', seen({ operator: 'manual' }), 'manual', false, undefined],
  ['read-only while Odoo is down', seen({ operator: 'read-only', breaker: open('x') }), 'read-only', false, undefined],
  ['a maintenance window is open', seen({ window }), 'normal', true, 9_000],
  ['Odoo is down in a maintenance window', seen({ window, breaker: open('x') }), 'erp-down', false, 5_000],
] as const)('%s', (_what, observations, mode, mayRead, until) => {
  const standing = standingOf(observations);
  expect(standing).toMatchObject({ mode, mayRead, mayPost: false });
  expect(standing.reason).toMatch(/\w/);
  expect(standing.until).toBe(until);
});

const observations = fc.record({
  operator: fc.constantFrom(...SWITCHES),
  breaker: fc.constantFrom(freshBreaker, open('odoo-unreachable'), open('odoo-network-down')),
  window: fc.constantFrom(undefined, window),
  limit: fc.integer({ min: 1, max: 8 }),
});

test('it posts only in normal mode, never without being able to read, and always says why not', () => {
  fc.assert(
    fc.property(observations, (found) => {
      const standing = standingOf(found);
      expect(MODES).toContain(standing.mode);
      if (standing.mayPost) expect(standing).toMatchObject({ mode: 'normal', mayRead: true });
      expect(standing.reason === undefined).toBe(standing.mayPost);
      if (found.operator !== 'automatic') expect(standing.mode).toBe(found.operator);
    }),
  );
});

test('a person’s decision is told with who, when and why', () => {
  const decided = { by: 'anna', at: '2026-11-22T12:40:09.000Z', reason: 'stocktaking' };
  const said = (operator: Observations['operator']) => standingOf(seen({ operator, decided })).reason;
  expect(said('manual')).toBe('manual: anna, 2026-11-22 12:40Z, stocktaking');
  expect(said('read-only')).toBe('read-only: anna, 2026-11-22 12:40Z, stocktaking');
  expect(said('automatic')).toBeUndefined();
});

test('what is kept back says who ends it', () => {
  const by = (operator: Observations['operator'], change = {}) =>
    pausedFailure(standingOf(seen({ operator, ...change })), 'WH/MO/1').nextStep;
  expect(by('manual')).toContain('operator');
  expect(by('read-only')).toContain('operator');
  expect(by('automatic', { window })).toContain('by itself');
});
