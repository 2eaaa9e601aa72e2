/**
 * Snapshots in, a report and proposals out. A snapshot is in the journal before its message is let go, waits there for what
 * is on its way to Odoo, and leaves in the one transaction that holds what stands now, the report and the proposals.
 */
import type { z } from 'zod';
import { events, eventType } from '../../domain/canonical/registry.ts';
import type { Envelope } from '../../domain/envelope.ts';
import { fingerprint } from '../../domain/idempotency/fingerprint.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { type Erp, fail, ok, type Result } from '../../domain/ports.ts';
import {
  type Memory,
  place,
  restore,
  scopeRow,
  type WaitingSnapshot,
  waitingRow,
  waitingTag,
} from '../../domain/reconciliation/memory.ts';
import { asked, type Snapshot } from '../../domain/reconciliation/question.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { type Arrived, Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { Steps } from '../../host/steps.ts';
import { Trouble } from '../../host/trouble.ts';
import { reportOf } from './activity.ts';
import { type Comparing, compareNow, flightOf, isAwaited } from './comparing.ts';
import type { definition } from './definition.ts';
import { contradicts, noPolicy, notASnapshot } from './trouble.ts';

type Config = z.output<typeof definition.config>;

const TICK_MS = 1_000;
const AGAIN_MS = 5_000;
const UNDER_WAY = 10_000;
const SNAPSHOT = events['inventory.balance.snapshot'];
const REPORT = eventType(events['integration.reconciliation.completed']);

export async function startReconcile(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config, hash, clock, id } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const erp = await context.resource<Erp>(config.connection);
  if (!erp.ok) return erp;
  const policy = site.value.pack.reconciliation;
  if (!policy) return fail(noPolicy(site.value.pack.name));
  const rows = await journal.value.counters(id);
  if (!rows.ok) return rows;
  const parts = {
    journal: journal.value,
    site: site.value,
    erp: erp.value,
    policy,
    queues: config.queues,
    hash,
    clock,
  };
  const comparing = new Reconciling(context, parts, restore(rows.value));
  return ok({ handle: (message) => comparing.handle(message), close: () => comparing.close() });
}

class Reconciling {
  readonly #context: NodeContext<Config>;
  readonly #parts: Comparing;
  readonly #memory: Memory;
  readonly #intake: Intake;
  readonly #steps: Steps;
  readonly #trouble: Trouble;
  #notBeforeMs = 0;

  constructor(context: NodeContext<Config>, parts: Comparing, memory: Memory) {
    const { id, clock, hash, log } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#parts = parts;
    this.#memory = memory;
    this.#intake = new Intake({
      ...{ journal: parts.journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, (message.event as Envelope).type === REPORT ? 'reports' : 'proposals'),
      trouble: this.#trouble.hear,
    });
    this.#steps = new Steps({
      ...{ clock, everyMs: TICK_MS, look: () => this.#lookAtAll() },
      bug: (error) => log.warn(String(error)),
    });
  }

  handle(message: Message): Promise<Outcome> {
    return this.#steps.next(() => this.#take(message));
  }

  async close(): Promise<void> {
    await this.#steps.close();
    await this.#intake.close();
  }

  async #take({ event }: Message): Promise<Outcome> {
    const { clock, hash, log } = this.#context;
    const read = snapshotIn(event);
    if (!read.ok) return reject(read.failure);
    const { envelope, snapshot } = read.value;
    const { scope, asOf } = snapshot;
    const digest = fingerprint(envelope.data, [], hash);
    const verdict = place(this.#memory, { scope, asOf, digest });
    if (verdict === 'same') return { kind: 'drop', reason: 'duplicate' };
    if (verdict === 'conflict') return reject(contradicts(scope, asOf));
    if (verdict === 'older') return { kind: 'drop', reason: 'filtered', note: `${scope}: a later one was compared` };
    const question = asked(snapshot, envelope.originsystem, this.#parts.site);
    if (!question.ok) return reject(question.failure);
    const before = this.#memory.waiting.get(scope);
    const waiting: WaitingSnapshot = { scope, asOf, digest, arrivedMs: clock.now(), event: { ...envelope } };
    const stored = await this.#intake.take([], [waitingRow(waiting)]);
    if (!stored.ok) return { kind: 'retry', failure: stored.failure };
    if (before) log.warn(`${scope}: the snapshot of ${before.asOf} was not compared, that of ${asOf} takes its place`);
    this.#memory.waiting.set(scope, waiting);
    this.#notBeforeMs = 0;
    return { kind: 'drop', reason: 'filtered', note: `${scope}: taken` };
  }

  async #lookAtAll(): Promise<void> {
    const { clock, report } = this.#context;
    if (clock.now() >= this.#notBeforeMs)
      for (const waiting of [...this.#memory.waiting.values()]) await this.#look(waiting);
    report(reportOf(this.#memory, this.#trouble.now));
  }

  async #look(waiting: WaitingSnapshot): Promise<void> {
    const { clock } = this.#context;
    const done = await this.#compare(waiting, clock.now());
    this.#trouble.hear(done.ok ? undefined : done.failure);
    if (!done.ok) this.#notBeforeMs = clock.now() + AGAIN_MS;
  }

  async #compare(waiting: WaitingSnapshot, nowMs: number): Promise<Result<void>> {
    const { scope, asOf, digest } = waiting;
    const read = snapshotIn(waiting.event);
    if (!read.ok) return read;
    const { envelope, snapshot } = read.value;
    const before = this.#memory.scopes.get(scope)?.standings ?? [];
    const flight = await flightOf(this.#parts, snapshot, before);
    if (!flight.ok) return flight;
    if (isAwaited(this.#parts, waiting, envelope, snapshot, flight.value, nowMs)) return ok(undefined);
    const found = await compareNow(this.#parts, { envelope, snapshot, flight: flight.value, before, nowMs });
    if (!found.ok) return found;
    const { report, proposals, withdrawals, standings } = found.value;
    const state = { scope, asOf, digest, standings: [...standings] };
    // What is taken back goes before what takes its place.
    const told: Arrived[] = [...withdrawals, ...proposals, report].map((event) => ({
      identity: [event.id, event.time],
      message: { event, trail: [] },
    }));
    const stored = await this.#intake.take(told, [scopeRow(state)], [waitingTag(scope)]);
    if (!stored.ok) return stored;
    this.#memory.scopes.set(scope, state);
    this.#memory.waiting.delete(scope);
    return ok(undefined);
  }
}

function snapshotIn(event: unknown): Result<{ readonly envelope: Envelope; readonly snapshot: Snapshot }> {
  const found = typeof event === 'object' && event !== null ? (event as Envelope) : undefined;
  if (found?.type !== eventType(SNAPSHOT)) return fail(notASnapshot(String(found?.type ?? 'no event')));
  const { success, data } = SNAPSHOT.reader.safeParse(found.data);
  const isWhole = success && typeof found.originsystem === 'string' && typeof found.id === 'string';
  return isWhole ? ok({ envelope: found, snapshot: data }) : fail(notASnapshot('an incomplete event'));
}
