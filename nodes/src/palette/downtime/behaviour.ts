/**
 * States and reasons in, standstills out. What a batch of events changes, and the standstills that follow from it, are
 * one transaction of the journal; only then are the events let go and the standstills sent. A batch that could not be
 * stored has not happened, and is told again.
 */
import type { z } from 'zod';
import { events, eventType } from '../../domain/canonical/registry.ts';
import type { Envelope } from '../../domain/envelope.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type DowntimeStep, take, tick } from '../../domain/operations/downtime/chain.ts';
import type { DowntimePlan } from '../../domain/operations/downtime/scenes.ts';
import { type DowntimeState, restore } from '../../domain/operations/downtime/state.ts';
import { unclassifiedList } from '../../domain/operations/downtime/unclassified.ts';
import { type Outcome, pass, reject } from '../../domain/outcome.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { Batching } from '../../host/batching.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { Steps } from '../../host/steps.ts';
import { Trouble } from '../../host/trouble.ts';
import { reportOf } from './activity.ts';
import type { definition } from './definition.ts';
import { noReasons, notAState } from './trouble.ts';

type Config = z.output<typeof definition.config>;

const TICK_MS = 1_000;
/** Events that share a transaction at most. */
const BATCH = 500;
/** Standstills on their way at once. */
const UNDER_WAY = 1_000;
const READ = [events['equipment.state.changed'], events['equipment.downtime.classified']] as const;
const SHIFTS = eventType(events['equipment.timeuse.reported']);

export async function startDowntime(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config, hash } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { downtime, name } = site.value.pack;
  if (!downtime) return fail(noReasons(name));
  const rows = await journal.value.counters(context.id);
  if (!rows.ok) return rows;
  const plan = { settings: downtime, site: site.value, hash, reportsShifts: config.reportShifts };
  const watching = new Watching(context, plan, journal.value, restore(rows.value));
  return ok({ handle: (message) => watching.handle(message), close: () => watching.close() });
}

class Watching {
  readonly #context: NodeContext<Config>;
  readonly #plan: DowntimePlan;
  readonly #intake: Intake;
  #state: DowntimeState;
  /** For the status: what nobody explained when something changed last. */
  #unexplained: number | undefined;
  readonly #batching: Batching<Envelope, Outcome>;
  /** When each line wants to be looked at; what is not in it at once. */
  #due: ReadonlyMap<string, number> | undefined;
  readonly #steps: Steps;
  readonly #trouble: Trouble;

  constructor(context: NodeContext<Config>, plan: DowntimePlan, journal: Journal, state: DowntimeState) {
    const { id, clock, hash, log } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#plan = plan;
    this.#state = state;
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, (message.event as Envelope).type === SHIFTS ? 'shifts' : 'stops'),
      trouble: this.#trouble.hear,
    });
    this.#steps = new Steps({
      ...{ clock, everyMs: TICK_MS, look: () => this.#lookAtTheClock() },
      bug: (error) => log.warn(String(error)),
    });
    this.#batching = new Batching({ steps: this.#steps, most: BATCH, take: (batch) => this.#takeBatch(batch) });
  }

  handle(message: Message): Promise<Outcome> {
    if (asksForList(message.event)) return Promise.resolve(pass({ ...message, event: this.#list() }, 'list'));
    const event = readable(message.event);
    if (!event.ok) return Promise.resolve(reject(event.failure));
    return this.#batching.add(event.value);
  }

  async close(): Promise<void> {
    await this.#steps.close();
    await this.#intake.close();
  }

  #list() {
    return unclassifiedList(this.#plan, this.#state, this.#context.clock.now());
  }

  async #takeBatch(batch: readonly Envelope[]): Promise<readonly Outcome[]> {
    const step = take(this.#plan, this.#state, batch, this.#context.clock.now());
    const stored = await this.#keep(step);
    return batch.map((event) => {
      if (!stored.ok) return { kind: 'retry', failure: stored.failure };
      const failure = step.refused.get(event);
      return failure ? reject(failure) : { kind: 'drop', reason: 'filtered' };
    });
  }

  async #keep(step: DowntimeStep): Promise<Result<void>> {
    if (step.rows.length > 0) {
      const told = [...step.stops, ...step.shifts];
      const arrived = told.map((event) => ({ identity: [event.id], message: { event, trail: [] } }));
      const stored = await this.#intake.take(arrived, step.rows);
      if (!stored.ok) return stored;
      this.#state = step.state;
      this.#unexplained = undefined;
      for (const event of step.notices) this.#context.emit({ event, trail: [] }, 'notices');
    }
    this.#due = new Map([...(this.#due ?? []), ...step.due]);
    return ok(undefined);
  }

  async #lookAtTheClock(): Promise<void> {
    const { clock, report } = this.#context;
    const now = clock.now();
    const due = [...(this.#due ?? [])].filter(([, dueMs]) => dueMs <= now).map(([line]) => line);
    if (!this.#due || due.length > 0)
      await this.#keep(tick(this.#plan, this.#state, this.#due ? new Set(due) : 'all', now));
    this.#due ??= new Map();
    this.#unexplained ??= this.#list().length;
    report(reportOf(this.#unexplained, this.#state.machines.size, this.#trouble.now));
  }
}

const asksForList = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && (event as { list?: unknown }).list === 'unclassified';

function readable(event: unknown): Result<Envelope> {
  const found = typeof event === 'object' && event !== null ? (event as Partial<Envelope>) : {};
  const definition = READ.find((one) => eventType(one) === found.type);
  if (!definition) return fail(notAState(String(found.type ?? 'no event')));
  const { success } = definition.reader.safeParse(found.data);
  const isWhole = success && typeof found.time === 'string' && typeof found.recordedtime === 'string';
  return isWhole ? ok(event as Envelope) : fail(notAState('an incomplete event'));
}
