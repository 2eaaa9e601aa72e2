/** What becomes of a leased message once the peer has it, or has it not. */
import type { FailureClass } from '../../nodes/src/domain/failure.ts';
import type { Journal, SettleAnswer, Settlement } from '../../nodes/src/domain/journal.ts';
import { ok } from '../../nodes/src/domain/ports.ts';
import { delivered, keepLease, outcomeOfFailure } from '../../nodes/src/host/delivery.ts';
import { failureOf, posted } from '../support/messages.ts';
import { testClock } from '../support/time.ts';

const token = { queue: 'q', id: 1, attempt: 1, lease: 'l', verify: false };

function journalThat(answer: SettleAnswer) {
  const settlements: Settlement[] = [];
  const settle: Journal['settle'] = async (given, settlement) => {
    expect(given).toEqual(token);
    settlements.push(settlement);
    return ok(answer);
  };
  return { settlements, journal: { settle } as Journal };
}

test('a delivered message leaves with its receipt and without its lease after it was settled; without one at once', async () => {
  const { journal, settlements } = journalThat({ kind: 'settled', state: 'delivered' });
  const message = { event: {}, delivery: token, trail: [] };
  expect(await delivered(message, posted, 'accepted', journal)).toEqual({
    kind: 'pass',
    message: { event: {}, receipt: posted, trail: [] },
    port: 'accepted',
    note: 'posted',
  });
  expect(settlements).toEqual([{ kind: 'delivered', receipt: posted }]);
  expect(await delivered({ event: {}, trail: [] }, posted, 'accepted', journal)).toMatchObject({ kind: 'pass' });
  expect(settlements).toHaveLength(1);
});

test('what the target could not hold stands under the node', async () => {
  const { journal } = journalThat({ kind: 'settled', state: 'delivered' });
  const residual = [
    { material: 'RM-A', value: '0.0002', uom: 'KGM', fate: 'carried' },
    { material: 'RM-B', lot: 'L1', value: '-0.004', uom: 'KGM', fate: 'left' },
    { material: 'RM-C', value: '0.004', uom: 'KGM', fate: 'left' },
  ] as const;
  expect(await delivered({ event: {}, trail: [] }, { ...posted, residual }, 'written', journal)).toMatchObject({
    note: 'posted; 0.0002 KGM of RM-A carried over; 0.004 KGM of RM-B (lot L1) more by rounding; 0.004 KGM of RM-C left out by rounding',
  });
});

test('a lease that somebody else has now ends the message here', async () => {
  const { journal } = journalThat({ kind: 'stale' });
  const outcome = await delivered({ event: {}, delivery: token, trail: [] }, posted, 'accepted', journal);
  expect(outcome).toMatchObject({ kind: 'drop', reason: 'duplicate' });
});

test('a lease is kept while the work lasts, and no longer', async () => {
  const clock = testClock();
  const { journal, settlements } = journalThat({ kind: 'settled', state: 'leased' });
  const stop = keepLease(token, journal, clock);
  await clock.advance(31_000);
  expect(settlements).toEqual([{ kind: 'still-working' }, { kind: 'still-working' }]);
  stop();
  await clock.advance(60_000);
  keepLease(undefined, journal, clock)();
  expect(settlements).toHaveLength(2);
});

test.each<[FailureClass, string]>([
  ['transient', 'retry'],
  ['throttled', 'retry'],
  ['configuration', 'retry'],
  ['unknown', 'unknown'],
  ['data', 'reject'],
  ['business', 'reject'],
])('a failure of the class %s becomes %s', (failureClass, kind) => {
  expect(outcomeOfFailure(failureOf(failureClass))).toMatchObject({ kind });
});
