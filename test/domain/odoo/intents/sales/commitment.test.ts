/** A promised day is in danger when the goods cannot leave on it; people have one task about it, with the last word. */
import fc from 'fast-check';
import {
  type Risk,
  riskOf,
  stepFor,
  type Told,
} from '../../../../../nodes/src/domain/odoo/intents/sales/commitment.ts';
import { plusDays } from '../../../../../nodes/src/domain/odoo/intents/sales/promise.ts';

const PROMISED = '2026-12-24';

test.each([
  ['made in time', '2026-12-22', { leadDays: 2, toleranceDays: 0 }, { kind: 'safe' }],
  ['made too late to leave', '2026-12-23', { leadDays: 2, toleranceDays: 0 }, { kind: 'late', on: '2026-12-25' }],
  ['late within what is tolerated', '2026-12-23', { leadDays: 2, toleranceDays: 1 }, { kind: 'safe' }],
  ['nobody knows when', undefined, { leadDays: 0, toleranceDays: 9 }, { kind: 'open' }],
])('%s', (_what, made, policy, expected) => {
  expect(riskOf(made, PROMISED, policy)).toEqual(expected);
});

const some = fc.integer({ min: 0, max: 20 });

test('a later end is never safer, and more tolerance never riskier', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -40, max: 40 }),
      some,
      some,
      some,
      some,
      (days, more, leadDays, toleranceDays, extra) => {
        const at = (later: number, tolerance: number) =>
          riskOf(plusDays(PROMISED, days + later), PROMISED, { leadDays, toleranceDays: tolerance }).kind;
        if (at(0, toleranceDays) === 'late') expect(at(more, toleranceDays)).toBe('late');
        if (at(0, toleranceDays) === 'safe') expect(at(0, toleranceDays + extra)).toBe('safe');
      },
    ),
  );
});

const risk: fc.Arbitrary<Risk> = fc.oneof(
  fc.constant<Risk>({ kind: 'safe' }),
  fc.constant<Risk>({ kind: 'open' }),
  fc.integer({ min: 1, max: 3 }).map((days): Risk => ({ kind: 'late', on: plusDays(PROMISED, days) })),
);

test('whatever happens, at most one task is open, it says the last word, and nothing is said twice in a row', () => {
  fc.assert(
    fc.property(fc.array(risk, { maxLength: 20 }), (story) => {
      let told: Told | undefined;
      const open = new Map<number, string>();
      for (const one of story) {
        const step = stepFor(one, told);
        if (step.kind === 'withdraw') open.delete(step.next.nr);
        if (step.kind === 'tell') {
          if (step.former) open.delete(step.former.nr);
          expect(open.has(step.next.nr)).toBe(false);
          open.set(step.next.nr, step.next.day);
        }
        if (step.kind !== 'nothing') told = step.next;
        expect([...open.values()]).toEqual(one.kind === 'safe' ? [] : [one.kind === 'late' ? one.on : '']);
        expect(stepFor(one, told)).toEqual({ kind: 'nothing' });
      }
    }),
  );
});
