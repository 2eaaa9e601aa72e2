/**
 * Alarm events in, maintenance requests out. What a batch of events changes, and the requests that follow from it, are
 * one transaction of the journal; only then are the events let go and the requests sent. A batch that could not be
 * stored has not happened, and is told again.
 */
import type { z } from 'zod';
import { events, eventType } from '../../domain/canonical/registry.ts';
import type { Envelope } from '../../domain/envelope.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { type AlarmPlan, type AlarmStep, take, tick } from '../../domain/plant/alarms/chain.ts';
import { alarmList } from '../../domain/plant/alarms/list.ts';
import { type AlarmState, restoreState } from '../../domain/plant/alarms/state.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { reportOf } from './activity.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

const TICK_MS = 1_000;
/** Events that share a transaction at most. */
const BATCH = 1_000;
/** Requests on their way at once: the budget keeps far below. */
const UNDER_WAY = 1_000;
const CONDITION = events['equipment.condition.changed'];

export async function startFilter(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config, hash } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { alarms, enterprise, site: siteId, name } = site.value.pack;
  if (!alarms || alarms.list.length === 0) return fail(noList(name));
  const rows = await journal.value.counters(context.id);
  if (!rows.ok) return rows;
  const plan = { enterprise, site: siteId, hash, limits: alarms.limits, find: alarmList(alarms.list) };
  const filtering = new Filtering(context, plan, journal.value, restoreState(rows.value));
  return ok({ handle: (message) => filtering.handle(message), close: () => filtering.close() });
}

interface Waiting {
  readonly event: Envelope;
  readonly answer: (outcome: Outcome) => void;
  readonly fail: (bug: unknown) => void;
}

class Filtering {
  readonly #context: NodeContext<Config>;
  readonly #plan: AlarmPlan;
  readonly #intake: Intake;
  #state: AlarmState;
  #waiting: Waiting[] = [];
  /** Steps are taken one after the other: each begins with what the last one stored. */
  #turn: Promise<void> = Promise.resolve();
  #trouble: Failure | undefined;
  #cancelTick: () => void = () => undefined;
  #closed = false;

  constructor(context: NodeContext<Config>, plan: AlarmPlan, journal: Journal, state: AlarmState) {
    const { id, clock, hash } = context;
    this.#context = context;
    this.#plan = plan;
    this.#state = state;
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, 'requests'),
      trouble: (failure) => this.#hear(failure),
    });
    this.#tick();
  }

  handle(message: Message): Promise<Outcome> {
    const event = conditionIn(message);
    if (!event.ok) return Promise.resolve(reject(event.failure));
    return new Promise((answer, fail) => {
      this.#waiting.push({ event: event.value, answer, fail });
      if (this.#waiting.length === 1) this.#next(() => this.#takeAll());
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTick();
    await this.#turn;
    await this.#intake.close();
  }

  #next(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((bug: unknown) => this.#context.log.warn(String(bug)));
  }

  async #takeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      const outcome = await this.#takeBatch(batch.map(({ event }) => event)).catch((bug: unknown) => ({ bug }));
      this.#waiting = this.#waiting.slice(batch.length);
      for (const { answer, fail } of batch) 'bug' in outcome ? fail(outcome.bug) : answer(outcome);
    }
  }

  async #takeBatch(batch: readonly Envelope[]): Promise<Outcome> {
    const stored = await this.#keep(take(this.#plan, this.#state, batch, this.#context.clock.now()));
    if (!stored.ok) return { kind: 'retry', failure: stored.failure };
    return { kind: 'drop', reason: 'filtered', note: reportOf(this.#state, undefined).text };
  }

  async #keep(step: AlarmStep): Promise<Result<void>> {
    if (step.rows.length === 0) return ok(undefined);
    const requests = step.requests.map((event) => ({ identity: [event.id], message: { event, trail: [] } }));
    const stored = await this.#intake.take(requests, step.rows);
    if (!stored.ok) return stored;
    this.#state = step.state;
    for (const event of step.notices) this.#context.emit({ event, trail: [] }, 'notices');
    return stored;
  }

  #tick(): void {
    const { clock, report } = this.#context;
    this.#next(async () => {
      await this.#keep(tick(this.#plan, this.#state, clock.now()));
      report(reportOf(this.#state, this.#trouble));
    });
    if (!this.#closed) this.#cancelTick = clock.after(TICK_MS, () => this.#tick());
  }

  /** Each new reason once. */
  #hear(failure: Failure | undefined): void {
    if (failure && failure.reason !== this.#trouble?.reason) this.#context.log.failure(failure);
    this.#trouble = failure;
  }
}

function conditionIn({ event }: Message): Result<Envelope> {
  const found = typeof event === 'object' && event !== null ? (event as Partial<Envelope>) : {};
  if (found.type !== eventType(CONDITION)) return fail(notAnAlarm(String(found.type ?? 'no event')));
  const { success } = CONDITION.reader.safeParse(found.data);
  return success && typeof found.time === 'string' ? ok(event as Envelope) : fail(notAnAlarm('an incomplete event'));
}

const notAnAlarm = (what: string): Failure => ({
  code: 'not-an-alarm',
  class: 'data',
  attempted: 'read the change of an alarm condition',
  on: what,
  reason: 'only valid events equipment.condition.changed are filtered here',
  nextStep: 'Put a schema validator that accepts equipment.condition.changed before this node.',
});

const noList = (pack: string): Failure => ({
  code: 'alarm-list-missing',
  class: 'configuration',
  attempted: 'read the rationalised alarm list',
  on: `site pack ${pack}`,
  reason: 'it has no "alarms" with a "list"',
  nextStep: 'Enter under "alarms" which conditions ask for work, on which asset and how urgently.',
});
