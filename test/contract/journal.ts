/** The promises of the Journal port. Every implementation runs this suite unchanged. */
import type { EnqueueRequest, Journal, Leased, QueueOptions } from '../../nodes/src/domain/journal.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import { factIn, factOf } from '../../nodes/src/domain/odoo/facts.ts';
import type { OrderIntent } from '../../nodes/src/domain/odoo/order-intent.ts';
import type { Clock, Ids, Result } from '../../nodes/src/domain/ports.ts';
import { failureOf, orderMessage, posted, queueOptions } from '../support/messages.ts';
import { type TestClock, testClock, until } from '../support/time.ts';

export interface OpenedJournal {
  readonly journal: Journal;
  /** Closes the journal and opens the same store again, as a new process would. */
  reopen(): Promise<Journal>;
  dispose(): Promise<void>;
}

export type OpenJournal = (time: { readonly clock: Clock; readonly ids: Ids }) => Promise<OpenedJournal>;

export const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.reason}`);
  return result.value;
};

const LANE = 'MUC1:or:MO-1';
const HOUR = 3_600_000;
const RESERVE = { fingerprint: 'data-1', leaseMs: 10_000, retentionMs: 400 * 24 * HOUR };

export function journalContract(open: OpenJournal): void {
  let clock: TestClock;
  let opened: OpenedJournal;
  let journal: Journal;
  let random: number;

  beforeEach(async () => {
    clock = testClock();
    random = 0.5;
    let uuids = 0;
    const ids: Ids = {
      uuid: () => `00000000-0000-0000-0000-${String(++uuids).padStart(12, '0')}`,
      random: () => random,
    };
    opened = await open({ clock, ids });
    journal = opened.journal;
    value(await journal.openQueue(queueOptions()));
  });
  afterEach(() => opened.dispose());

  const openQueue = async (change: Partial<QueueOptions>) => value(await journal.openQueue(queueOptions(change)));
  const reserve = async (key: string, fingerprint = 'data-1') =>
    value(await journal.reserve({ ...RESERVE, key, fingerprint }));
  const reserved = async (message: Message, key: string): Promise<Message> => {
    const answer = await reserve(key);
    if (answer.kind !== 'reserved') throw new Error(`expected a reservation, got ${answer.kind}`);
    return { ...message, reservation: answer.token };
  };
  const request = (message: Message, change: Partial<EnqueueRequest> = {}): EnqueueRequest => ({
    queue: 'bookings',
    lane: LANE,
    priority: 1,
    message,
    ...factIn(message.intent),
    ...change,
  });
  const enqueue = async (name: string, change: Partial<EnqueueRequest> = {}): Promise<Message> => {
    const message = await reserved(orderMessage(name, change.lane ?? LANE), `k1.${name}`);
    value(await journal.enqueue(request(message, change)));
    return message;
  };
  const lease = async (max = 10): Promise<readonly Leased[]> => value(await journal.lease('bookings', max));
  const leaseOne = async (): Promise<Leased> => {
    const [first] = await lease(1);
    if (first === undefined) throw new Error('nothing to lease');
    return first;
  };
  const names = (leased: readonly Leased[]): string[] =>
    leased.map(({ message }) => (message.event as { id: string }).id.slice(2));
  const fail = async (leased: Leased, failureClass: Parameters<typeof failureOf>[0]) =>
    value(await journal.settle(leased.token, { kind: 'failed', failure: failureOf(failureClass) }));
  const deliver = async (leased: Leased) =>
    value(await journal.settle(leased.token, { kind: 'delivered', receipt: posted }));
  const refuse = async (leased: Leased) =>
    value(await journal.settle(leased.token, { kind: 'refused', failure: failureOf('business') }));

  describe('a reservation', () => {
    test('is given once; a second request is told to wait for the rest of the lease', async () => {
      expect((await reserve('k1.a')).kind).toBe('reserved');
      await clock.advance(4_000);
      expect(await reserve('k1.a')).toEqual({ kind: 'in-flight', retryAfterMs: 6_000 });
    });

    test('whose lease ran out goes to the next, and the first holder cannot use it any more', async () => {
      const slow = await reserved(orderMessage('a'), 'k1.a');
      await clock.advance(10_000);
      expect((await reserve('k1.a')).kind).toBe('reserved');
      const late = await journal.enqueue(request(slow));
      expect(late).toMatchObject({ ok: false, failure: { code: 'reservation-lost' } });
      expect(await lease()).toEqual([]);
    });

    test('that is late but nobody else wanted is still good', async () => {
      const slow = await reserved(orderMessage('a'), 'k1.a');
      await clock.advance(20_000);
      expect((await journal.enqueue(request(slow))).ok).toBe(true);
    });

    test('that is released is free at once', async () => {
      const message = await reserved(orderMessage('a'), 'k1.a');
      if (message.reservation) value(await journal.release(message.reservation));
      expect((await reserve('k1.a')).kind).toBe('reserved');
    });

    test('is a duplicate from the commit on, with the outcome and its receipt', async () => {
      await enqueue('a');
      expect(await reserve('k1.a')).toMatchObject({ kind: 'duplicate', state: 'committed' });
      await deliver(await leaseOne());
      expect(await reserve('k1.a')).toMatchObject({
        kind: 'duplicate',
        state: 'applied',
        receipt: posted,
        firstSeen: '2026-11-20T08:00:00.000Z',
      });
    });

    test('with other data under a committed key is a conflict', async () => {
      await enqueue('a');
      expect(await reserve('k1.a', 'data-2')).toEqual({ kind: 'conflict', firstSeen: '2026-11-20T08:00:00.000Z' });
    });

    test('is forgotten after its retention, counted from its end', async () => {
      await enqueue('a');
      await deliver(await leaseOne());
      await clock.advance(RESERVE.retentionMs - 1);
      expect((await reserve('k1.a')).kind).toBe('duplicate');
      await clock.advance(1);
      expect((await reserve('k1.a')).kind).toBe('reserved');
    });

    test('is recalled without being taken: free, on its way, queued, posted, or another message', async () => {
      const recall = async (fingerprint = 'data-1') => value(await journal.recall('k1.a', fingerprint));
      expect(await recall()).toEqual({ kind: 'free' });
      expect(await recall()).toEqual({ kind: 'free' });
      const message = await reserved(orderMessage('a'), 'k1.a');
      expect(await recall()).toEqual({ kind: 'in-flight', retryAfterMs: 10_000 });
      value(await journal.enqueue(request(message)));
      expect(await recall()).toMatchObject({ kind: 'duplicate', state: 'committed' });
      expect(await recall('data-2')).toEqual({ kind: 'conflict', firstSeen: '2026-11-20T08:00:00.000Z' });
      await deliver(await leaseOne());
      expect(await recall()).toMatchObject({ kind: 'duplicate', state: 'applied', receipt: posted });
    });

    test('of a process that is gone does not make the next one wait', async () => {
      await reserve('k1.a');
      journal = await opened.reopen();
      expect((await reserve('k1.a')).kind).toBe('reserved');
    });
  });

  describe('enqueue', () => {
    test('stores message, fact and key and takes the source event, all together', async () => {
      const event = orderMessage('a');
      value(
        await journal.recordStep({
          owner: 'counter',
          counters: [],
          events: [{ eventId: 'e-a', message: event }],
          segments: [],
        }),
      );
      expect(value(await journal.orderLedger(LANE))).toMatchObject({ facts: [], untaken: 1 });
      await enqueue('a');
      const ledger = value(await journal.orderLedger(LANE));
      expect(ledger.untaken).toBe(0);
      expect(ledger.facts).toEqual([{ ...factOf(event.intent as never), seq: expect.any(Number), state: 'queued' }]);
      expect(value(await journal.untaken('counter', 10))).toEqual([]);
    });

    test('refuses a second fact under the same key, and then stores nothing of it', async () => {
      value(await journal.enqueue(request(orderMessage('a'))));
      const message = await reserved(orderMessage('a'), 'k1.other');
      const second = await journal.enqueue(request(message));
      expect(second).toMatchObject({ ok: false, failure: { code: 'fact-exists' } });
      expect(names(await lease())).toEqual(['a']);
      if (message.reservation) value(await journal.release(message.reservation));
      expect((await reserve('k1.other')).kind).toBe('reserved');
    });

    test('of the same reservation twice stores one message and answers with it again', async () => {
      const message = await reserved(orderMessage('a'), 'k1.a');
      const first = value(await journal.enqueue(request(message)));
      expect(value(await journal.enqueue(request(message)))).toEqual(first);
      expect(names(await lease())).toEqual(['a']);
    });

    test('into a queue nobody opened fails', async () => {
      const answer = await journal.enqueue(request(orderMessage('a'), { queue: 'nowhere' }));
      expect(answer).toMatchObject({ ok: false, failure: { code: 'queue-missing' } });
    });

    test('keeps a message as it was, without the tokens of its passage', async () => {
      const message = await enqueue('a');
      const { reservation: _reservation, ...kept } = message;
      const leased = await leaseOne();
      expect(leased.message).toEqual({ ...kept, delivery: leased.token });
    });
  });

  describe('a lane', () => {
    test('keeps order and has one message in flight', async () => {
      for (const name of ['a', 'b', 'c']) await enqueue(name);
      const first = await lease();
      expect(names(first)).toEqual(['a']);
      expect(await lease()).toEqual([]);
      await deliver(first[0] as Leased);
      expect(names(await lease())).toEqual(['b']);
    });

    test('does not wait for another lane', async () => {
      await enqueue('a', { lane: 'or:1' });
      await enqueue('b', { lane: 'or:2' });
      expect(names(await lease())).toEqual(['a', 'b']);
    });

    test('of higher priority goes first, then the one whose message is older', async () => {
      await enqueue('summary', { lane: 'or:1', priority: 4 });
      await enqueue('booking', { lane: 'or:2', priority: 1 });
      await clock.advance(10);
      await enqueue('later', { lane: 'or:3', priority: 1 });
      await enqueue('hold', { lane: 'or:4', priority: 0 });
      expect(names(await lease())).toEqual(['hold', 'booking', 'later', 'summary']);
    });

    test('is blocked by a head that is put off, until its pause is over', async () => {
      await enqueue('a');
      await enqueue('b');
      expect(await fail(await leaseOne(), 'transient')).toEqual({ kind: 'settled', state: 'ready' });
      expect(await lease()).toEqual([]);
      await clock.advance(750);
      expect(names(await lease())).toEqual(['a']);
    });

    test('goes on past a message that waits for something else', async () => {
      await enqueue('a');
      await enqueue('b');
      await fail(await leaseOne(), 'waiting');
      expect(names(await lease())).toEqual(['b']);
    });

    test('tries a waiting message again as soon as another one of it settled', async () => {
      await enqueue('a');
      await enqueue('b');
      await fail(await leaseOne(), 'waiting');
      await deliver(await leaseOne());
      expect(names(await lease())).toEqual(['a']);
    });

    test('tries a waiting message once per settlement, not again and again', async () => {
      for (const name of ['a', 'b']) await enqueue(name);
      await fail(await leaseOne(), 'waiting');
      await deliver(await leaseOne());
      await fail(await leaseOne(), 'waiting');
      expect(await lease()).toEqual([]);
    });

    test('does not let a stream of new messages starve one that waits', async () => {
      await enqueue('a');
      await enqueue('b');
      await enqueue('c');
      await fail(await leaseOne(), 'waiting');
      await clock.advance(1_000);
      expect(names(await lease())).toEqual(['a']);
    });

    test('tries a waiting message again when a counter segment of its order closed', async () => {
      await enqueue('a');
      await fail(await leaseOne(), 'waiting');
      expect(await lease()).toEqual([]);
      const segment = { partition: LANE, tag: 'Scrap', closedAt: '2026-11-20T09:00:00.000Z' };
      value(await journal.recordStep({ owner: 'counter', counters: [], events: [], segments: [segment] }));
      expect(names(await lease())).toEqual(['a']);
      expect(value(await journal.orderLedger(LANE)).closedTags).toEqual(['Scrap']);
    });

    test('is held by its buried head until a person decides', async () => {
      await enqueue('a');
      await enqueue('b');
      const buried = await refuse(await leaseOne());
      expect(buried).toMatchObject({ state: 'buried' });
      expect(await lease()).toEqual([]);
      await clock.advance(24 * HOUR);
      expect(await lease()).toEqual([]);
      value(await journal.discard((buried as { deadLetterId: number }).deadLetterId, 'counted by hand'));
      expect(names(await lease())).toEqual(['b']);
    });

    test('goes on after a buried head where the queue says so', async () => {
      await openQueue({ holdLaneOnBury: false });
      await enqueue('a');
      await enqueue('b');
      await refuse(await leaseOne());
      expect(names(await lease())).toEqual(['b']);
    });
  });

  describe('what is handed on', () => {
    const handing = (leased: Leased) => {
      const message = { event: { id: 'e-a-claim' }, receipt: posted, intake: 'h-1', trail: [] };
      const handOn = { owner: 'write', eventId: 'h-1', message };
      return journal.settle(leased.token, { kind: 'delivered', receipt: posted, handOn });
    };

    test('is stored with the settlement, over a new process, with its receipt, until a queue has it', async () => {
      await enqueue('a');
      value(await handing(await leaseOne()));
      journal = await opened.reopen();
      value(await journal.openQueue(queueOptions({ queue: 'claims' })));
      const [event] = value(await journal.untaken('write', 10));
      expect(event).toEqual({
        eventId: 'h-1',
        message: { event: { id: 'e-a-claim' }, receipt: posted, intake: 'h-1', trail: [] },
      });
      value(await journal.enqueue({ ...request(event?.message as Message), queue: 'claims' }));
      expect(value(await journal.untaken('write', 10))).toEqual([]);
    });

    test('keeps no order waiting', async () => {
      await enqueue('a');
      value(await handing(await leaseOne()));
      expect(value(await journal.orderLedger(LANE)).untaken).toBe(0);
    });

    test('is nothing when the lease was somebody else’s', async () => {
      await enqueue('a');
      const slow = await leaseOne();
      await clock.advance(30_000);
      await leaseOne();
      expect(value(await handing(slow))).toEqual({ kind: 'stale' });
      expect(value(await journal.untaken('write', 10))).toEqual([]);
    });
  });

  describe('a lease', () => {
    test('belongs to its holder alone: a stale one changes nothing', async () => {
      await enqueue('a');
      const slow = await leaseOne();
      await clock.advance(30_000);
      const second = await leaseOne();
      expect(second.token).toMatchObject({ id: slow.token.id, attempt: 2, verify: true });
      expect(await deliver(slow)).toEqual({ kind: 'stale' });
      expect(value(await journal.orderLedger(LANE)).facts[0]?.state).toBe('queued');
      expect(await deliver(second)).toEqual({ kind: 'settled', state: 'delivered' });
      expect(await deliver(second)).toEqual({ kind: 'stale' });
    });

    test('that ran out counts until somebody else has the message', async () => {
      await enqueue('a');
      const slow = await leaseOne();
      await clock.advance(40_000);
      expect(await deliver(slow)).toEqual({ kind: 'settled', state: 'delivered' });
    });

    test('is prolonged by who is still working', async () => {
      await enqueue('a');
      const slow = await leaseOne();
      await clock.advance(20_000);
      expect(value(await journal.settle(slow.token, { kind: 'still-working' }))).toEqual({
        kind: 'settled',
        state: 'leased',
      });
      await clock.advance(20_000);
      expect(await lease()).toEqual([]);
      expect(await deliver(slow)).toMatchObject({ kind: 'settled' });
    });

    test('of a process that is gone leaves the message in doubt, and the next holder is told to look', async () => {
      await enqueue('a');
      await enqueue('b');
      const lost = await leaseOne();
      journal = await opened.reopen();
      const [again] = await lease();
      expect(again?.token).toMatchObject({ id: lost.token.id, verify: true });
      expect(await deliver(lost)).toEqual({ kind: 'stale' });
    });

    test('is not given beyond what the queue allows in flight', async () => {
      await openQueue({ concurrency: 2 });
      for (const name of ['a', 'b', 'c']) await enqueue(name, { lane: `or:${name}` });
      const first = await lease();
      expect(names(first)).toEqual(['a', 'b']);
      await deliver(first[0] as Leased);
      expect(names(await lease())).toEqual(['c']);
    });
  });

  describe('a failed attempt', () => {
    test('is tried again with growing pauses, up to the longest', async () => {
      await enqueue('a');
      let leased = await leaseOne();
      const pauses: number[] = [];
      for (let attempt = 1; attempt <= 8; attempt += 1) {
        await fail(leased, 'transient');
        const from = clock.now();
        for (let [next] = await lease(1); ; [next] = await lease(1)) {
          if (next) leased = next;
          if (next || clock.now() - from > HOUR) break;
          await clock.advance(250);
        }
        pauses.push(clock.now() - from);
      }
      expect(pauses).toEqual([750, 1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000]);
    });

    test('waits as long as the target asked for', async () => {
      await enqueue('a');
      const { token } = await leaseOne();
      value(await journal.settle(token, { kind: 'failed', failure: failureOf('throttled'), afterMs: 20_000 }));
      await clock.advance(19_999);
      expect(await lease()).toEqual([]);
      await clock.advance(1);
      expect(names(await lease())).toEqual(['a']);
    });

    test('is final for data and business failures', async () => {
      await enqueue('a', { lane: 'or:1' });
      await enqueue('b', { lane: 'or:2' });
      for (const leased of await lease()) expect(await fail(leased, 'data')).toMatchObject({ state: 'buried' });
      expect((await journal.stats()).deadLetters.open).toBe(2);
    });

    test('is buried when the time budget is spent, with how long it was tried', async () => {
      await enqueue('a');
      await fail(await leaseOne(), 'transient');
      await clock.advance(HOUR);
      expect(await fail(await leaseOne(), 'transient')).toMatchObject({ state: 'buried' });
      const [letter] = value(await journal.deadLetters());
      expect(letter?.failure.reason).toBe('it is transient; gave up after 1 h of trying');
    });

    test('that only waits has a budget of its own', async () => {
      await enqueue('a');
      await fail(await leaseOne(), 'waiting');
      await clock.advance(2 * HOUR);
      expect(await fail(await leaseOne(), 'waiting')).toMatchObject({ state: 'ready' });
      expect(await fail(await leaseAfter(HOUR), 'transient')).toMatchObject({ state: 'ready' });
      expect(await fail(await leaseAfter(HOUR), 'waiting')).toMatchObject({ state: 'ready' });
      expect(await fail(await leaseAfter(24 * HOUR), 'waiting')).toMatchObject({ state: 'buried' });
    });

    const leaseAfter = async (ms: number): Promise<Leased> => {
      await clock.advance(ms);
      return leaseOne();
    };
  });

  describe('a message in doubt', () => {
    const doubt = async (leased: Leased) =>
      value(await journal.settle(leased.token, { kind: 'unknown', failure: failureOf('transient') }));

    test('blocks its lane and goes out again with the order to look first', async () => {
      await enqueue('a');
      await enqueue('b');
      expect(await doubt(await leaseOne())).toEqual({ kind: 'settled', state: 'verifying' });
      expect((await journal.stats()).outbox).toMatchObject({ verifying: 1, ready: 1 });
      await clock.advance(1_000);
      expect(await leaseOne()).toMatchObject({ token: { verify: true, attempt: 2 } });
    });

    test('stays in doubt while looking fails', async () => {
      await enqueue('a');
      await doubt(await leaseOne());
      await clock.advance(1_000);
      expect(await fail(await leaseOne(), 'transient')).toEqual({ kind: 'settled', state: 'verifying' });
    });

    test('is ready again once the target surely does not have it', async () => {
      await enqueue('a');
      await doubt(await leaseOne());
      await clock.advance(1_000);
      const { token } = await leaseOne();
      const absent = { kind: 'failed', failure: failureOf('transient'), absent: true } as const;
      expect(value(await journal.settle(token, absent))).toEqual({ kind: 'settled', state: 'ready' });
      await clock.advance(2_000);
      expect((await leaseOne()).token.verify).toBe(false);
    });

    test('that outlives its budget is buried as unknown, and replayed to look first', async () => {
      await enqueue('a');
      await doubt(await leaseOne());
      await clock.advance(HOUR);
      const answer = await fail(await leaseOne(), 'transient');
      expect(answer).toMatchObject({ state: 'buried' });
      expect(await reserve('k1.a')).toMatchObject({ kind: 'duplicate', state: 'unknown' });
      value(await journal.replay((answer as { deadLetterId: number }).deadLetterId));
      expect((await leaseOne()).token.verify).toBe(true);
    });
  });

  describe('a dead letter of the queue', () => {
    test('holds message, failure, attempts and origin, and its fact counts as buried', async () => {
      const message = await enqueue('a');
      await refuse(await leaseOne());
      const [letter] = value(await journal.deadLetters());
      const { reservation: _reservation, ...kept } = message;
      expect(letter).toMatchObject({
        state: 'open',
        stage: 'delivery',
        queue: 'bookings',
        lane: LANE,
        key: 'k1.a',
        attempts: 1,
        buriedAt: clock.now(),
        failure: failureOf('business'),
        message: kept,
        original: kept.event,
      });
      expect(value(await journal.orderLedger(LANE)).facts[0]?.state).toBe('buried');
      expect(await reserve('k1.a')).toMatchObject({ kind: 'duplicate', state: 'refused' });
    });

    test('is not buried twice: the dead-letter node only adds where it happened', async () => {
      await enqueue('a');
      const leased = await leaseOne();
      const settled = await refuse(leased);
      const again = value(
        await journal.bury({
          stage: 'odoo write',
          flow: 'Line 3',
          message: leased.message,
          original: leased.message.event,
          failure: failureOf('business'),
        }),
      );
      expect(again.id).toBe((settled as { deadLetterId: number }).deadLetterId);
      expect(value(await journal.deadLetters())).toMatchObject([{ stage: 'odoo write', flow: 'Line 3' }]);
    });

    test('may be made from a message that is still under its lease', async () => {
      await enqueue('a');
      const { message } = await leaseOne();
      value(await journal.bury({ stage: 'map', message, original: null, failure: failureOf('data') }));
      expect((await journal.stats()).outbox).toMatchObject({ leased: 0, ready: 0 });
      expect(value(await journal.deadLetters())).toMatchObject([{ stage: 'map', queue: 'bookings' }]);
    });

    test('is not made by a holder whose lease is over', async () => {
      await enqueue('a');
      const { message } = await leaseOne();
      await clock.advance(30_000);
      await leaseOne();
      const late = await journal.bury({ stage: 'map', message, original: null, failure: failureOf('data') });
      expect(late).toMatchObject({ ok: false, failure: { code: 'stale-delivery' } });
      expect(value(await journal.deadLetters())).toEqual([]);
    });

    test('goes back to its place in its lane when replayed, under its key', async () => {
      await enqueue('a');
      await enqueue('b');
      const { deadLetterId = 0 } = (await refuse(await leaseOne())) as { deadLetterId?: number };
      expect(value(await journal.replay(deadLetterId))).toMatchObject({ state: 'replayed' });
      expect(await reserve('k1.a')).toMatchObject({ kind: 'duplicate', state: 'committed' });
      expect(value(await journal.orderLedger(LANE)).facts.map(({ state }) => state)).toEqual(['queued', 'queued']);
      const [again] = await lease();
      expect(again).toMatchObject({ token: { attempt: 2, verify: false } });
      expect(names(again ? [again] : [])).toEqual(['a']);
      await deliver(again as Leased);
      expect(names(await lease())).toEqual(['b']);
      expect(value(await journal.deadLetters({ state: 'replayed' }))).toMatchObject([{ message: { trail: [] } }]);
    });

    test('can be corrected: message and fact change, the record keeps what was buried', async () => {
      const message = await enqueue('a');
      const { deadLetterId = 0 } = (await refuse(await leaseOne())) as { deadLetterId?: number };
      const intent = { ...(message.intent as OrderIntent), quantity: { value: '11', uom: 'C62' } };
      value(await journal.replay(deadLetterId, { message: { ...message, intent }, note: 'one was a test part' }));
      expect((await leaseOne()).message.intent).toMatchObject({ quantity: { value: '11' } });
      expect(value(await journal.orderLedger(LANE)).facts).toMatchObject([{ quantity: '11', state: 'queued' }]);
      expect(value(await journal.deadLetters())).toMatchObject([
        { note: 'one was a test part', message: { intent: { quantity: { value: '12' } } } },
      ]);
    });

    test('that is decided cannot be decided again', async () => {
      await enqueue('a');
      const { deadLetterId = 0 } = (await refuse(await leaseOne())) as { deadLetterId?: number };
      value(await journal.discard(deadLetterId, 'counted by hand'));
      expect(await journal.replay(deadLetterId)).toMatchObject({
        ok: false,
        failure: { code: 'letter-not-replayable' },
      });
      expect(await journal.discard(deadLetterId, 'again')).toMatchObject({ ok: false });
      expect(await journal.replay(999)).toMatchObject({ ok: false, failure: { code: 'letter-missing' } });
      expect(value(await journal.deadLetters())).toMatchObject([{ state: 'discarded', note: 'counted by hand' }]);
      expect(await reserve('k1.a')).toMatchObject({ kind: 'duplicate', state: 'refused' });
    });
  });

  describe('a message rejected before any queue', () => {
    const bury = async (message: Message, code = 'shape') =>
      value(
        await journal.bury({
          stage: 'schema validator',
          flow: 'Line 3',
          outlet: 'dlq-1',
          message,
          original: message.event,
          failure: failureOf('data', code),
        }),
      );

    test('takes its source event and marks its key refused in the same step', async () => {
      const message = orderMessage('a');
      value(
        await journal.recordStep({ owner: 'c', counters: [], events: [{ eventId: 'e-a', message }], segments: [] }),
      );
      await bury(await reserved(message, 'k1.a'));
      expect(value(await journal.untaken('c', 10))).toEqual([]);
      expect(await reserve('k1.a')).toMatchObject({ kind: 'duplicate', state: 'refused' });
    });

    test('is buried once, however often it comes for the same reason', async () => {
      const first = await bury(orderMessage('a'));
      expect(await bury(orderMessage('a'))).toEqual(first);
      expect((await bury(orderMessage('a'), 'unit')).id).not.toBe(first.id);
    });

    test('keeps what JSON cannot hold', async () => {
      const original = { n: Number.NaN, big: 12n, raw: new Uint8Array([1, 2, 255]), at: new Date(0), gone: undefined };
      const loop: Record<string, unknown> = { original };
      loop['self'] = loop;
      value(
        await journal.bury({ stage: 's', message: { event: loop, trail: [] }, original, failure: failureOf('data') }),
      );
      const [letter] = value(await journal.deadLetters());
      expect(letter?.original).toEqual({ n: Number.NaN, big: 12n, raw: new Uint8Array([1, 2, 255]), at: new Date(0) });
      expect(letter?.message.event).toMatchObject({ self: '[loop]' });
    });

    test('is an untaken event of its outlet when replayed, until it is taken, over restarts', async () => {
      const rung: string[] = [];
      journal.onWork('dlq-1', () => rung.push('dlq-1'));
      const { id } = await bury(await reserved(orderMessage('a'), 'k1.a'));
      value(await journal.replay(id));
      await until('the outlet is told', () => rung.length > 0);
      journal = await opened.reopen();
      const [event] = value(await journal.untaken('dlq-1', 10));
      expect(event).toMatchObject({ eventId: 'e-a', message: { event: { id: 'e-a' } } });
      await enqueue('a');
      expect(value(await journal.untaken('dlq-1', 10))).toEqual([]);
    });

    test('stands in the ledger of its order as put aside until a person has decided', async () => {
      const { id } = await bury(await reserved(orderMessage('a'), 'k1.a'));
      const other = await bury(orderMessage('b'), 'unit');
      expect(value(await journal.orderLedger(LANE)).aside).toBe(2);
      value(await journal.discard(other.id, 'not made'));
      expect(value(await journal.orderLedger(LANE)).aside).toBe(1);
      value(await journal.replay(id));
      expect(value(await journal.orderLedger(LANE))).not.toHaveProperty('aside');
    });

    test('without a name for its events gets one, and cannot be replayed without an outlet', async () => {
      const raw: Message = { event: { samples: [] }, trail: [] };
      const { id } = await bury(raw);
      value(await journal.replay(id));
      expect(value(await journal.untaken('dlq-1', 10))).toMatchObject([{ eventId: `dead-letter-${id}` }]);
      const mute = value(await journal.bury({ stage: 's', message: raw, original: 1, failure: failureOf('data') }));
      expect(await journal.replay(mute.id)).toMatchObject({ ok: false, failure: { code: 'letter-not-replayable' } });
    });

    test('is found by state, code, stage and page', async () => {
      for (const name of ['a', 'b', 'c']) await bury(orderMessage(name), name === 'c' ? 'unit' : 'shape');
      const ids = value(await journal.deadLetters()).map(({ id }) => id);
      expect(value(await journal.deadLetters({ code: 'unit' })).map(({ id }) => id)).toEqual([ids[2]]);
      expect(value(await journal.deadLetters({ stage: 'schema validator', limit: 2 }))).toHaveLength(2);
      expect(value(await journal.deadLetters({ afterId: ids[1] as number })).map(({ id }) => id)).toEqual([ids[2]]);
      expect(value(await journal.deadLetters({ state: 'discarded' }))).toEqual([]);
    });
  });

  describe('the counter ledger', () => {
    const counter = {
      tag: 'Good',
      epoch: 17,
      total: '12840',
      openFrom: '12840',
      at: '2026-11-20T08:00:00.000Z',
      memory: { rate: [1, null] },
    };

    test('gives positions back as they were stored, per owner, over restarts', async () => {
      value(await journal.recordStep({ owner: 'press', counters: [counter], events: [], segments: [] }));
      value(
        await journal.recordStep({ owner: 'filler', counters: [{ ...counter, total: '1' }], events: [], segments: [] }),
      );
      value(
        await journal.recordStep({
          owner: 'press',
          counters: [{ ...counter, total: '12900' }],
          events: [],
          segments: [],
        }),
      );
      journal = await opened.reopen();
      expect(value(await journal.counters('press'))).toEqual([{ ...counter, total: '12900' }]);
      expect(value(await journal.counters('nobody'))).toEqual([]);
    });

    test('keeps events until they are taken, oldest first', async () => {
      const events = ['a', 'b', 'c'].map((name) => ({ eventId: `e-${name}`, message: orderMessage(name) }));
      value(await journal.recordStep({ owner: 'press', counters: [], events, segments: [] }));
      value(await journal.recordStep({ owner: 'press', counters: [], events, segments: [] }));
      value(await journal.take('e-b'));
      expect(value(await journal.untaken('press', 10)).map(({ eventId }) => eventId)).toEqual(['e-a', 'e-c']);
      expect(value(await journal.untaken('press', 1))).toEqual([{ eventId: 'e-a', message: orderMessage('a') }]);
      expect((await journal.stats()).untakenEvents).toBe(2);
    });

    describe('of a source, taken in under a name of its own', () => {
      const named = (name: string, intake: string): Message => ({ ...orderMessage(name), intake });
      const takeIn = async (...messages: readonly Message[]) => {
        const events = messages.map((message) => ({ eventId: message.intake ?? '', message }));
        value(await journal.recordStep({ owner: 'mes', counters: [], events, segments: [] }));
      };
      const waiting = async () => value(await journal.untaken('mes', 10)).map(({ eventId }) => eventId);

      test('is waited for until the queue has it; two that share an event id are two', async () => {
        await takeIn(named('a', 'i-1'), named('a', 'i-2'));
        expect(await waiting()).toEqual(['i-1', 'i-2']);
        value(await journal.enqueue(request(await reserved(named('a', 'i-1'), 'k1.a'))));
        expect(await waiting()).toEqual(['i-2']);
        expect((await leaseOne()).message.intake).toBeUndefined();
      });

      test('is waited for until it is buried, whatever it holds, and comes back under its name', async () => {
        const garbage: Message = { event: 'no event at all', intake: 'i-3', trail: [] };
        await takeIn(garbage);
        expect(value(await journal.untaken('mes', 10))).toEqual([{ eventId: 'i-3', message: garbage }]);
        const failure = failureOf('data');
        const letter = { stage: 'validator', outlet: 'dlq-1', message: garbage, original: 1, failure };
        const { id } = value(await journal.bury(letter));
        expect(await waiting()).toEqual([]);
        expect(value(await journal.bury(letter)).id).toBe(id);
        value(await journal.replay(id));
        expect(value(await journal.untaken('dlq-1', 10))).toEqual([{ eventId: 'i-3', message: garbage }]);
      });
    });

    test('keeps notes about an order', async () => {
      value(await journal.bindOrder(LANE, { group: 7 }));
      expect(value(await journal.orderLedger(LANE))).toEqual({
        facts: [],
        closedTags: [],
        untaken: 0,
        binding: { group: 7 },
      });
      expect(value(await journal.orderLedger('unknown'))).toEqual({ facts: [], closedTags: [], untaken: 0 });
    });
  });

  describe('its users', () => {
    test('are told of new work, of a lane that is free again, and of a pause that ended', async () => {
      let rung = 0;
      journal.onWork('bookings', () => {
        rung += 1;
      });
      const told = async (what: string, act: () => Promise<unknown>) => {
        const before = rung;
        await act();
        await until(what, () => rung > before);
      };
      await told('a message came', () => enqueue('a'));
      await enqueue('b');
      const first = await leaseOne();
      await told('a lane is free', () => deliver(first));
      await fail(await leaseOne(), 'transient');
      await told('a pause ended', () => clock.advance(1_000));
      await leaseOne();
      await told('a lease ended', () => clock.advance(30_000));
      expect(names(await lease())).toEqual(['b']);
    });

    test('are told no more after they unsubscribed', async () => {
      let rung = 0;
      const stop = journal.onWork('bookings', () => {
        rung += 1;
      });
      stop();
      await enqueue('a');
      expect(rung).toBe(0);
    });

    test('see true numbers at any time', async () => {
      for (const name of ['a', 'b', 'c', 'd']) await enqueue(name, { lane: `or:${name}` });
      const [a, b, c] = await lease(3);
      await deliver(a as Leased);
      await fail(b as Leased, 'transient');
      await clock.advance(500);
      expect(c).toBeDefined();
      const numbers = { ready: 1, leased: 1, waiting: 1, verifying: 0, delivered: 1, oldestAgeMs: 500 };
      expect(await journal.stats()).toMatchObject({
        writable: true,
        reservations: 4,
        outbox: numbers,
        queues: { bookings: numbers },
        deadLetters: { open: 0 },
      });
      journal = await opened.reopen();
      expect((await journal.stats()).outbox).toEqual({ ...numbers, leased: 0, verifying: 1 });
    });

    test('get an answer after the journal is closed, and it is a failure', async () => {
      await journal.close();
      expect(await journal.reserve({ ...RESERVE, key: 'k1.a' })).toMatchObject({
        ok: false,
        failure: { code: 'journal-closed' },
      });
      expect(await journal.stats()).toMatchObject({ writable: false, failure: { code: 'journal-closed' } });
    });
  });
}
