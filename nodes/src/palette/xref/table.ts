/**
 * The rows of the journal inside the look-up of the site pack, and the messages that wait for them. A message is put
 * aside in one moment and its row approved in another, in any order: both ring, and now and then everything is looked at.
 */
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { isMapped } from '../../domain/site/crosswalk/release.ts';
import { CODE_MISSED, ROWS_CHANGED } from '../../domain/site/crosswalk/row.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { NodeContext } from '../../host/node.ts';
import { Releasing } from './releasing.ts';

/** Misses that are looked at when one was told; the rest is looked at with the next row or minute. */
const RECENT = 100;
const LOOK_EVERY_MS = 60_000;

type Parts = Pick<NodeContext<unknown>, 'id' | 'clock' | 'report' | 'log'>;

export interface Table {
  close(): Promise<void>;
}

export async function keepTable(parts: Parts, journal: Journal, site: SitePackResource): Promise<Result<Table>> {
  const keeper = new Keeper(parts, journal, site);
  const read = await keeper.read();
  if (!read.ok) return fail(read.failure);
  keeper.begin();
  return ok(keeper);
}

class Keeper implements Table {
  readonly #parts: Parts;
  readonly #journal: Journal;
  readonly #site: SitePackResource;
  readonly #releasing: Releasing;
  #approved = 0;
  #turn: Promise<void> = Promise.resolve();
  #stops: (() => void)[] = [];
  #cancel: () => void = () => undefined;
  #lastReason = '';
  #closed = false;

  constructor(parts: Parts, journal: Journal, site: SitePackResource) {
    this.#parts = parts;
    this.#journal = journal;
    this.#site = site;
    this.#releasing = new Releasing(journal, site);
  }

  async read(): Promise<Result<void>> {
    const { pack, crosswalk } = this.#site;
    const rows = await this.#journal.crosswalk(pack.name);
    if (!rows.ok) return rows;
    this.#approved = rows.value.filter(({ status }) => status === 'approved').length;
    crosswalk.maintain(this.#parts.id, rows.value);
    return ok(undefined);
  }

  begin(): void {
    this.#stops = [
      this.#journal.onWork(ROWS_CHANGED, () => this.#next(() => this.#changed())),
      this.#journal.onWork(CODE_MISSED, () => this.#next(() => this.#missed())),
    ];
    this.#look();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    for (const stop of this.#stops) stop();
    await this.#turn;
    this.#site.crosswalk.maintain(this.#parts.id, []);
  }

  #next(work: () => Promise<Result<unknown>>): void {
    this.#turn = this.#turn.then(async () => {
      if (this.#closed) return;
      const done = await work().catch((bug: unknown) => this.#parts.log.warn(String(bug)));
      this.#hear(done && !done.ok ? done.failure : undefined);
    });
  }

  #look(): void {
    this.#next(() => this.#releasing.pass());
    if (!this.#closed) this.#cancel = this.#parts.clock.after(LOOK_EVERY_MS, () => this.#look());
  }

  async #changed(): Promise<Result<unknown>> {
    const read = await this.read();
    if (!read.ok) return read;
    this.#releasing.forget();
    return this.#releasing.pass();
  }

  /** The row may have come between the look-up that failed and the moment the message was put aside. */
  async #missed(): Promise<Result<unknown>> {
    const since = this.#releasing.lastPassMs;
    const misses = await this.#journal.crosswalkMisses(this.#site.pack.name, RECENT);
    if (!misses.ok) return misses;
    const isMappedNow = misses.value.some((miss) => miss.lastSeen >= since && isMapped(miss, this.#site.crosswalk));
    return isMappedNow ? this.#releasing.pass() : this.#releasing.count();
  }

  /** Each new reason once. */
  #hear(failure: Failure | undefined): void {
    const { report, log } = this.#parts;
    if (failure) {
      if (failure.reason !== this.#lastReason) log.failure(failure);
      report({ health: 'failed', text: failure.reason });
    } else {
      const { waiting } = this.#releasing;
      const text = `${this.#approved} rows, ${waiting} waiting`;
      report({ health: waiting > 0 ? 'degraded' : 'ok', text });
    }
    this.#lastReason = failure?.reason ?? '';
  }
}
