/** The promises of the Journal port about dead letters and the audit; part of its contract suite. */
import type { DeadLetter, DeadLetterRequest } from '../../nodes/src/domain/delivery/dead-letter.ts';
import type { Journal } from '../../nodes/src/domain/journal.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import type { Result } from '../../nodes/src/domain/ports.ts';
import { failureOf, orderMessage, posted, queueOptions } from '../support/messages.ts';
import { type TestClock, testClock } from '../support/time.ts';
import type { OpenedJournal, OpenJournal } from './journal.ts';

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.reason}`);
  return result.value;
};

const HOUR = 3_600_000;
const BY = { actor: 'anna', reason: 'the label was wrong' };

export function letterContract(open: OpenJournal): void {
  let clock: TestClock;
  let opened: OpenedJournal;
  let journal: Journal;
  beforeEach(async () => {
    clock = testClock();
    let uuids = 0;
    opened = await open({ clock, ids: { uuid: () => `${++uuids}`.padStart(36, '0'), random: () => 0.5 } });
    journal = opened.journal;
    value(await journal.openQueue(queueOptions()));
  });
  afterEach(() => opened.dispose());

  const bury = async (name: string, change: Partial<DeadLetterRequest> = {}): Promise<number> => {
    const message = change.message ?? orderMessage(name, `MUC1:or:MO-${name}`);
    const failure = failureOf('data', 'shape');
    const request = { stage: 'validator', flow: 'Line 3', outlet: 'dlq-1', message, original: message.event, failure };
    return value(await journal.bury({ ...request, ...change })).id;
  };
  const letter = async (id: number): Promise<DeadLetter> => {
    const [found] = value(await journal.deadLetters({ afterId: id - 1, limit: 1 }));
    if (found?.id !== id) throw new Error(`no letter ${id}`);
    return found;
  };
  const queued = async (name: string, message: Message = orderMessage(name)): Promise<void> => {
    value(await journal.enqueue({ queue: 'bookings', lane: 'MUC1:or:MO-1', priority: 1, message }));
  };
  const leased = async () => {
    const [first] = value(await journal.lease('bookings', 1));
    if (first === undefined) throw new Error('nothing to lease');
    return first;
  };

  describe('a letter', () => {
    test('holds versions, owner and the time by which somebody should decide', async () => {
      const id = await bury('a', {
        message: { ...orderMessage('a'), versions: { map: 'm-1' } },
        versions: { flow: 'f-1' },
        owner: 'shift lead',
        answerWithinMs: HOUR,
      });
      expect(await letter(id)).toMatchObject({
        versions: { map: 'm-1', flow: 'f-1' },
        owner: 'shift lead',
        dueAt: clock.now() + HOUR,
        eventType: 'mfg.production.output.reported.v1',
      });
    });

    test('that comes again keeps the time by which it is due', async () => {
      const id = await bury('a', { answerWithinMs: HOUR });
      const dueAt = clock.now() + HOUR;
      await clock.advance(1_000);
      expect(await bury('a', { answerWithinMs: HOUR })).toBe(id);
      expect(await letter(id)).toMatchObject({ dueAt });
    });

    test('of the queue gets the whole story from the flow behind it', async () => {
      await queued('a', { ...orderMessage('a'), versions: { map: 'm-1' } });
      const { token, message } = await leased();
      value(await journal.settle(token, { kind: 'refused', failure: failureOf('business') }));
      const trail = [{ stage: 'odoo write', at: '2026-11-20T08:00:00.000Z', verdict: 'order-closed' }];
      const id = await bury('a', { message: { ...message, trail }, stage: 'odoo write', owner: 'planning' });
      expect(await letter(id)).toMatchObject({
        message: { trail },
        stage: 'odoo write',
        owner: 'planning',
        outlet: 'dlq-1',
        versions: { map: 'm-1' },
        holdsLane: true,
        eventType: 'mfg.production.output.reported.v1',
      });
    });

    test('never holds a secret, wherever it stood', async () => {
      const secrets = { apiKey: 'S3CRET-1', login: { dbPassword: 'S3CRET-2' }, url: 'https://u:S3CRET-3@erp/x' };
      const event = { ...(orderMessage('a').event as object), ...secrets, note: 'Bearer S3CRET4abcdef' };
      const failure = { ...failureOf('business'), cause: 'refused: api_key=S3CRET-5' };
      const trail = [{ stage: 'http', at: '', verdict: 'Basic UzNDUkVULTY9PQ==' }];
      const direct = await bury('a', { message: { event, trail }, original: { password: 'S3CRET-7' }, failure });
      await queued('b', { event: { ...event, id: 'e-b' }, trail });
      value(await journal.settle((await leased()).token, { kind: 'refused', failure }));
      journal = await opened.reopen();
      const all = value(await journal.deadLetters());
      expect(all).toHaveLength(2);
      expect(all[0]).toMatchObject({ id: direct, original: { password: '[redacted]' } });
      const text = JSON.stringify([all, value(await journal.deadLetterPage({}))]);
      expect(text).not.toMatch(/S3CRET|UzNDUkVU/);
      value(await journal.replay(all[1]?.id ?? 0));
      expect(JSON.stringify((await leased()).message)).not.toContain('S3CRET');
    });
  });

  describe('a page of letters', () => {
    test('shows no payload, says how many there are and which flows have some', async () => {
      for (const name of ['a', 'b', 'c']) await bury(name);
      await bury('d', { flow: 'Line 4' });
      const page = value(await journal.deadLetterPage({ state: 'open', limit: 2 }));
      expect(page).toMatchObject({ total: 4, isBounded: false, flows: ['Line 3', 'Line 4'] });
      expect(page.letters.map(({ lane }) => lane)).toEqual(['MUC1:or:MO-a', 'MUC1:or:MO-b']);
      expect(page.letters[0]).not.toHaveProperty('message');
      expect(page.letters[0]).not.toHaveProperty('original');
      const next = value(await journal.deadLetterPage({ limit: 2, afterId: page.letters[1]?.id ?? 0 }));
      expect(next.letters.map(({ flow }) => flow)).toEqual(['Line 3', 'Line 4']);
    });

    test('is narrowed by cause, class, flow, order and age', async () => {
      await bury('7', { failure: failureOf('business', 'order-closed') });
      await clock.advance(HOUR);
      await bury('8', { flow: 'Line 4' });
      const lanes = async (filter: Parameters<Journal['deadLetterPage']>[0]) =>
        value(await journal.deadLetterPage(filter)).letters.map(({ lane }) => lane);
      expect(await lanes({ code: 'order-closed' })).toEqual(['MUC1:or:MO-7']);
      expect(await lanes({ failureClass: 'data' })).toEqual(['MUC1:or:MO-8']);
      expect(await lanes({ flow: 'Line 4' })).toEqual(['MUC1:or:MO-8']);
      expect(await lanes({ order: 'mo-7' })).toEqual(['MUC1:or:MO-7']);
      expect(await lanes({ order: 'MO%7' })).toEqual([]);
      expect(await lanes({ buriedBefore: clock.now() })).toEqual(['MUC1:or:MO-7']);
      expect(await lanes({ state: 'discarded' })).toEqual([]);
    });

    test('is told apart by cause, most first', async () => {
      const first = clock.now();
      for (const name of ['a', 'b']) await bury(name);
      await clock.advance(HOUR);
      await bury('c', { failure: failureOf('business', 'order-closed') });
      await bury('d');
      expect(value(await journal.deadLetterCauses({ state: 'open' }))).toEqual([
        { code: 'shape', failureClass: 'data', count: 3, oldestBuriedAt: first },
        { code: 'order-closed', failureClass: 'business', count: 1, oldestBuriedAt: first + HOUR },
      ]);
    });
  });

  describe('the audit', () => {
    test('has every step with who, when, what and why, newest first, over restarts', async () => {
      const [a, b] = [await bury('a'), await bury('b')];
      value(await journal.recordCheck([a], { ...BY, reason: '', detail: { findings: ['order-open'] } }));
      await clock.advance(1_000);
      const event = { ...(orderMessage('a').event as object), data: {} };
      const correction = { message: { event, trail: [] }, note: 'one was a test part' };
      value(await journal.replay(a, correction, { ...BY, detail: ['data'] }));
      value(await journal.discard(b, 'counted by hand', { actor: 'ben', reason: 'counted by hand' }));
      journal = await opened.reopen();
      const at = clock.now();
      expect(value(await journal.audit({}))).toEqual([
        { seq: 3, at, actor: 'ben', action: 'discard', letter: b, reason: 'counted by hand', isIntact: true },
        { seq: 2, at, action: 'correct', letter: a, ...BY, detail: ['data'], isIntact: true },
        {
          seq: 1,
          at: at - 1_000,
          actor: 'anna',
          action: 'check',
          letter: a,
          reason: '',
          detail: { findings: ['order-open'] },
          isIntact: true,
        },
      ]);
      expect(value(await journal.audit({ letter: a })).map(({ seq }) => seq)).toEqual([2, 1]);
      expect(value(await journal.audit({ beforeSeq: 3, limit: 1 })).map(({ seq }) => seq)).toEqual([2]);
    });

    test('has no entry for what was refused', async () => {
      const id = await bury('a');
      value(await journal.discard(id, 'not made', BY));
      expect((await journal.replay(id, undefined, BY)).ok).toBe(false);
      expect((await journal.discard(id, 'again', BY)).ok).toBe(false);
      expect(value(await journal.audit({})).map(({ action }) => action)).toEqual(['discard']);
    });

    test('names nobody where nobody was named', async () => {
      value(await journal.replay(await bury('a')));
      expect(value(await journal.audit({}))).toMatchObject([{ actor: 'not logged in', action: 'replay' }]);
    });
  });

  describe('what is under way', () => {
    const at = async (limit = 10) => {
      const { messages, isWhole } = value(await journal.underWay(limit));
      return {
        found: messages.map(({ at, queue, message }) => [at, queue, (message.event as { id: string }).id]),
        isWhole,
      };
    };

    test('is queued, with nobody yet or put aside, until it comes to its end', async () => {
      const message = orderMessage('q', 'MUC1:or:MO-q');
      value(await journal.enqueue({ queue: 'bookings', lane: 'MUC1:or:MO-q', priority: 1, message }));
      value(
        await journal.recordStep({
          ...{ owner: 'press', counters: [], segments: [] },
          events: [{ eventId: 'e-s', message: orderMessage('s') }],
        }),
      );
      const id = await bury('a');
      const all = [
        ['queue', 'bookings', 'e-q'],
        ['source', undefined, 'e-s'],
        ['aside', undefined, 'e-a'],
      ];
      expect(await at()).toEqual({ found: all, isWhole: true });
      expect((await at(1)).isWhole).toBe(true);
      value(await journal.take('e-s'));
      value(await journal.discard(id, 'not needed'));
      const [leased] = value(await journal.lease('bookings', 1));
      expect((await at()).found).toEqual([['queue', 'bookings', 'e-q']]);
      if (leased) value(await journal.settle(leased.token, { kind: 'delivered', receipt: posted }));
      expect(await at()).toEqual({ found: [], isWhole: true });
    });

    test('is cut where it is too much, and says so', async () => {
      await bury('a');
      await bury('b');
      expect(await at(1)).toEqual({ found: [['aside', undefined, 'e-a']], isWhole: false });
    });
  });

  test('a decision that belongs to a step stands in the audit with it', async () => {
    const decision = { ...BY, detail: { item: 'k1.x', choice: 'approve' } };
    value(await journal.recordStep({ owner: 'r', counters: [], events: [], segments: [], decisions: [decision] }));
    expect(value(await journal.audit({}))).toMatchObject([
      { ...decision, action: 'decide', letter: 0, isIntact: true },
    ]);
  });
}
