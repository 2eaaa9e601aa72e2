/** Counts: samples in, compiled steps into the journal, events out. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import {
  type CompilerState,
  compile,
  ledgerRows,
  missingTags,
  resume,
  type Step,
  tick,
} from '../../domain/plant/counter.ts';
import { readInput } from '../../domain/plant/input.ts';
import { buildPlan, type Plan, unreportedConsumption } from '../../domain/plant/plan.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { Trouble } from '../../host/trouble.ts';
import { Activity } from './activity.ts';
import { claim } from './claims.ts';
import type { definition } from './definition.ts';
import { LedgerKeeper } from './ledger-keeper.ts';
import { reporting } from './reporting.ts';

type Config = z.output<typeof definition.config>;

const TICK_MS = 1_000;
/** While a connection is made everything is missing: the log tells what lasts. */
const TOLD_AFTER_MS = 10_000;

export async function startCounter(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const plan = planOf(config, site.value, journal.value, context);
  if (!plan.ok) return plan;
  const ids = plan.value.machines.flatMap(({ counters }) => counters.map(({ id }) => `${site.value.pack.name} ${id}`));
  const claimed = claim(journal.value, ids, { node: context.id, name: context.name });
  if (!claimed.ok) return claimed;
  const rows = await journal.value.counters(context.id);
  if (rows.ok) {
    warnOfUnreported(context, plan.value);
    const counting = new Counting(context, plan.value, journal.value, resume(plan.value, rows.value));
    return ok({
      handle: ({ event }) => counting.handle(event),
      close: () => counting.close().finally(claimed.value),
    });
  }
  claimed.value();
  return rows;
}

function planOf(config: Config, site: SitePackResource, journal: Journal, context: NodeContext<Config>): Result<Plan> {
  const names = config.equipment.length > 0 ? config.equipment : site.pack.equipment.map(({ id }) => id);
  const found = names.map((name) => ({ name, equipment: site.equipment(name) }));
  const unknown = found.find(({ equipment }) => equipment === undefined);
  if (unknown) return fail(machineUnknown(unknown.name, site));
  const equipment = [...new Set(found.flatMap((one) => (one.equipment ? [one.equipment] : [])))];
  const plan = buildPlan({
    pack: site.pack,
    calendar: site.calendar,
    equipment,
    uses: config.uses,
    ...reporting(context, journal, site),
    orderEnds: config.orderEnds,
    publishEveryMs: config.publishEverySeconds * 1000,
    publishEveryUnits: config.publishEveryUnits > 0 ? config.publishEveryUnits : undefined,
    settleMs: config.settleMs,
    hash: context.hash,
  });
  const counters = plan.machines.flatMap((machine) => machine.counters);
  return counters.length > 0 ? ok(plan) : fail(nothingToCount(config.uses));
}

/** Booked by the bill of materials although the plant measures it: right, and not what the site pack says. */
function warnOfUnreported({ config, log }: NodeContext<Config>, plan: Plan) {
  if (!config.uses.includes('good')) return;
  for (const { equipment } of plan.machines) {
    const tags = unreportedConsumption(equipment, plan.options);
    if (tags.length === 0) continue;
    log.warn(
      `${equipment.name}: no deployed flow reports ${tags.join(', ')}, so Odoo takes components by the bill of ` +
        'materials. Deploy a flow that reports consumption, or set consumption to "backflush" in the site pack.',
    );
  }
}

class Counting {
  readonly #context: NodeContext<Config>;
  readonly #plan: Plan;
  readonly #keeper: LedgerKeeper;
  readonly #activity = new Activity();
  #state: CompilerState;
  readonly #trouble: Trouble;
  #missing = { words: '', sinceMs: 0, isTold: true };
  #cancelTick: () => void = () => undefined;

  constructor(context: NodeContext<Config>, plan: Plan, journal: Journal, state: CompilerState) {
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#plan = plan;
    this.#state = state;
    this.#keeper = new LedgerKeeper(journal, context.id, context.clock, {
      send: (message) => context.emit(message, message.failure ? 'rejected' : 'events'),
      trouble: this.#trouble.hear,
    });
    void this.#keeper.start();
    this.#tick();
  }

  async handle(event: unknown): Promise<Outcome> {
    const input = readInput(event, this.#plan.options.pack, this.#context.config.modbusEndpoint);
    if (!input.ok) return reject(input.failure);
    this.#activity.heard(this.#context.clock.now());
    const batch = { ...input.value, arrivedAtMs: this.#context.clock.now() };
    await this.#take(compile(this.#plan, this.#state, batch));
    return { kind: 'pass-all', messages: [], port: 'events' };
  }

  async close(): Promise<void> {
    this.#cancelTick();
    await this.#keeper.close();
  }

  /** The state moves on at once; what follows from it leaves when the journal holds it. */
  #take(step: Step): Promise<void> {
    const { clock, log } = this.#context;
    this.#activity.note(this.#state, step.state, clock.now());
    this.#state = step.state;
    for (const note of step.notes) log.warn(`${note.on}: ${note.text}`);
    const { messages, segments } = step;
    return this.#keeper.keep({ counters: ledgerRows(this.#plan, step), messages, segments });
  }

  #tick(): void {
    const { clock } = this.#context;
    const nowMs = clock.now();
    const step = tick(this.#plan, this.#state, nowMs);
    if (step.changed.length > 0) void this.#take(step);
    this.#show(nowMs);
    this.#cancelTick = clock.after(TICK_MS, () => this.#tick());
  }

  #show(nowMs: number) {
    const missing = missingTags(this.#plan, this.#state).map(({ tag, status }) => `${tag} (${status})`);
    this.#tellMissing(missing.join(', '), nowMs);
    if (this.#trouble.now) return this.#context.report({ health: 'failed', text: this.#trouble.now.reason });
    this.#context.report(this.#activity.report(this.#plan, this.#state, missing, nowMs));
  }

  #tellMissing(words: string, nowMs: number): void {
    if (words !== this.#missing.words) this.#missing = { words, sinceMs: nowMs, isTold: words === '' };
    if (this.#missing.isTold || nowMs - this.#missing.sinceMs < TOLD_AFTER_MS) return;
    this.#context.log.warn(`counts wait for ${words}`);
    this.#missing = { ...this.#missing, isTold: true };
  }
}

function machineUnknown(name: string, site: SitePackResource): Failure {
  return {
    code: 'equipment-unknown',
    class: 'configuration',
    attempted: 'start counting',
    on: name,
    reason: `the site pack ${site.pack.name} has no such machine`,
    nextStep: `Choose from ${site.pack.equipment.map((machine) => machine.name).join(', ')}.`,
  };
}

function nothingToCount(uses: readonly string[]): Failure {
  return {
    code: 'nothing-to-count',
    class: 'configuration',
    attempted: 'start counting',
    on: uses.join(', '),
    reason: 'the chosen machines have no counter of this kind',
    nextStep: 'Choose other machines or counts, or add the counter to the site pack.',
  };
}
