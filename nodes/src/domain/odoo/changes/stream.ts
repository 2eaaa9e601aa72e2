/**
 * Changed records of one model, each change once. Every poll looks back by an overlap and knows again what it has
 * seen. Inside the window it pages by id alone: the hidden microseconds of `write_date` order the rows of a second
 * otherwise than (second, id) does, and a page by both would step over some.
 */
import { z } from 'zod';
import { canonicalJson } from '../../idempotency/key.ts';
import type { CounterState } from '../../journal.ts';
import { type Erp, type Hash, ok, type Result } from '../../ports.ts';
import { advanced, FIRST_MARK, type Mark } from './mark.ts';
import { EPOCH, shifted } from './moment.ts';
import { newestOf, plain, type Row, readRows, type Watch } from './row.ts';
import { judge, SeenRows, type Shard, type Sight } from './sight.ts';

export interface News {
  readonly row: Row;
  readonly sight: Sight;
}

export interface Page {
  readonly news: readonly News[];
  /** To be stored in one transaction with what the news become. */
  readonly notes: readonly CounterState[];
  /** Found at the first look, which is no live change. */
  readonly first: boolean;
}

export interface Polled {
  readonly rows: number;
  readonly news: number;
  /** Seen before, met again in the overlap. */
  readonly repeated: number;
  readonly window: string;
}

export interface StreamPolicy {
  readonly overlapMs: number;
  readonly pageSize: number;
  /** `now`: what is there at the first poll is no news. A time in Odoo's words: what changed since then is. */
  readonly start: 'now' | string;
}

const markNote = z.object({ at: z.string(), restMs: z.number() });

export class Stream {
  readonly watch: Watch;
  readonly #policy: StreamPolicy;
  readonly #hash: Hash;
  readonly #seen: SeenRows;
  #mark: Mark | undefined;
  #storedAt = '';
  #lastMs: number | undefined;

  constructor(watch: Watch, policy: StreamPolicy, hash: Hash, saved: readonly CounterState[]) {
    this.watch = watch;
    this.#policy = policy;
    this.#hash = hash;
    const own = saved.filter(({ tag }) => tag.startsWith(`${watch.name}:`));
    this.#seen = new SeenRows(own.flatMap(({ tag, memory }) => shardNote(watch.name, tag, memory)));
    this.#mark = markNote.safeParse(own.find(({ tag }) => tag === `${watch.name}:mark`)?.memory).data;
    this.#storedAt = this.#mark?.at ?? '';
  }

  /** `take` stores a page and resolves with `ok` when it is durable; anything else ends the poll where it stands. */
  async poll(erp: Erp, nowMs: number, take: (page: Page) => Promise<Result<void>>): Promise<Result<Polled>> {
    const newest = await newestOf(erp, this.watch);
    if (!newest.ok) return newest;
    const first = this.#mark === undefined;
    const elapsedMs = nowMs - (this.#lastMs ?? nowMs);
    const next = advanced(this.#mark ?? FIRST_MARK, { newest: newest.value, elapsedMs, nowMs });
    const window = this.#window(next);
    const silent = first && this.#policy.start === 'now';
    const read = await this.#readAll(erp, window, async (rows) => {
      const news = this.#judged(rows);
      const stored = await this.#store(news, silent ? [] : news, window, first, take);
      return stored.ok ? ok(news.length) : stored;
    });
    if (!read.ok) return read;
    const settled = await this.#settle(next, nowMs, first, take);
    return settled.ok ? ok({ ...read.value, news: silent ? 0 : read.value.news, window }) : settled;
  }

  /** As it stands now, with the turn that was given out for it where that is still known. */
  sightOf(row: Row): Sight {
    const print = this.#printOf(row);
    const known = this.#seen.get(row.id);
    return known?.at === row.at && known.print === print ? known : { at: row.at, print, turn: 0 };
  }

  /** Every record that the last polls met. */
  seenIds(): readonly number[] {
    return this.#seen.ids();
  }

  #printOf(row: Row): string {
    return this.#hash(canonicalJson(plain(row.values)));
  }

  /** From where this poll reads: before the first mark, from where the policy starts. */
  #window(next: Mark): string {
    const { start, overlapMs } = this.#policy;
    if (this.#mark) return back(this.#mark.at, overlapMs);
    return start === 'now' ? back(next.at, overlapMs) : start;
  }

  #judged(rows: readonly Row[]): readonly News[] {
    return rows.flatMap((row) => {
      const sight = judge({ at: row.at, print: this.#printOf(row) }, this.#seen.get(row.id));
      return sight ? [{ row, sight }] : [];
    });
  }

  async #store(
    seen: readonly News[],
    news: readonly News[],
    window: string,
    first: boolean,
    take: (page: Page) => Promise<Result<void>>,
  ): Promise<Result<void>> {
    if (seen.length === 0) return ok(undefined);
    // After a crash polls go on from the stored mark: what they may meet again is kept.
    const kept = this.#storedAt === '' ? window : back(this.#storedAt, this.#policy.overlapMs);
    const shards = this.#seen.with(new Map(seen.map(({ row, sight }) => [row.id, sight])), kept);
    const notes = [...shards].map(([shard, memory]) => note(`${this.watch.name}:${shard}`, memory, window));
    const stored = await take({ news, notes, first });
    if (stored.ok) this.#seen.adopt(shards);
    return stored;
  }

  /** An older mark in the journal is as safe as the new one, so a quiet table costs a write now and then only. */
  async #settle(
    next: Mark,
    nowMs: number,
    first: boolean,
    take: (page: Page) => Promise<Result<void>>,
  ): Promise<Result<void>> {
    const isDue = first || next.at >= shifted(this.#storedAt, this.#policy.overlapMs / 2);
    const notes = [note(`${this.watch.name}:mark`, next, next.at)];
    const stored = isDue ? await take({ news: [], notes, first }) : ok(undefined);
    if (!stored.ok) return stored;
    if (isDue) this.#storedAt = next.at;
    this.#mark = next;
    this.#lastMs = nowMs;
    return ok(undefined);
  }

  async #readAll(
    erp: Erp,
    window: string,
    judged: (rows: readonly Row[]) => Promise<Result<number>>,
  ): Promise<Result<{ rows: number; news: number; repeated: number }>> {
    let [rows, news, after] = [0, 0, 0];
    for (;;) {
      const page = await readRows(
        erp,
        this.watch,
        [
          ['write_date', '>=', window],
          ['id', '>', after],
        ],
        this.#policy.pageSize,
      );
      if (!page.ok) return page;
      const found = await judged(page.value);
      if (!found.ok) return found;
      rows += page.value.length;
      news += found.value;
      after = page.value.at(-1)?.id ?? after;
      if (page.value.length < this.#policy.pageSize) return ok({ rows, news, repeated: rows - news });
    }
  }
}

/** One second more: the window's own second has rows on both sides of it. */
const back = (at: string, overlapMs: number): string => (at === EPOCH ? EPOCH : shifted(at, -overlapMs - 1_000));

export const note = (tag: string, memory: unknown, at: string): CounterState => ({
  ...{ tag, epoch: 0, total: '0', openFrom: '0', memory },
  at: `${at.replace(' ', 'T')}Z`,
});

const sightNote = z.record(z.string(), z.object({ at: z.string(), print: z.string(), turn: z.number() }));

function shardNote(name: string, tag: string, memory: unknown): readonly (readonly [number, Shard])[] {
  const shard = Number(tag.slice(name.length + 1));
  const parsed = sightNote.safeParse(memory);
  return Number.isInteger(shard) && parsed.success ? [[shard, parsed.data]] : [];
}
