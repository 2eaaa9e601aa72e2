/** Changes of any model: one event per change, and one per deletion. */
import type { CounterState } from '../../journal.ts';
import { ok, type Result } from '../../ports.ts';
import { type Arrived, type Feed, type FeedParts, type FeedReport, messageOf, NOTHING, type Occasion } from './feed.ts';
import { type Census, censusOf, goneAmong, packed, presentIds, savedCensus, unpacked } from './known-ids.ts';
import { instantOf, textOf } from './moment.ts';
import { type Row, readRows, type Watch } from './row.ts';
import type { Sight } from './sight.ts';
import { type News, Stream, type StreamPolicy } from './stream.ts';

export class RecordFeed implements Feed {
  readonly #parts: FeedParts;
  readonly #watch: Watch;
  readonly #stream: Stream;
  readonly #pageSize: number;
  #census: Census | undefined;

  constructor(parts: FeedParts, watch: Watch, policy: StreamPolicy, saved: readonly CounterState[]) {
    this.#parts = parts;
    this.#watch = watch;
    this.#stream = new Stream(watch, policy, parts.hash, saved);
    this.#pageSize = policy.pageSize;
    this.#census = savedCensus(watch, saved);
  }

  async poll(): Promise<Result<FeedReport>> {
    const { erp, take, nowMs, ownWrites } = this.#parts;
    const changed: string[] = [];
    let [emitted, own] = [0, 0];
    const polled = await this.#stream.poll(erp, nowMs(), async ({ news, gone, notes, first }) => {
      const shown = ownWrites === 'hide' ? news.filter((one) => !this.#isOwn(one)) : news;
      const { events, census } = this.#goneNow(gone);
      const stored = await take(
        [...shown.map((one) => this.#arrived(one, first ? 'backfill' : 'live')), ...events],
        census ? [...notes, censusOf(this.#watch, census, textOf(nowMs()))] : notes,
      );
      if (!stored.ok) return stored;
      if (census) this.#census = census;
      emitted += shown.length + events.length;
      own += news.length - shown.length;
      if (!first) changed.push(...news.map(({ row }) => `${this.#watch.model}:${row.id}`));
      return stored;
    });
    return polled.ok ? ok({ emitted, own, changed, repeated: polled.value.repeated }) : polled;
  }

  async sweep(): Promise<Result<FeedReport>> {
    const { erp, take, nowMs } = this.#parts;
    const { model } = this.#watch;
    const present = await presentIds(erp, this.#watch);
    if (!present.ok) return present;
    const met = this.#stream.seenIds();
    // What the outbox tells of those that are gone is told before.
    const polled = this.#stream.tellsDeletions ? await this.poll() : ok(NOTHING);
    if (!polled.ok) return polled;
    const gone = await goneAmong(erp, model, this.#missing(met, present.value));
    if (!gone.ok) return gone;
    // What a poll may still remember would be missed again by the next sweep.
    const remembered = new Set(met);
    const told = [...unpacked(this.#census?.told ?? []), ...gone.value].filter((id) => remembered.has(id));
    const census = { there: packed(present.value), told: packed(told) };
    const events = gone.value.map((id) => this.#deleted(id));
    const stored = await take(events, [censusOf(this.#watch, census, textOf(nowMs()))]);
    if (!stored.ok) return stored;
    this.#census = census;
    return ok({ ...polled.value, emitted: polled.value.emitted + events.length });
  }

  /** Deletions the outbox tells; of a part of the model, those of records that were known to belong to it. */
  #goneNow(ids: readonly number[]): { readonly events: readonly Arrived[]; readonly census?: Census } {
    if (ids.length === 0) return { events: [] };
    const there = new Set(unpacked(this.#census?.there ?? []));
    const told = new Set(unpacked(this.#census?.told ?? []));
    const met = new Set(this.#stream.seenIds());
    const isOurs = (id: number): boolean => this.#watch.domain.length === 0 || there.has(id) || met.has(id);
    const gone = [...new Set(ids)].filter((id) => !told.has(id) && isOurs(id));
    const census = { there: packed([...there].filter((id) => !gone.includes(id))), told: packed([...told, ...gone]) };
    return { events: gone.map((id) => this.#deleted(id)), census };
  }

  /** There at the last sweep or met by a poll since, and not now. */
  #missing(met: readonly number[], present: readonly number[]): readonly number[] {
    const there = new Set(present);
    const told = new Set(unpacked(this.#census?.told ?? []));
    const known = new Set([...unpacked(this.#census?.there ?? []), ...met]);
    return [...known].filter((id) => !there.has(id) && !told.has(id));
  }

  #deleted(recordId: number): Arrived {
    const { model } = this.#watch;
    const at = new Date(this.#parts.nowMs()).toISOString();
    const data = { model, recordId, noticedAt: at };
    return {
      identity: [model, recordId, 'deleted'],
      message: messageOf(this.#parts, 'integration.record.deleted', data, { at, mode: 'reconcile' }),
    };
  }

  async replay(from: string, to: string, run: string): Promise<Result<FeedReport>> {
    let [emitted, after] = [0, 0];
    for (;;) {
      const page = await readRows(
        this.#parts.erp,
        this.#watch,
        [
          ['write_date', '>=', from],
          ['write_date', '<=', to],
          ['id', '>', after],
        ],
        this.#pageSize,
      );
      if (!page.ok) return page;
      const again = page.value.map((row) => {
        const { identity, message } = this.#arrived({ row, sight: this.#stream.sightOf(row) }, 'replay');
        return { identity: [...identity, run], message };
      });
      const stored = again.length > 0 ? await this.#parts.take(again, []) : ok(undefined);
      if (!stored.ok) return stored;
      emitted += again.length;
      after = page.value.at(-1)?.id ?? after;
      if (page.value.length < this.#pageSize) return ok({ ...NOTHING, emitted });
    }
  }

  /** By everybody who wrote it since the last look, or, where only the row itself tells, by who did last. */
  #isOwn({ row, writers }: News): boolean {
    const { ownUid } = this.#parts;
    return ownUid !== undefined && (writers ?? [row.by]).every((writer) => writer === ownUid);
  }

  #arrived(news: News, mode: Occasion['mode']): Arrived {
    const { row, sight } = news;
    const { model } = this.#watch;
    const own = this.#parts.ownWrites === 'mark' && this.#isOwn(news);
    const message = messageOf(this.#parts, 'integration.record.changed', this.#data(row, sight), {
      at: instantOf(row.at),
      mode,
      own,
    });
    return { identity: [model, row.id, sight.at, sight.turn, sight.print], message };
  }

  #data(row: Row, sight: Sight) {
    return {
      ...{ model: this.#watch.model, recordId: row.id, changedAt: instantOf(row.at) },
      ...{ turn: sight.turn, fingerprint: sight.print },
      ...(row.untouched ? { created: true } : {}),
      ...(row.by === undefined ? {} : { changedBy: row.by }),
      values: row.values as Record<string, never>,
    };
  }
}
