import fc from 'fast-check';
import { move } from '../../../nodes/src/domain/delivery/states.ts';
import {
  judgeReservation,
  type ReservationState,
  reservationMoves,
} from '../../../nodes/src/domain/idempotency/reservation.ts';

const states = ['reserved', 'committed', 'applied', 'refused', 'unknown'] as const;

test('an unknown key is granted', () => {
  expect(judgeReservation(undefined, 'f', 0)).toBe('grant');
});

test.each([
  ['reserved', 'f', 9, 'in-flight'],
  ['reserved', 'other', 9, 'in-flight'],
  ['reserved', 'f', 10, 'grant'],
  ['committed', 'f', 9, 'duplicate'],
  ['committed', 'f', 10_000, 'duplicate'],
  ['committed', 'other', 10_000, 'conflict'],
  ['applied', 'f', 9, 'duplicate'],
  ['applied', 'other', 9, 'conflict'],
  ['applied', 'other', 10, 'grant'],
  ['refused', 'f', 9, 'duplicate'],
  ['unknown', 'f', 9, 'duplicate'],
] as const)('a key that is %s, asked with %s at %i, is answered %s', (state, fingerprint, now, verdict) => {
  expect(judgeReservation({ state, fingerprint: 'f', until: 10 }, fingerprint, now)).toBe(verdict);
});

test('a key whose message is queued is never granted again, however old it is', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.string(), (until, now, fingerprint) => {
      expect(judgeReservation({ state: 'committed', fingerprint: 'f', until }, fingerprint, now)).not.toBe('grant');
    }),
  );
});

test('a key is granted only where the table knows a way to be reserved', () => {
  fc.assert(
    fc.property(fc.constantFrom(...states), fc.nat(20), fc.nat(20), (state, until, now) => {
      if (judgeReservation({ state, fingerprint: 'f', until }, 'f', now) !== 'grant') return;
      const freed: ReservationState | undefined =
        state === 'reserved' ? state : move(reservationMoves, state, 'forget');
      const on = state === 'reserved' ? 'takeover' : 'reserve';
      expect(freed && move(reservationMoves, freed, on)).toBe('reserved');
    }),
  );
});

test('what was applied is never posted again: no way leads from applied but forgetting', () => {
  expect(reservationMoves.filter(({ from }) => from === 'applied').map(({ on }) => on)).toEqual(['forget']);
});
