/** The promises of the Journal port about rows of batches and forgotten notes; part of its contract suite. */
import type { Journal } from '../../nodes/src/domain/journal.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import { failureOf, orderMessage, posted, queueOptions } from '../support/messages.ts';
import { testClock } from '../support/time.ts';
import { type OpenedJournal, type OpenJournal, value } from './journal.ts';

const ROW = { queue: 'bookings', lane: 'MUC1:or:MO-1', priority: 1 };

export function batchContract(open: OpenJournal): void {
  let opened: OpenedJournal;
  let journal: Journal;
  beforeEach(async () => {
    opened = await open({ clock: testClock(), ids: { uuid: () => '1'.padStart(36, '0'), random: () => 0.5 } });
    journal = opened.journal;
    value(await journal.openQueue(queueOptions({ holdLaneOnBury: false })));
  });
  afterEach(() => opened.dispose());

  const message = (row: number): Message => ({ ...orderMessage(`r${row}`, 'MUC1:or:MO-1'), intake: `i-${row}` });
  const stored = async (count: number): Promise<void> => {
    const all = Array.from({ length: count }, (_, index) => index + 1);
    const events = all.map((row) => ({ eventId: `i-${row}`, message: message(row) }));
    const rows = all.map((row) => ({ row, line: row + 1, eventId: `i-${row}`, fact: `e1-${row}` }));
    value(
      await journal.recordStep({ owner: 'files', counters: [], events, segments: [], batch: { name: 'file-1', rows } }),
    );
  };
  const states = async () => value(await journal.batchRows('files', 'file-1', 0, 100)).map(({ state }) => state);
  const isOpen = async () => value(await journal.isBatchOpen('files', 'file-1'));
  const bury = async (row: number) => {
    const failure = failureOf('data', 'shape');
    const letter = { stage: 'validator', outlet: 'dlq', message: message(row), original: 1, failure };
    return value(await journal.bury(letter)).id;
  };
  const enqueue = async (row: number) => value(await journal.enqueue({ ...ROW, message: message(row) }));
  const leased = async () => {
    const [first] = value(await journal.lease('bookings', 1));
    if (first === undefined) throw new Error('nothing to lease');
    return first.token;
  };

  describe('a batch', () => {
    test('knows how each row ended, in the step in which it ended, over restarts', async () => {
      await stored(5);
      expect(await states()).toEqual(['open', 'open', 'open', 'open', 'open']);
      await enqueue(1);
      value(await journal.settle(await leased(), { kind: 'delivered', receipt: posted }));
      await enqueue(2);
      value(await journal.settle(await leased(), { kind: 'refused', failure: failureOf('business', 'no-order') }));
      await bury(3);
      value(await journal.take('i-4', 'duplicate'));
      expect(await isOpen()).toBe(true);
      value(await journal.take('i-5'));
      expect(await isOpen()).toBe(false);
      journal = await opened.reopen();
      expect(value(await journal.batchRows('files', 'file-1', 0, 100))).toEqual([
        { row: 1, line: 2, state: 'posted', fact: 'e1-1', words: posted.summary },
        { row: 2, line: 3, state: 'buried', fact: 'e1-2', code: 'no-order', words: failureOf('business').reason },
        { row: 3, line: 4, state: 'buried', fact: 'e1-3', code: 'shape', words: failureOf('data').reason },
        { row: 4, line: 5, state: 'duplicate', fact: 'e1-4' },
        { row: 5, line: 6, state: 'filtered', fact: 'e1-5' },
      ]);
      expect(value(await journal.batchRows('files', 'file-1', 3, 1)).map(({ row }) => row)).toEqual([4]);
    });

    test('does not take a second copy of a row for its end, and stores no row twice', async () => {
      await stored(1);
      await enqueue(1);
      value(await journal.take('i-1', 'duplicate'));
      expect(await states()).toEqual(['queued']);
      await stored(1);
      expect(await states()).toEqual(['queued']);
    });

    test('is open again when a letter is replayed, and ends with what became of it', async () => {
      await stored(3);
      await enqueue(1);
      value(await journal.settle(await leased(), { kind: 'refused', failure: failureOf('business') }));
      const [letter] = value(await journal.deadLetters());
      const aside = await bury(2);
      value(await journal.discard(await bury(3), 'sent by hand'));
      expect(await states()).toEqual(['buried', 'buried', 'discarded']);
      value(await journal.replay(letter?.id ?? 0));
      value(await journal.replay(aside));
      expect(await states()).toEqual(['queued', 'open', 'discarded']);
      value(await journal.settle(await leased(), { kind: 'delivered', receipt: posted }));
      await enqueue(2);
      value(await journal.settle(await leased(), { kind: 'delivered', receipt: posted }));
      expect(await states()).toEqual(['posted', 'posted', 'discarded']);
    });

    test('is forgotten in parts, and its owner alone knows it', async () => {
      await stored(700);
      expect(value(await journal.batchRows('others', 'file-1', 0, 10))).toEqual([]);
      expect(value(await journal.forgetBatch('files', 'file-1'))).toBe(true);
      expect(value(await journal.forgetBatch('files', 'file-1'))).toBe(false);
      expect(value(await journal.batchRows('files', 'file-1', 0, 10))).toEqual([]);
      expect(await isOpen()).toBe(false);
      value(await journal.take('i-1', 'duplicate'));
    });
  });

  test('a note that nobody needs any more is forgotten with the step that says so', async () => {
    const note = (tag: string) => ({ tag, epoch: 0, total: '1', openFrom: '0', at: '2026-11-20T08:00:00Z', memory: 1 });
    const step = { owner: 'files', counters: [], events: [], segments: [] };
    value(await journal.recordStep({ ...step, counters: [note('a'), note('b')] }));
    value(await journal.recordStep({ ...step, counters: [note('c')], forget: ['a', 'unknown'] }));
    expect(value(await journal.counters('files')).map(({ tag }) => tag)).toEqual(['b', 'c']);
  });
}
