/**
 * Alarm events in, maintenance requests out. What a batch of events changes, and the requests that follow from it, are
 * one transaction of the journal; only then are the events let go and the requests sent. A batch that could not be
 * stored has not happened, and is told again.
 */
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
import { Batching } from '../../host/batching.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { Steps } from '../../host/steps.ts';
import { Trouble } from '../../host/trouble.ts';
import { reportOf } from './alarm-status.ts';
import type { Config } from './definition.ts';

const TICK_MS = 1_000;
/** Events that share a transaction at most. */
const BATCH = 1_000;
/** Requests on their way at once: the budget keeps far below. */
const UNDER_WAY = 1_000;
const CONDITION = events['equipment.condition.changed'];

export async function startAlarms(context: NodeContext<Config>): Promise<Result<Behaviour>> {
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

class Filtering {
  readonly #context: NodeContext<Config>;
  readonly #plan: AlarmPlan;
  readonly #intake: Intake;
  #state: AlarmState;
  readonly #batching: Batching<Envelope, Outcome>;
  readonly #steps: Steps;
  readonly #trouble: Trouble;

  constructor(context: NodeContext<Config>, plan: AlarmPlan, journal: Journal, state: AlarmState) {
    const { id, clock, hash, log } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#plan = plan;
    this.#state = state;
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, 'requests'),
      trouble: this.#trouble.hear,
    });
    this.#steps = new Steps({
      ...{ clock, everyMs: TICK_MS, look: () => this.#lookAtTheClock() },
      bug: (error) => log.warn(String(error)),
    });
    this.#batching = new Batching({ steps: this.#steps, most: BATCH, take: (batch) => this.#takeBatch(batch) });
  }

  handle(message: Message): Promise<Outcome> {
    const event = conditionIn(message);
    if (!event.ok) return Promise.resolve(reject(event.failure));
    return this.#batching.add(event.value);
  }

  async close(): Promise<void> {
    await this.#steps.close();
    await this.#intake.close();
  }

  async #takeBatch(batch: readonly Envelope[]): Promise<readonly Outcome[]> {
    const stored = await this.#keep(take(this.#plan, this.#state, batch, this.#context.clock.now()));
    if (!stored.ok) return batch.map(() => ({ kind: 'retry', failure: stored.failure }));
    const { text } = reportOf(this.#state, undefined);
    return batch.map(() => ({ kind: 'drop', reason: 'filtered', note: text }));
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

  async #lookAtTheClock(): Promise<void> {
    const { clock, report } = this.#context;
    await this.#keep(tick(this.#plan, this.#state, clock.now()));
    report(reportOf(this.#state, this.#trouble.now));
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
