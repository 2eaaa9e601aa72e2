/**
 * When every row of a file has an end, its sender is told: a result file with one line per row, left once, and an event
 * with the totals. Files that are over are forgotten after a while.
 */
import { buildEvent } from '../../domain/canonical/build.ts';
import { events, eventType } from '../../domain/canonical/registry.ts';
import { type BatchRow, type BatchTotals, counted, hasEnd, NO_ROWS } from '../../domain/delivery/batch.ts';
import { type FileCursor, isSpent, isUntold, resultName } from '../../domain/files/cursor.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Clock, type Hash, ok, type Result } from '../../domain/ports.ts';
import { valueAt } from '../../domain/validation/wording.ts';
import type { Drops, LeftFile } from '../../host/dropping.ts';
import type { Intake } from '../../host/intake.ts';
import { noteOf, tagOf } from './reading.ts';
import { brokenLine, ENDED_HEADING, endedLine } from './rows.ts';

const PAGE = 1_000;
const DAY_MS = 86_400_000;
const FORGOTTEN_AT_ONCE = 20;
const ENDED = eventType(events['integration.batch.ended']);

export const isEnding = ({ event }: Message): boolean => valueAt(event, ['type']) === ENDED;

export interface Known {
  readonly cursor: FileCursor;
  readonly atMs: number;
}

export interface ResultParts {
  readonly owner: string;
  readonly journal: Journal;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly hash: Hash;
  /** By checksum. */
  readonly known: Map<string, Known>;
  readonly rememberDays: number;
  readonly plant: { readonly enterprise: string; readonly site: string; readonly system: string };
  /** Where results are left of files that ended so. */
  drops(state: 'done' | 'failed'): Drops;
  /** False when nobody listens to totals. */
  isHeard(): boolean;
  /** Being read right now: looked at later. */
  isBusy(sha256: string): boolean;
}

export class Results {
  readonly #parts: ResultParts;
  constructor(parts: ResultParts) {
    this.#parts = parts;
  }

  /** Tells about files whose rows have all ended. */
  async tell(): Promise<Result<void>> {
    const { known, isBusy, journal, owner } = this.#parts;
    for (const [sha256, { cursor }] of known) {
      if (!isUntold(cursor) || isBusy(sha256)) continue;
      const open = await journal.isBatchOpen(owner, sha256);
      if (!open.ok) return open;
      if (open.value || isBusy(sha256)) continue;
      const told = await this.#tellOf(sha256, cursor);
      if (!told.ok) return told;
    }
    return ok(undefined);
  }

  async #tellOf(sha256: string, cursor: FileCursor): Promise<Result<void>> {
    const { intake, clock, known } = this.#parts;
    const totals = await this.#totals(sha256);
    // A letter that was replayed meanwhile has opened a row again.
    if (!totals.ok || totals.value === undefined) return totals.ok ? ok(undefined) : totals;
    const left = await this.#leave(sha256, cursor, totals.value);
    if (!left.ok) return left;
    const event = this.#event(sha256, cursor, totals.value, left.value.name);
    if (!event.ok) return event;
    const now = clock.now();
    const told = { ...cursor, told: cursor.sending ?? 1 };
    const stored = await intake.take(event.value, [noteOf(sha256, told, now)]);
    if (stored.ok) known.set(sha256, { cursor: told, atMs: now });
    return stored;
  }

  /** Undefined when a row has no end. */
  async #totals(sha256: string): Promise<Result<BatchTotals | undefined>> {
    let totals = NO_ROWS;
    for await (const page of this.#pages(sha256)) {
      if (!page.ok) return page;
      if (!page.value.every(({ state }) => hasEnd(state))) return ok(undefined);
      totals = counted(totals, page.value);
    }
    return ok(totals);
  }

  async *#pages(sha256: string): AsyncGenerator<Result<readonly BatchRow[]>> {
    const { journal, owner } = this.#parts;
    for (let after = 0; ; ) {
      const page = await journal.batchRows(owner, sha256, after, PAGE);
      yield page;
      if (!page.ok || page.value.length < PAGE) return;
      after = page.value.at(-1)?.row ?? after;
    }
  }

  async *#bytes(sha256: string, { name, reason }: FileCursor): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode(`${ENDED_HEADING}\n`);
    for await (const page of this.#pages(sha256)) {
      // Tells the folder's code that the file is not whole; it is written again.
      if (!page.ok) throw new Error(page.failure.reason);
      yield encoder.encode(page.value.map((row) => `${endedLine(row)}\n`).join(''));
    }
    if (reason !== undefined) yield encoder.encode(`${brokenLine(name, reason)}\n`);
  }

  /** Under the file's own name; where another file of that name was told of before, its checksum is added. */
  async #leave(sha256: string, cursor: FileCursor, totals: BatchTotals): Promise<Result<LeftFile>> {
    const { drops } = this.#parts;
    const { name, sending = 1, state } = cursor;
    const place = drops(state === 'failed' ? 'failed' : 'done');
    const under = (file: string): Promise<Result<LeftFile>> =>
      place.leave({
        key: `${sha256}:${sending}`,
        name: resultName(file, sending),
        bytes: () => this.#bytes(sha256, cursor),
        manifest: (sum) => `${sum}  ${resultName(file, sending)}\n# ${totalsText(totals)}\n`,
      });
    const left = await under(name);
    if (left.ok) return left;
    if (left.failure.code === 'file-exists') return under(`${name}-${sha256.slice(0, 8)}`);
    // Left before a kill; what a person decided meanwhile is told when the file comes again.
    if (left.failure.code === 'file-left-before') return ok({ name: left.failure.on, sha256: '', isAlready: true });
    return left;
  }

  #event(sha256: string, cursor: FileCursor, totals: BatchTotals, resultName: string) {
    const { plant, clock, hash, isHeard } = this.#parts;
    if (!isHeard()) return ok([]);
    const { name, sending = 1, state, reason } = cursor;
    const { buried: deadLetters, ...counts } = totals;
    const time = new Date(clock.now()).toISOString();
    const ended = {
      state: state === 'failed' ? ('failed' as const) : ('done' as const),
      ...(reason ? { reason } : {}),
    };
    const built = buildEvent(
      'integration.batch.ended',
      { batchId: sha256, name, sending, ...ended, ...counts, deadLetters, resultName },
      { ...plant, time, recordedtime: time, timequality: 'synced', sequence: { epoch: 0, counter: 0 } },
      hash,
    );
    return built.ok
      ? ok([{ identity: ['ended', sha256, sending], message: { event: built.value, trail: [] } }])
      : built;
  }

  /** A few at a time. */
  async forget(): Promise<Result<void>> {
    const { known, journal, owner, clock, rememberDays, isBusy } = this.#parts;
    const before = clock.now() - rememberDays * DAY_MS;
    const spent = [...known]
      .filter(([sha256, { cursor, atMs }]) => isSpent(cursor, atMs, before) && !isBusy(sha256))
      .slice(0, FORGOTTEN_AT_ONCE)
      .map(([sha256]) => sha256);
    for (const sha256 of spent) {
      for (let isMore = true; isMore; ) {
        const gone = await journal.forgetBatch(owner, sha256);
        if (!gone.ok) return gone;
        isMore = gone.value;
      }
    }
    if (spent.length === 0) return ok(undefined);
    const step = { owner, counters: [], events: [], segments: [], forget: spent.map(tagOf) };
    const stored = await journal.recordStep(step);
    if (stored.ok) for (const sha256 of spent) known.delete(sha256);
    return stored;
  }
}

const totalsText = ({ rows, posted, duplicate, filtered, buried, discarded }: BatchTotals): string =>
  `rows ${rows}, posted ${posted}, duplicate ${duplicate}, filtered ${filtered}, dead-letter ${buried}, discarded ${discarded}`;
