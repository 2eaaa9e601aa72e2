/** What every source of tag values promises; run against each implementation and server with the same words. */
import type { FeedHealth, TagFeed } from '../../nodes/src/domain/plant/tag-feed.ts';
import type { Sample } from '../../nodes/src/domain/ports.ts';
import { until } from '../support/time.ts';

/** A server under test, and what can be done to it. Optional deeds are left out where a server cannot do them. */
export interface FeedBench {
  readonly feed: TagFeed;
  /** A counter that can be raised. */
  readonly counter: string;
  readonly folder?: string;
  raise(by: number): Promise<void>;
  total(): Promise<number>;
  /** The connection breaks; the server keeps its sessions. */
  cut?(): Promise<void>;
  /** The server ends and comes back, with its counters. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const OPTIONS = { samplingMs: 100, publishingMs: 200, queueSize: 50 };

export interface Recording {
  readonly samples: Sample[];
  readonly batches: Sample[][];
  readonly health: FeedHealth[];
  close(): Promise<void>;
}

export function record(feed: TagFeed, tags: readonly string[], options = OPTIONS): Recording {
  const [samples, batches, health]: [Sample[], Sample[][], FeedHealth[]] = [[], [], []];
  const { close } = feed.subscribe(tags, options, {
    onSamples(batch) {
      samples.push(...batch);
      batches.push([...batch]);
    },
    onHealth: (state) => health.push(state),
  });
  return { samples, batches, health, close };
}

const good = ({ samples }: Recording) => samples.filter(({ status }) => status === 'Good');

export function tagFeedContract(name: string, open: () => Promise<FeedBench>): void {
  describe(`${name} keeps the promises of a tag feed`, () => {
    let bench: FeedBench;
    let recording: Recording;
    beforeEach(async () => {
      bench = await open();
      recording = record(bench.feed, [bench.counter]);
      await until('the first value came', () => good(recording).length > 0, 20_000);
    }, 60_000);
    afterEach(async () => {
      await recording.close();
      await bench.close();
    }, 30_000);

    test('a gap comes first, then the current value with status and both timestamps', async () => {
      expect(recording.samples[0]).toEqual({ tag: bench.counter, value: null, status: expect.stringMatching(/^Bad/) });
      const first = good(recording)[0];
      expect(first).toMatchObject({ tag: bench.counter, value: await bench.total() });
      expect(Number.isFinite(Date.parse(first?.sourceTimestamp ?? ''))).toBe(true);
      expect(Number.isFinite(Date.parse(first?.serverTimestamp ?? ''))).toBe(true);
    });

    test('every change comes, in order', async () => {
      for (let step = 1; step <= 5; step += 1) await bench.raise(step);
      const total = await bench.total();
      await until('the last value came', () => good(recording).at(-1)?.value === total);
      const values = good(recording).map(({ value }) => Number(value));
      expect(values).toEqual([...values].sort((a, b) => a - b));
    });

    test('a read gives the value now, and a status for a tag nobody knows', async () => {
      const read = await bench.feed.read([bench.counter, 'ns=1;s=NoSuchTag']);
      expect(read).toMatchObject({
        ok: true,
        value: [
          { tag: bench.counter, status: 'Good', value: await bench.total() },
          { tag: 'ns=1;s=NoSuchTag', value: null, status: 'BadNodeIdUnknown' },
        ],
      });
    });

    test('a tag that nobody knows does not keep the others from flowing, and says why it is not there', async () => {
      const mixed = record(bench.feed, ['ns=1;s=NoSuchTag', bench.counter]);
      await until('the known tag flows', () => good(mixed).length > 0);
      await until('the unknown one is told', () => mixed.samples.some(({ status }) => status === 'BadNodeIdUnknown'));
      await mixed.close();
    });

    test('the counter is found by browsing', async () => {
      const found = await bench.feed.browse(bench.folder);
      expect(found.ok && found.value.some(({ tag, kind }) => tag === bench.counter && kind === 'tag')).toBe(true);
    });

    test('after a restart of the server a gap is told before the values, and values flow on', async () => {
      const before = recording.samples.length;
      await bench.restart();
      await until(
        'values flow again',
        () => good(recording).length > 1 && recording.samples.length > before + 1,
        40_000,
      );
      const after = recording.samples.slice(before);
      expect(after[0]).toEqual({ tag: bench.counter, value: null, status: expect.stringMatching(/^Bad/) });
      await bench.raise(7);
      const total = await bench.total();
      await until('the raised value came', () => good(recording).at(-1)?.value === total);
      expect(bench.feed.health().state).toBe('flowing');
    }, 60_000);

    test('a broken connection is healed without a gap, with the changes made meanwhile', async () => {
      if (!bench.cut) return;
      const before = recording.samples.length;
      await bench.cut();
      await bench.raise(3);
      const total = await bench.total();
      await until('the change came', () => good(recording).at(-1)?.value === total, 20_000);
      expect(recording.samples.slice(before).filter(({ status }) => status !== 'Good')).toEqual([]);
    }, 40_000);

    test('after closing nothing comes any more', async () => {
      await recording.close();
      const count = recording.samples.length;
      await bench.raise(1);
      const other = record(bench.feed, [bench.counter]);
      await until('another subscription sees the change', () => good(other).length > 0);
      await other.close();
      expect(recording.samples).toHaveLength(count);
    });
  });
}
