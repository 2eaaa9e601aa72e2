/** What every source of alarms promises; the words are heard by the memory that a source node keeps. */
import type { ConditionFeed, ConditionWord } from '../../nodes/src/domain/plant/condition-feed.ts';
import {
  type ConditionChange,
  type ConditionMemory,
  emptyMemory,
  listen,
} from '../../nodes/src/domain/plant/conditions/memory.ts';
import { until } from '../support/time.ts';

export interface ConditionBench {
  readonly feed: ConditionFeed;
  readonly notifier: string;
  /** Two conditions of one server. */
  readonly conditions: readonly [string, string];
  /** Before, it comes and goes so many times within one publishing interval. */
  set(condition: string, isActive: boolean, flickers?: number): Promise<void>;
  acknowledge(condition: string): Promise<void>;
  /** The connection breaks; the server keeps its sessions. */
  cut(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

interface Recording {
  readonly words: ConditionWord[];
  readonly changes: ConditionChange[];
  readonly refused: (string | undefined)[];
  memory: ConditionMemory;
  replays(): number;
  replay(): void;
  close(): Promise<void>;
}

export function recordConditions(feed: ConditionFeed, notifier: string, queueSize = 1_000): Recording {
  const recording = {
    ...{ words: [] as ConditionWord[], changes: [] as ConditionChange[], refused: [] as (string | undefined)[] },
    memory: emptyMemory,
    replays: () => recording.words.filter(({ kind }) => kind === 'replayed').length,
  };
  const watched = feed.conditions(
    notifier,
    { publishingMs: 100, queueSize },
    {
      onWords(words) {
        recording.words.push(...words);
        const step = listen(recording.memory, words, 1);
        recording.memory = step.memory;
        recording.changes.push(...step.changes);
      },
      onRefused: (cause) => recording.refused.push(cause),
      onHealth: () => undefined,
    },
  );
  return Object.assign(recording, watched);
}

const said = ({ changes }: Recording): string[] =>
  changes.map(({ transition, notice }) => `${transition} ${notice.conditionName}`);

/** Without what servers acknowledge by themselves. */
const sounded = (recording: Recording): string[] => said(recording).filter((one) => /^(activated|returned)/.test(one));

export function conditionFeedContract(name: string, open: () => Promise<ConditionBench>): void {
  describe(`${name} keeps the promises of a feed of alarms`, () => {
    let bench: ConditionBench;
    let recording: Recording;
    const nameOf = (condition: string): string => condition.split('.').at(-1) ?? '';
    beforeEach(async () => {
      bench = await open();
      await bench.set(bench.conditions[0], true);
      recording = recordConditions(bench.feed, bench.notifier);
      await until('the server told what is active', () => recording.memory.isCurrent, 30_000);
    }, 60_000);
    afterEach(async () => {
      for (const condition of bench.conditions) await bench.set(condition, false);
      await recording.close();
      await bench.close();
    }, 30_000);

    test('what was active before comes first, then each change once, in order', async () => {
      const [first, second] = bench.conditions;
      expect(said(recording)).toEqual([`activated ${nameOf(first)}`]);
      await bench.set(second, true);
      await bench.acknowledge(second);
      await bench.set(second, false);
      await until('it returned', () => said(recording).includes(`returned ${nameOf(second)}`), 30_000);
      expect(said(recording).slice(1)).toEqual(
        ['activated', 'acked', 'returned'].map((one) => `${one} ${nameOf(second)}`),
      );
      expect(new Set(recording.changes.map(({ eventId }) => eventId)).size).toBe(recording.changes.length);
    }, 60_000);

    test('a replay of what is known already says nothing new', async () => {
      const before = recording.replays();
      recording.replay();
      await until('it was replayed', () => recording.replays() > before, 30_000);
      expect(recording.words.at(-2)).toMatchObject({ kind: 'notice', notice: { active: true } });
      expect(said(recording)).toEqual([`activated ${nameOf(bench.conditions[0])}`]);
    }, 60_000);

    test('what came and what went while the connection was out is told once, after it is back', async () => {
      const [first, second] = bench.conditions;
      const before = recording.replays();
      await bench.cut();
      await bench.set(second, true);
      await bench.set(first, false);
      await until('it was replayed', () => recording.replays() > before, 60_000);
      await until('both are told', () => sounded(recording).length === 3, 30_000);
      expect(sounded(recording).sort()).toEqual(
        [`activated ${nameOf(first)}`, `activated ${nameOf(second)}`, `returned ${nameOf(first)}`].sort(),
      );
    }, 120_000);

    test('after a restart of the server, too: what still lasts is no new alarm', async () => {
      const [first, second] = bench.conditions;
      await bench.set(second, true);
      await until('it is told', () => said(recording).length === 2, 30_000);
      const before = recording.replays();
      await bench.stop();
      await bench.set(second, false);
      await bench.start();
      await until('it was replayed', () => recording.replays() > before, 60_000);
      expect(sounded(recording)).toEqual([
        `activated ${nameOf(first)}`,
        `activated ${nameOf(second)}`,
        `returned ${nameOf(second)}`,
      ]);
    }, 120_000);

    test('a queue that runs over is noticed and answered with a replay; the end state is right', async () => {
      const [, second] = bench.conditions;
      const small = recordConditions(bench.feed, bench.notifier, 10);
      await until('the server told what is active', () => small.memory.isCurrent, 30_000);
      const before = small.replays();
      await bench.set(second, true, 100);
      await until('the gap is heard', () => small.words.some(({ kind }) => kind === 'gap'), 30_000);
      await until('it was replayed', () => small.replays() > before, 30_000);
      const isActive = (one: Recording): boolean =>
        [...one.memory.known.values()].some(({ conditionName, active }) => active && conditionName === nameOf(second));
      expect([isActive(small), isActive(recording)]).toEqual([true, true]);
      await small.close();
    }, 120_000);

    test('a notifier that the server does not know is named by its status, and breaks nothing else', async () => {
      const lost = recordConditions(bench.feed, 'ns=1;s=Nothing');
      await until('it is refused', () => lost.refused.some((cause) => /^Bad/.test(cause ?? '')), 30_000);
      await bench.set(bench.conditions[1], true);
      await until('others hear on', () => said(recording).length === 2, 30_000);
      await lost.close();
    }, 60_000);

    test('notifiers can be chosen from a list, the server first', async () => {
      const found = await bench.feed.notifiers();
      expect(found).toMatchObject({
        ok: true,
        value: expect.arrayContaining([expect.objectContaining({ name: 'Server' })]),
      });
    }, 30_000);
  });
}
