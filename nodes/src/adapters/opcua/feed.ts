/** TagFeed and ConditionFeed over OPC UA: one supervised session, any number of subscriptions, a watchdog over them. */
import type { ClientSession } from 'node-opcua-client';
import type { Failure } from '../../domain/failure.ts';
import type {
  ConditionFeed,
  ConditionListener,
  ConditionOptions,
  WatchedConditions,
} from '../../domain/plant/condition-feed.ts';
import type { BrowseEntry, FeedHealth, FeedListener, FeedOptions, TagFeed } from '../../domain/plant/tag-feed.ts';
import { type Clock, fail, ok, type Result, type Sample } from '../../domain/ports.ts';
import { browseNotifiers, browseTags, readTags } from './browse.ts';
import { ConditionWatch } from './condition-watch.ts';
import { toFailure } from './faults.ts';
import { longestSilenceMs } from './lifeline.ts';
import { OpcuaSession, type OpcuaTarget } from './session.ts';
import { Watch } from './subscription.ts';

interface Subscribed {
  start(): Promise<void>;
  close(): Promise<void>;
  abandon(): void;
  /** Absent where nothing can be told again. */
  replay?(): void;
}

interface Watched {
  readonly what: string;
  readonly options: { readonly publishingMs: number };
  readonly listener: Pick<FeedListener, 'onHealth'>;
  readonly make: (session: ClientSession, ears: Ears) => Subscribed;
  watch?: Subscribed | undefined;
}

/** How a subscription is heard as long as it is the one that counts. */
interface Ears {
  hear(): void;
  broken(reason: string): void;
  isCurrent(): boolean;
}

const WATCHDOG_MS = 1_000;

export class OpcuaFeed implements TagFeed, ConditionFeed {
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
      onRestored: () => this.#restored(),
      onDown: (failure) => this.#tell({ state: this.#health.heardAtMs === undefined ? 'connecting' : 'lost', failure }),
    });
    this.#session.start();
    this.#guard();
  }

  subscribe(tags: readonly string[], options: FeedOptions, listener: FeedListener): { close(): Promise<void> } {
    const wanted = [...new Set(tags)];
    return this.#add({
      ...{ what: 'watch tags', options, listener },
      make: (session, { isCurrent, hear, broken }) =>
        new Watch(session, wanted, options, {
          onSamples: (samples) => isCurrent() && listener.onSamples(samples),
          onHeard: hear,
          onBroken: broken,
        }),
    });
  }

  conditions(notifier: string, options: ConditionOptions, listener: ConditionListener): WatchedConditions {
    const watched: Watched = {
      ...{ what: `watch alarms of ${notifier}`, options, listener },
      make: (session, { isCurrent, hear, broken }) =>
        new ConditionWatch(session, notifier, options, this.#clock, {
          onWords: (words) => isCurrent() && listener.onWords(words),
          onRefused: (cause) => isCurrent() && listener.onRefused(cause),
          onHeard: hear,
          onBroken: broken,
        }),
    };
    return { ...this.#add(watched), replay: () => watched.watch?.replay?.() };
  }

  read(tags: readonly string[]): Promise<Result<readonly Sample[]>> {
    return this.#with('read tags', (session) => readTags(session, tags));
  }

  browse(tag?: string): Promise<Result<readonly BrowseEntry[]>> {
    return this.#with('browse', (session) => browseTags(session, tag));
  }

  notifiers(): Promise<Result<readonly BrowseEntry[]>> {
    return this.#with('look for notifiers', browseNotifiers);
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

  #add(watched: Watched): { close(): Promise<void> } {
    this.#watched.add(watched);
    const { session } = this.#session;
    if (session) void this.#watch(watched, session);
    watched.listener.onHealth(this.#health);
    return {
      close: async () => {
        this.#watched.delete(watched);
        await watched.watch?.close();
      },
    };
  }

  #up(session: ClientSession): void {
    this.#tell({ state: 'flowing', heardAtMs: this.#clock.now() });
    for (const watched of this.#watched) void this.#watch(watched, session);
  }

  /** Queues of the server may have run over meanwhile. */
  #restored(): void {
    this.#tell({ state: 'flowing', heardAtMs: this.#clock.now() });
    for (const { watch } of this.#watched) watch?.replay?.();
  }

  async #watch(watched: Watched, session: ClientSession): Promise<void> {
    const old = watched.watch;
    const isCurrent = (): boolean => watched.watch === watch;
    const watch = watched.make(session, {
      isCurrent,
      hear: () => isCurrent() && this.#heard(),
      broken: (reason) => isCurrent() && this.#startOver(reason, watched.what),
    });
    watched.watch = watch;
    if (old) this.#closing = Promise.all([this.#closing, old.close()]);
    try {
      await watch.start();
    } catch (error) {
      if (isCurrent() && this.#watched.has(watched)) this.#startOver(error, watched.what);
    }
  }

  /** A half-working session is worse than none: everything is made anew. */
  #startOver(reason: unknown, what: string, state: FeedHealth['state'] = 'lost'): void {
    for (const watched of this.#watched) {
      watched.watch?.abandon();
      watched.watch = undefined;
    }
    this.#tell({ state, failure: toFailure(reason, what, this.#target.url) });
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
        this.#startOver(`timed out: no word for ${limitMs} ms`, 'listen', 'silent');
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
