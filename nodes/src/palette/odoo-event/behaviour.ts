/** Asks Odoo again and again what changed; what it finds is durable before the place it was found at is. */

import type { Target } from '../../domain/delivery/mode.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import type { Feed, FeedParts, FeedReport } from '../../domain/odoo/changes/feed.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext, StatusReport } from '../../host/node.ts';
import { SourceActivity } from '../../host/source-status.ts';
import { telemetry } from '../../host/telemetry.ts';
import type { Config } from './definition.ts';
import { openFeed } from './feeds.ts';
import { openHints, type RouteParts } from './hint-route.ts';
import { Hints } from './hints.ts';
import { replayOf } from './replay.ts';

const STATUS_EVERY_MS = 1_000;
const AGAIN_MS = 5_000;
/** A burst of hints is answered by one poll. */
const HINT_PAUSE_MS = 300;

export async function startOdooEvent(
  context: NodeContext<Config>,
  proof: Pick<RouteParts, 'isSameSecret'>,
): Promise<Result<Behaviour>> {
  const { config } = context;
  const target = await context.resource<Target>(config.connection);
  if (!target.ok) return target;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const following = new Following(context, target.value, journal.value, site.value);
  const route = openHints(config, { ...context, ...proof, hint: (record) => following.hinted(record) });
  if (!route.ok) {
    await following.close();
    return route;
  }
  following.run(route.value);
  return ok(following);
}

class Following implements Behaviour {
  readonly #context: NodeContext<Config>;
  readonly #target: Target;
  readonly #journal: Journal;
  readonly #site: SitePackResource;
  readonly #intake: Intake;
  readonly #activity: SourceActivity;
  readonly #hints: Hints;
  #feed: Feed | undefined;
  #running: Promise<void> = Promise.resolve();
  #replays: Promise<unknown> = Promise.resolve();
  #peer: StatusReport | undefined = { health: 'waiting', text: 'not asked yet' };
  #trouble: Failure | undefined;
  #failing: Failure | undefined;
  #isHinted = false;
  #sweptMs = 0;
  #wake: () => void = () => undefined;
  #cancelStatus: () => void = () => undefined;
  #closeRoute: () => void = () => undefined;
  #closed = false;

  constructor(context: NodeContext<Config>, target: Target, journal: Journal, site: SitePackResource) {
    const { id, config, clock, hash } = context;
    this.#context = context;
    this.#target = target;
    this.#journal = journal;
    this.#site = site;
    this.#activity = new SourceActivity(clock);
    this.#hints = new Hints(clock, config.overlapSeconds * 1_000, (outcome) =>
      telemetry.count('plantwire_odoo_hints_total', { outcome }),
    );
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: config.underWay },
      send: (message) => context.emit(message, message.failure ? 'rejected' : 'events'),
      trouble: (failure) => {
        this.#trouble = this.#heard(failure, this.#trouble);
      },
    });
  }

  run(closeRoute: () => void): void {
    this.#closeRoute = closeRoute;
    this.#show();
    this.#running = this.#follow();
  }

  hinted(record: string | undefined): void {
    if (record !== undefined) this.#hints.announce(record);
    this.#isHinted = true;
    this.#context.clock.after(HINT_PAUSE_MS, () => {
      if (!this.#failing) this.#wake();
    });
  }

  /** Sends again what changed in a time; waits for the poll that is at work. */
  async handle(message: Message): Promise<Outcome> {
    const wanted = replayOf(message.event);
    if (!wanted.ok) return { kind: 'reject', failure: wanted.failure };
    const feed = await this.#opened();
    if (!feed.ok) return { kind: 'retry', failure: feed.failure };
    const { from, to } = wanted.value;
    const again = this.#replays.then(() => feed.value.replay(from, to, this.#context.ids.uuid()));
    this.#replays = again;
    const done = await again;
    if (!done.ok) return { kind: 'retry', failure: done.failure };
    this.#context.log.info(`${done.value.emitted} events sent again, from ${from} to ${to}`);
    return { kind: 'pass-all', messages: [] };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#closeRoute();
    this.#cancelStatus();
    this.#wake();
    await this.#intake.close();
    await this.#running;
  }

  async #follow(): Promise<void> {
    while (!this.#closed) {
      this.#isHinted = false;
      const asked = await this.#ask();
      if (this.#closed) return;
      this.#failing = this.#heard(asked.ok ? undefined : asked.failure, this.#failing);
      this.#peer = asked.ok ? undefined : peerOf(asked.failure);
      this.#hints.settle();
      const untilNextMs = this.#isHinted ? HINT_PAUSE_MS : this.#context.config.pollSeconds * 1_000;
      await this.#pause(asked.ok ? untilNextMs : AGAIN_MS);
    }
  }

  async #ask(): Promise<Result<void>> {
    const { clock, config } = this.#context;
    const standing = this.#target.standing();
    if (!standing.mayRead) return fail(handsOff(standing.reason ?? standing.mode));
    const feed = await this.#opened();
    if (!feed.ok) return feed;
    const polled = await feed.value.poll();
    if (!polled.ok) return this.#stumbled(polled.failure);
    this.#tell(polled.value);
    const isSweepDue = config.sweepMinutes > 0 && clock.now() - this.#sweptMs >= config.sweepMinutes * 60_000;
    if (!isSweepDue) return ok(undefined);
    const swept = await feed.value.sweep();
    if (!swept.ok) return swept;
    this.#sweptMs = clock.now();
    this.#tell(swept.value);
    return ok(undefined);
  }

  /** What was stored of a page that failed, the journal knows better than we: begin again from its notes. */
  #stumbled(failure: Failure): Result<never> {
    this.#feed = undefined;
    return fail(failure);
  }

  async #opened(): Promise<Result<Feed>> {
    if (this.#feed) return ok(this.#feed);
    const notes = await this.#journal.counters(this.#context.id);
    if (!notes.ok) return notes;
    const opened = await openFeed(this.#context, this.#site, this.#target, notes.value, this.#take);
    if (opened.ok) this.#feed = opened.value;
    return opened;
  }

  readonly #take: FeedParts['take'] = async (arrived, notes) => {
    await this.#intake.room();
    return this.#intake.take(arrived, notes);
  };

  #tell({ emitted, repeated, own, changed }: FeedReport): void {
    const counts = { emitted, repeated, own };
    for (const [outcome, count] of Object.entries(counts))
      for (let one = 0; one < count; one += 1) telemetry.count('plantwire_odoo_changes_total', { outcome });
    for (let one = 0; one < emitted; one += 1) this.#activity.heard();
    if (this.#context.config.hintPath !== '') this.#hints.found(changed);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#context.clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
      if (this.#closed) this.#wake();
    });
  }

  #show(): void {
    const { clock, report } = this.#context;
    const view = { ...(this.#trouble ? { trouble: this.#trouble } : {}), ...(this.#peer ? { peer: this.#peer } : {}) };
    report(this.#activity.report({ waiting: this.#intake.waiting(), ...view }));
    this.#cancelStatus = clock.after(STATUS_EVERY_MS, () => this.#show());
  }

  /** Each new reason once. */
  #heard(failure: Failure | undefined, before: Failure | undefined): Failure | undefined {
    if (failure && failure.reason !== before?.reason) this.#context.log.failure(failure);
    return failure;
  }
}

const FINAL: readonly Failure['class'][] = ['configuration', 'authorisation', 'business', 'data'];

const peerOf = (failure: Failure): StatusReport => ({
  health: FINAL.includes(failure.class) ? 'failed' : 'degraded',
  text: failure.reason,
});

const handsOff = (reason: string): Failure => ({
  code: 'reading-paused',
  class: 'waiting',
  attempted: 'look for changes',
  on: 'Odoo',
  reason,
  nextStep: 'Nothing: it goes on by itself where it stood.',
});
