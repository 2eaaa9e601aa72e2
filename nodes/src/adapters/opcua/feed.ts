/** TagFeed over OPC UA: one supervised session, any number of subscriptions, a watchdog over each of them. */
import type { ClientSession } from 'node-opcua-client';
import type { Failure } from '../../domain/failure.ts';
import type { BrowseEntry, FeedHealth, FeedListener, FeedOptions, TagFeed } from '../../domain/plant/tag-feed.ts';
import { type Clock, fail, ok, type Result, type Sample } from '../../domain/ports.ts';
import { browseTags, readTags } from './browse.ts';
import { toFailure } from './faults.ts';
import { OpcuaSession, type OpcuaTarget } from './session.ts';
import { longestSilenceMs, Watch } from './subscription.ts';

interface Watched {
  readonly tags: readonly string[];
  readonly options: FeedOptions;
  readonly listener: FeedListener;
  watch?: Watch | undefined;
}

const WATCHDOG_MS = 1_000;

export class OpcuaFeed implements TagFeed {
  readonly #target: OpcuaTarget;
  readonly #clock: Clock;
  readonly #session: OpcuaSession;
  readonly #watched = new Set<Watched>();
  #health: FeedHealth = { state: 'connecting' };
  #cancelWatchdog: (() => void) | undefined;
  #closing: Promise<unknown> = Promise.resolve();

  constructor(target: OpcuaTarget, clock: Clock) {
    this.#target = target;
    this.#clock = clock;
    this.#session = new OpcuaSession(target, clock, {
      onUp: (session) => this.#up(session),
      onLost: () => this.#tell({ state: 'lost' }),
      onRestored: () => this.#tell({ state: 'flowing', heardAtMs: clock.now() }),
      onDown: (failure) => this.#tell({ state: this.#health.heardAtMs === undefined ? 'connecting' : 'lost', failure }),
    });
    this.#session.start();
    this.#guard();
  }

  subscribe(tags: readonly string[], options: FeedOptions, listener: FeedListener): { close(): Promise<void> } {
    const watched: Watched = { tags: [...new Set(tags)], options, listener };
    this.#watched.add(watched);
    const { session } = this.#session;
    if (session) void this.#watch(watched, session);
    listener.onHealth(this.#health);
    return {
      close: async () => {
        this.#watched.delete(watched);
        await watched.watch?.close();
      },
    };
  }

  read(tags: readonly string[]): Promise<Result<readonly Sample[]>> {
    return this.#with('read tags', (session) => readTags(session, tags));
  }

  browse(tag?: string): Promise<Result<readonly BrowseEntry[]>> {
    return this.#with('browse', (session) => browseTags(session, tag));
  }

  health(): FeedHealth {
    return this.#health;
  }

  /** Ends the session with everything in it; a subscription of its own cannot be ended while the server is away. */
  async close(): Promise<void> {
    this.#cancelWatchdog?.();
    for (const { watch } of this.#watched) watch?.abandon();
    this.#watched.clear();
    await Promise.all([this.#closing, this.#session.close()]);
  }

  async #with<T>(attempted: string, task: (session: ClientSession) => Promise<T>): Promise<Result<T>> {
    const { session } = this.#session;
    if (!session || this.#health.state === 'lost') return fail(this.#unconnected(attempted));
    try {
      return ok(await task(session));
    } catch (error) {
      return fail(toFailure(error, attempted, this.#target.url));
    }
  }

  #unconnected(attempted: string): Failure {
    const known = this.#health.failure;
    return known ? { ...known, attempted } : toFailure('not connected', attempted, this.#target.url);
  }

  #up(session: ClientSession): void {
    this.#tell({ state: 'flowing', heardAtMs: this.#clock.now() });
    for (const watched of this.#watched) void this.#watch(watched, session);
  }

  async #watch(watched: Watched, session: ClientSession): Promise<void> {
    const old = watched.watch;
    const watch = new Watch(session, watched.tags, watched.options, {
      onSamples: (samples) => watched.watch === watch && watched.listener.onSamples(samples),
      onHeard: () => watched.watch === watch && this.#heard(),
      onBroken: (reason) => watched.watch === watch && this.#startOver(reason),
    });
    watched.watch = watch;
    if (old) this.#closing = Promise.all([this.#closing, old.close()]);
    try {
      await watch.start();
    } catch (error) {
      if (watched.watch === watch && this.#watched.has(watched)) this.#startOver(error);
    }
  }

  /** A half-working session is worse than none: everything is made anew. */
  #startOver(reason: unknown, state: FeedHealth['state'] = 'lost'): void {
    for (const watched of this.#watched) watched.watch = undefined;
    this.#tell({ state, failure: toFailure(reason, 'watch tags', this.#target.url) });
    this.#session.rebuild();
  }

  #heard(): void {
    this.#health = { ...this.#health, heardAtMs: this.#clock.now() };
    if (this.#health.state !== 'flowing') this.#tell({ state: 'flowing' });
  }

  /** Silence is a fault even when the connection looks fine: subscriptions are known to stop without a word. */
  #guard(): void {
    this.#cancelWatchdog = this.#clock.after(WATCHDOG_MS, () => {
      const limitMs = Math.max(0, ...[...this.#watched].map(({ options }) => longestSilenceMs(options)));
      const { state, heardAtMs = 0 } = this.#health;
      if (limitMs > 0 && state === 'flowing' && this.#clock.now() - heardAtMs > limitMs) {
        this.#startOver(`timed out: no word for ${limitMs} ms`, 'silent');
      }
      this.#guard();
    });
  }

  #tell(change: FeedHealth): void {
    const { failure: _settled, ...before } = this.#health;
    this.#health = { ...before, ...change };
    for (const { listener } of this.#watched) listener.onHealth(this.#health);
  }
}
