import fc from 'fast-check';
import {
  deadLetterMoves,
  isInFlight,
  move,
  type OutboxEvent,
  type OutboxState,
  outboxMoves,
} from '../../../nodes/src/domain/delivery/states.ts';
import { reservationMoves } from '../../../nodes/src/domain/idempotency/reservation.ts';

const tables = { outbox: outboxMoves, 'dead letter': deadLetterMoves, reservation: reservationMoves };

describe.each(Object.entries(tables))('the table of the %s', (_name, table) => {
  test('has one sentence per move', () => {
    for (const row of table) expect(row.because).toMatch(/^[A-Z].{15,}\.$/);
  });
  test('has one answer per state and event', () => {
    const pairs = table.map(({ from, on }) => `${from} ${on}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });
});

const events = [...new Set(outboxMoves.map(({ on }) => on))];
const walk = fc.array(fc.constantFrom(...events), { maxLength: 60 });
const follow = (steps: readonly OutboxEvent[]): { on: OutboxEvent; to: OutboxState }[] => {
  let state: OutboxState = 'ready';
  return steps.flatMap((on) => {
    const to = move(outboxMoves, state, on);
    if (to === undefined) return [];
    state = to;
    return [{ on, to }];
  });
};

test('a message in doubt is not sent blindly until somebody looked or a person decided', () => {
  const ends: readonly OutboxEvent[] = ['absent', 'deliver', 'refuse', 'replay'];
  fc.assert(
    fc.property(walk, (steps) => {
      let inDoubt = false;
      for (const { on, to } of follow(steps)) {
        if (on === 'doubt' || on === 'expire' || on === 'recheck') inDoubt = true;
        if (ends.includes(on)) inDoubt = false;
        if (inDoubt) expect(['verifying', 'looking']).toContain(to);
      }
    }),
  );
});

test('delivered is the end', () => {
  expect(outboxMoves.filter(({ from }) => from === 'delivered')).toEqual([]);
});

test('only a person takes a message out of its grave', () => {
  expect(outboxMoves.filter(({ from }) => from === 'buried').map(({ on }) => on)).toEqual(['replay', 'recheck']);
});

test('from every state a message can still be delivered', () => {
  const states = new Set(outboxMoves.flatMap(({ from, to }) => [from, to]));
  for (const start of states) {
    const reached = new Set<OutboxState>([start]);
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const { from, to } of outboxMoves) if (reached.has(from)) reached.add(to);
    }
    expect(reached).toContain('delivered');
  }
});

test('every message in flight can end in each way its holder may report', () => {
  const states = [...new Set(outboxMoves.map(({ from }) => from))].filter(isInFlight);
  for (const state of states) {
    for (const on of ['deliver', 'postpone', 'absent', 'doubt', 'refuse', 'extend', 'expire'] as const) {
      expect(move(outboxMoves, state, on)).toBeDefined();
    }
  }
});
