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
import { OutboxReader } from './outbox.ts';
import { newestOf, plain, type Row, readRows, type Watch } from './row.ts';
import { judge, SeenRows, type Shard, type Sight } from './sight.ts';

export interface News {
  readonly row: Row;
  readonly sight: Sight;
  /** Everybody who wrote it since the last poll, where the outbox tells. */
  readonly writers?: readonly number[];
}

export interface Page {
  readonly news: readonly News[];
  /** Records whose deletion the outbox tells. */
  readonly gone: readonly number[];
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
  /** Go by the transactional outbox where there is one. */
  readonly outbox?: boolean;
}

/** So often the whole overlap is read by time although the outbox is followed: a rule may have been switched off. */
const RECHECK_MS = 900_000;
const CHUNK = 200;
type Take = (page: Page) => Promise<Result<void>>;
type Counted = Result<{ rows: number; news: number; repeated: number }>;

const markNote = z.object({ at: z.string(), restMs: z.number() });

export class Stream {
  readonly watch: Watch;
  readonly #policy: StreamPolicy;
  readonly #hash: Hash;
  readonly #seen: SeenRows;
  readonly #outbox: OutboxReader | undefined;
  #scannedMs: number | undefined;
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
    this.#outbox = policy.outbox ? new OutboxReader(watch, own) : undefined;
  }

  /** Deletions come with the polls. */
  get tellsDeletions(): boolean {
    return this.#outbox?.isFollowed ?? false;
  }

  /** `take` stores a page and resolves with `ok` when it is durable; anything else ends the poll where it stands. */
  async poll(erp: Erp, nowMs: number, take: Take): Promise<Result<Polled>> {
    if (this.#outbox) {
      const followed = await this.#follow(this.#outbox, erp, nowMs, take);
      if (!followed.ok) return followed;
      const isRechecked = this.#scannedMs !== undefined && Math.abs(nowMs - this.#scannedMs) < RECHECK_MS;
      if (followed.value && isRechecked) return ok(followed.value);
      // Before the look by time, so that nothing falls between the two.
      const begun = await this.#outbox.begin(erp);
      if (!begun.ok) return begun;
    }
    const scanned = await this.#scan(erp, nowMs, take);
    if (scanned.ok) this.#scannedMs = nowMs;
    return scanned;
  }

  /** Undefined when there is no outbox to follow. */
  async #follow(outbox: OutboxReader, erp: Erp, nowMs: number, take: Take): Promise<Result<Polled | undefined>> {
    const total = { rows: 0, news: 0, repeated: 0, window: 'outbox' };
    let isDeclared = false;
    for (let place = this.#mark && outbox.now(nowMs); place; ) {
      const page = await outbox.next(erp, place);
      if (!page.ok) return page;
      isDeclared ||= page.value?.isDeclared ?? false;
      if (!page.value || (page.value.isLast && !isDeclared)) {
        outbox.leave();
        return ok(undefined);
      }
      const { written, deleted, isLast } = page.value;
      const counted = await this.#storeChanged(erp, written, take);
      if (!counted.ok) return counted;
      const isMoved = JSON.stringify(page.value.place) !== JSON.stringify(outbox.place);
      const notes = [note(outbox.tag, page.value.place, this.#storedAt)];
      const stored =
        isMoved || deleted.length > 0 ? await take({ news: [], gone: deleted, notes, first: false }) : ok(undefined);
      if (!stored.ok) return stored;
      outbox.adopt(page.value.place);
      for (const name of ['rows', 'news', 'repeated'] as const) total[name] += counted.value[name];
      if (isLast) return ok(total);
      place = page.value.place;
    }
    return ok(undefined);
  }

  /** What the outbox names is read as it stands now; it was changed at least once since. */
  async #storeChanged(erp: Erp, written: ReadonlyMap<number, readonly number[]>, take: Take): Promise<Counted> {
    const ids = [...written.keys()];
    const total = { rows: 0, news: 0, repeated: 0 };
    for (let from = 0; from < ids.length; from += CHUNK) {
      const found = await readRows(erp, this.watch, [['id', 'in', ids.slice(from, from + CHUNK)]], CHUNK);
      if (!found.ok) return found;
      const news = this.#judged(found.value).map((one) => ({ ...one, writers: written.get(one.row.id) ?? [] }));
      const stored = await this.#store(news, news, this.#storedAt, false, take);
      if (!stored.ok) return stored;
      total.rows += found.value.length;
      total.news += news.length;
      total.repeated += found.value.length - news.length;
    }
    return ok(total);
  }

  async #scan(erp: Erp, nowMs: number, take: Take): Promise<Result<Polled>> {
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
    take: Take,
  ): Promise<Result<void>> {
    if (seen.length === 0) return ok(undefined);
    // After a crash polls go on from the stored mark: what they may meet again is kept.
    const kept = this.#storedAt === '' ? window : back(this.#storedAt, this.#policy.overlapMs);
    const shards = this.#seen.with(new Map(seen.map(({ row, sight }) => [row.id, sight])), kept);
    const notes = [...shards].map(([shard, memory]) => note(`${this.watch.name}:${shard}`, memory, window));
    const stored = await take({ news, gone: [], notes, first });
    if (stored.ok) this.#seen.adopt(shards);
    return stored;
  }

  /** An older mark in the journal is as safe as the new one, so a quiet table costs a write now and then only. */
  async #settle(next: Mark, nowMs: number, first: boolean, take: Take): Promise<Result<void>> {
    const place = this.#outbox?.place;
    const isDue = first || place !== undefined || next.at >= shifted(this.#storedAt, this.#policy.overlapMs / 2);
    const notes = [
      note(`${this.watch.name}:mark`, next, next.at),
      ...(this.#outbox && place ? [note(this.#outbox.tag, place, next.at)] : []),
    ];
    const stored = isDue ? await take({ news: [], gone: [], notes, first }) : ok(undefined);
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
