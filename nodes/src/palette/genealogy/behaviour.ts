/** Questions in, answers out; beside them a watch over what is completed in Odoo. Nothing is written to Odoo here. */
import { events, eventType } from '../../domain/canonical/registry.ts';
import type { Target } from '../../domain/delivery/mode.ts';
import type { Envelope } from '../../domain/envelope.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { keepLease, outcomeOfFailure } from '../../host/delivery.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext, StatusReport } from '../../host/node.ts';
import { Trouble } from '../../host/trouble.ts';
import { type Asked, answer, type Desk } from './answering.ts';
import type { Config } from './definition.ts';
import { handsOff, notAQuestion } from './trouble.ts';
import { Watch } from './watching.ts';

const UNDER_WAY = 1_000;
const QUESTION = events['trace.question.asked'];
const PORTS: Readonly<Record<string, string>> = {
  [eventType(events['trace.question.answered'])]: 'answers',
  [eventType(events['trace.gap.changed'])]: 'gaps',
  [eventType(events['trace.events.projected'])]: 'epcis',
  [eventType(events['trace.dossier.compiled'])]: 'dossiers',
};

export async function startGenealogy(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config } = context;
  const target = await context.resource<Target>(config.connection);
  if (!target.ok) return target;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const rows = await journal.value.counters(context.id);
  if (!rows.ok) return rows;
  const tracing = new Tracing(context, target.value, journal.value, site.value, rows.value);
  tracing.run();
  return ok({ handle: (message) => tracing.handle(message), close: () => tracing.close() });
}

class Tracing {
  readonly #context: NodeContext<Config>;
  readonly #target: Target;
  readonly #journal: Journal;
  readonly #intake: Intake;
  readonly #desk: Desk;
  readonly #watch: Watch;
  readonly #trouble: Trouble;
  #recheckedMs: number;
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  #closed = false;

  constructor(
    context: NodeContext<Config>,
    erp: Target,
    journal: Journal,
    site: SitePackResource,
    rows: ConstructorParameters<typeof Watch>[1],
  ) {
    const { id, clock, hash, config } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#target = erp;
    this.#journal = journal;
    this.#recheckedMs = clock.now();
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, PORTS[(message.event as Envelope).type] ?? 'answers'),
      trouble: this.#trouble.hear,
    });
    const teller = { enterprise: site.pack.enterprise, site: site.pack.site, system: 'genealogy', hash };
    const shared = { erp, site, teller };
    this.#desk = { ...shared, mostLots: config.mostLots, now: () => new Date(clock.now()).toISOString() };
    const nowMs = () => clock.now();
    const tellsEpcis = () => context.reaches?.('epcis') ?? true;
    this.#watch = new Watch({ ...shared, intake: this.#intake, nowMs, tellsEpcis }, rows);
  }

  run(): void {
    this.#running = this.#follow();
  }

  async handle(message: Message): Promise<Outcome> {
    if (asksForCheck(message.event)) {
      this.#recheckedMs = Number.NEGATIVE_INFINITY;
      this.#wake();
      return { kind: 'drop', reason: 'filtered', note: 'looks at open gaps' };
    }
    const event = questionIn(message.event);
    if (!event.ok) return reject(event.failure);
    const standing = this.#target.standing();
    if (!standing.mayRead) return { kind: 'retry', failure: handsOff(standing.reason ?? standing.mode) };
    const stop = keepLease(message.delivery, this.#journal, this.#context.clock);
    const told = await answer(this.#desk, event.value, event.value.data as Asked).finally(stop);
    if (!told.ok) return outcomeOfFailure(told.failure);
    const stored = await this.#intake.take(
      told.value.map((one) => ({ identity: [one.id], message: { event: one, trail: message.trail } })),
    );
    if (!stored.ok) return { kind: 'retry', failure: stored.failure };
    return this.#settled(message, told.value);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#running;
    await this.#intake.close();
  }

  /** Answered and not settled: the question comes again, and has the same answer under the same id. */
  async #settled({ delivery }: Message, told: readonly Envelope[]): Promise<Outcome> {
    const outcome: Outcome = { kind: 'drop', reason: 'filtered', note: 'answered' };
    if (!delivery) return outcome;
    const receipt = {
      verdict: 'noted',
      summary: 'answered',
      records: [],
      readBack: { events: told.map(({ id }) => id) },
    };
    const settled = await this.#journal.settle(delivery, {
      kind: 'delivered',
      receipt: { ...receipt, verdict: 'noted' },
    });
    return settled.ok ? outcome : { kind: 'retry', failure: settled.failure };
  }

  async #follow(): Promise<void> {
    const { clock, config } = this.#context;
    while (!this.#closed) {
      if (config.watch) {
        const looked = await this.#look().catch((bug: unknown) => {
          this.#context.log.warn(String(bug));
          return ok(undefined);
        });
        this.#trouble.hear(looked.ok ? undefined : looked.failure);
      }
      this.#context.report(this.#status());
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        const cancel = clock.after(config.pollSeconds * 1_000, resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
    }
  }

  async #look(): Promise<Result<void>> {
    const { clock, config } = this.#context;
    const standing = this.#target.standing();
    if (!standing.mayRead) return fail(handsOff(standing.reason ?? standing.mode));
    await this.#intake.room();
    const looked = await this.#watch.look();
    if (!looked.ok) return looked;
    const isDue = clock.now() - this.#recheckedMs >= config.recheckMinutes * 60_000;
    if (!this.#watch.wantsRecheck && !isDue) return ok(undefined);
    const rechecked = await this.#watch.recheck();
    if (rechecked.ok) this.#recheckedMs = clock.now();
    return rechecked;
  }

  #status(): StatusReport {
    if (this.#trouble.now) return { health: 'degraded', text: this.#trouble.now.reason };
    if (!this.#context.config.watch) return { health: 'idle', text: 'answers questions' };
    return { health: 'ok', text: `${this.#watch.open} gaps open, ${this.#watch.looked} looked at` };
  }
}

const asksForCheck = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && (event as { check?: unknown }).check === 'open';

function questionIn(event: unknown): Result<Envelope> {
  const found = typeof event === 'object' && event !== null ? (event as Partial<Envelope>) : {};
  if (found.type !== eventType(QUESTION)) return fail(notAQuestion(String(found.type ?? 'no event')));
  const { success } = QUESTION.reader.safeParse(found.data);
  return success && typeof found.id === 'string' ? ok(event as Envelope) : fail(notAQuestion('an incomplete event'));
}
