import fc from 'fast-check';
import { move } from '../../../nodes/src/domain/delivery/states.ts';
import {
  judgeReservation,
  type ReservationEvent,
  type ReservationRow,
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

/** One key, three messages that want it, and everything that may happen to them in any order. */
const happenings = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('ask' as const), who: fc.nat(2), data: fc.nat(1) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('commit' as const), who: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'bury' as const), who: fc.nat(2) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('apply' as const, 'refuse' as const, 'doubt' as const) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('replay' as const, 'resubmit' as const) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 400 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  ),
  { minLength: 10, maxLength: 120, size: 'max' },
);
type Happening = (typeof happenings extends fc.Arbitrary<infer T> ? T : never)[number];

const LEASE_MS = 100;
const RETENTION_MS = 1_000;

/** A key's row as the journal keeps it, moved by the table alone. */
class Key {
  row: ReservationRow | undefined;
  holder: number | undefined;
  private readonly leases = [0, 0, 0];
  private serial = 0;
  readonly moves = new Set<string>();
  /** Messages stored under the key since it was last free, and effects in the target. */
  stored = 0;
  applied = 0;

  go(on: ReservationEvent, change: Partial<ReservationRow> = {}): boolean {
    const from = this.row?.state ?? 'free';
    const to = move(reservationMoves, from, on);
    if (to === undefined) return false;
    this.moves.add(`${from} ${on}`);
    if (to === 'free') [this.row, this.stored, this.applied] = [undefined, 0, 0];
    else this.row = { fingerprint: '0', until: 0, ...this.row, ...change, state: to };
    return true;
  }

  ask(who: number, fingerprint: string, nowMs: number): void {
    const verdict = judgeReservation(this.row, fingerprint, nowMs);
    if (verdict !== 'grant') return;
    if (this.row && this.row.state !== 'reserved') expect(this.go('forget')).toBe(true);
    const on = this.row ? 'takeover' : 'reserve';
    expect(this.go(on, { fingerprint, until: nowMs + LEASE_MS })).toBe(true);
    this.serial += 1;
    this.holder = this.serial;
    this.leases[who] = this.serial;
  }

  holds(who: number): boolean {
    return this.row?.state === 'reserved' && this.leases[who] === this.holder;
  }

  step(one: Happening, nowMs: number): void {
    const until = nowMs + RETENTION_MS;
    switch (one.do) {
      case 'ask':
        this.ask(one.who, String(one.data), nowMs);
        return;
      case 'commit':
        if (this.holds(one.who) && this.go('commit')) this.stored += 1;
        return;
      case 'bury':
        if (this.holds(one.who)) this.go('refuse', { until });
        return;
      case 'release':
        if (this.holds(one.who)) this.go('release');
        return;
      case 'apply':
        if (this.go('apply', { until })) this.applied += 1;
        return;
      case 'refuse':
        if (this.row?.state === 'committed') this.go('refuse', { until });
        return;
      case 'crash':
        if (this.row?.state === 'reserved') this.row = { ...this.row, until: nowMs };
        return;
      case 'pass':
        return;
      default:
        this.go(one.do, { until });
    }
  }
}

test('whoever asks, crashes or comes late: one message under a key, one effect, and never two holders', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(happenings, (steps) => {
      const key = new Key();
      let nowMs = 0;
      for (const one of steps) {
        nowMs += one.do === 'pass' ? one.ms : 1;
        const before = key.row;
        key.step(one, nowMs);
        expect([0, 1, 2].filter((who) => key.holds(who)).length).toBeLessThanOrEqual(1);
        expect(key.stored).toBeLessThanOrEqual(1);
        expect(key.applied).toBeLessThanOrEqual(1);
        if (before?.state === 'applied' && key.row?.state !== 'applied')
          expect(nowMs).toBeGreaterThanOrEqual(before.until);
      }
      for (const name of key.moves) seen.add(name);
      // Wherever it stands, a message may have the key again once leases, deliveries and retention are over.
      key.step({ do: 'apply' }, nowMs);
      key.ask(0, 'fresh', nowMs + RETENTION_MS + LEASE_MS + 1);
      expect(key.holds(0)).toBe(true);
    }),
    { numRuns: 600 },
  );
  expect([...seen].sort()).toEqual(reservationMoves.map(({ from, on }) => `${from} ${on}`).sort());
});
