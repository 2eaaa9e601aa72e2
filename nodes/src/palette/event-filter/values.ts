/**
 * Samples in, fewer samples out. What a batch of samples changes, and the values that follow from it, are one transaction
 * of the journal; only then the samples are let go and the values sent. Raw values have no queue that would take them, so
 * they count as taken when they have entered the flow: a kill in between sends them again, nothing else does.
 */
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import type { Edge } from '../../domain/operations/aggregation.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { readInput } from '../../domain/plant/input.ts';
import {
  applied,
  type Reading,
  restoreValues,
  take,
  tick,
  toldLoad,
  type ValueStep,
  type Values,
} from '../../domain/plant/values/filter.ts';
import { heldIn, isDue, loadEvent } from '../../domain/plant/values/load.ts';
import { type FindRule, valueRules } from '../../domain/plant/values/rule.ts';
import { ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { Batching } from '../../host/batching.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext, StatusReport } from '../../host/node.ts';
import { Steps } from '../../host/steps.ts';
import { telemetry } from '../../host/telemetry.ts';
import { Trouble } from '../../host/trouble.ts';
import type { Config } from './definition.ts';

/** A value leaves at most so much later than it has held. */
const TICK_MS = 200;
/** Messages that share a transaction at most. */
const BATCH = 500;
const UNDER_WAY = 1_000;
const MINUTE_MS = 60_000;

export async function startValues(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config, hash, id } = context;
  const { deadband, deadbandOf: of, holdMs, repeatMinutes, tags } = config;
  const find = valueRules({ deadband: String(deadband), of, holdMs, repeatMs: repeatMinutes * MINUTE_MS }, tags);
  if (!find.ok) return find;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const rows = await journal.value.counters(id);
  if (!rows.ok) return rows;
  const edge: Edge = { site: site.value, hash, system: `values-${id}` };
  const known = restoreValues(rows.value, context.clock.now());
  const thinning = new Thinning(context, edge, find.value, journal.value, known);
  return ok({ handle: (message) => thinning.handle(message), close: () => thinning.close() });
}

class Thinning {
  readonly #context: NodeContext<Config>;
  readonly #edge: Edge;
  readonly #find: FindRule;
  readonly #journal: Journal;
  readonly #intake: Intake;
  readonly #batching: Batching<Reading, Outcome>;
  readonly #steps: Steps;
  readonly #trouble: Trouble;
  readonly #leaving = new Set<Promise<unknown>>();
  #values: Values;

  constructor(context: NodeContext<Config>, edge: Edge, find: FindRule, journal: Journal, values: Values) {
    const { id, clock, hash, log } = context;
    this.#context = context;
    this.#edge = edge;
    this.#find = find;
    this.#journal = journal;
    this.#values = values;
    this.#trouble = new Trouble(log);
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => this.#send(message),
      trouble: this.#trouble.hear,
    });
    this.#steps = new Steps({
      ...{ clock, everyMs: TICK_MS, after: this.#intake.begun(), look: () => this.#lookAtTheClock() },
      bug: (error) => log.warn(String(error)),
    });
    this.#batching = new Batching({ steps: this.#steps, most: BATCH, take: (batch) => this.#takeBatch(batch) });
  }

  handle({ event }: Message): Promise<Outcome> {
    const input = readInput(event, this.#edge.site.pack, this.#context.config.modbusEndpoint);
    return input.ok ? this.#batching.add(input.value) : Promise.resolve(reject(input.failure));
  }

  async close(): Promise<void> {
    await this.#steps.close();
    await this.#intake.close();
    await Promise.all(this.#leaving);
  }

  #send({ intake, ...message }: Message): void {
    this.#context.emit(message, 'values');
    if (intake === undefined) return;
    const left = this.#journal.take(intake).finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }

  async #takeBatch(batch: readonly Reading[]): Promise<readonly Outcome[]> {
    const stored = await this.#keep(take(this.#find, this.#values, batch, this.#context.clock.now()));
    if (!stored.ok) return batch.map(() => ({ kind: 'retry', failure: stored.failure }));
    const { text } = this.#status();
    return batch.map(() => ({ kind: 'drop', reason: 'filtered', note: text }));
  }

  async #keep(step: ValueStep): Promise<Result<void>> {
    if (step.rows.length > 0) {
      const first = this.#values.sequence + 1;
      const arrived = step.passed.map((event, index) => ({
        identity: ['values', first + index],
        message: { event, trail: [] },
      }));
      const stored = await this.#intake.take(arrived, step.rows, step.forgotten);
      if (!stored.ok) return stored;
      this.#count(step);
    }
    this.#values = applied(this.#values, step);
    return ok(undefined);
  }

  #count({ load }: ValueStep): void {
    const before = this.#values.load;
    const tell = (outcome: string, many: number): void => {
      for (let one = 0; one < many; one += 1) telemetry.count('plantwire_values_total', { outcome });
    };
    tell('passed', load.passed - before.passed);
    tell('repeated', load.repeated - before.repeated);
    for (const [reason, many] of Object.entries(load.held))
      tell(reason, many - (before.held[reason as 'debounce'] ?? 0));
  }

  async #lookAtTheClock(): Promise<void> {
    const { clock, report } = this.#context;
    const nowMs = clock.now();
    await this.#keep(tick(this.#find, this.#values, nowMs));
    if (isDue(this.#values.load, nowMs)) await this.#tellLoad(nowMs);
    report(this.#status());
  }

  /** Sent once and not kept, as notices are. */
  async #tellLoad(nowMs: number): Promise<void> {
    const { values, row } = toldLoad(this.#values, nowMs);
    const stored = await this.#intake.take([], [row]);
    if (!stored.ok) return;
    const event = loadEvent(this.#edge, this.#context.name, this.#values.load, values.sequence, nowMs);
    this.#values = values;
    this.#context.emit({ event, trail: [] }, 'notices');
  }

  #status(): StatusReport {
    if (this.#trouble.now) return { health: 'failed', text: this.#trouble.now.reason };
    const { load, tags } = this.#values;
    if (tags.size === 0) return { health: 'waiting', text: 'no value yet' };
    return { health: load.heard > 0 ? 'ok' : 'idle', text: `${load.passed} passed, ${heldIn(load)} held back` };
  }
}
