/**
 * Events in, asked once; approved ones out, after people said so. What a decision changes, what leaves because of it and its
 * entry in the audit are one transaction of the journal: nothing is approved that nobody approved, and nothing twice.
 */
import type { z } from 'zod';
import { events, eventType } from '../../domain/canonical/registry.ts';
import type { Decision } from '../../domain/delivery/dead-letter.ts';
import { eventText, takenAs } from '../../domain/delivery/routing.ts';
import { fingerprint } from '../../domain/idempotency/fingerprint.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { decide, expire, isOpen, type Question, type Vote, withdraw } from '../../domain/review/decision.ts';
import { past, restore, rowOf, tagOf } from '../../domain/review/memory.ts';
import { decidedEvent, requestedEvent } from '../../domain/review/told.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { openDesk } from '../../host/desks.ts';
import { type Arrived, Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { Steps } from '../../host/steps.ts';
import { Trouble } from '../../host/trouble.ts';
import type { definition } from './definition.ts';
import { reportOf, waitingOf } from './desk.ts';
import { contradicts, noKey, refused, underLease, unknownQuestion } from './trouble.ts';

type Config = z.output<typeof definition.config>;

const TICK_MS = 1_000;
const UNDER_WAY = 10_000;
const FORGOTTEN_AT_ONCE = 100;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WITHDRAWN = events['integration.decision.withdrawn'];
const DECISIONS = /^mfg\.integration\.decision\./;

export async function startReview(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config, id } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const rows = await journal.value.counters(id);
  if (!rows.ok) return rows;
  const reviewing = new Reviewing(context, journal.value, site.value, restore(rows.value));
  return ok({ handle: (message) => reviewing.handle(message), close: () => reviewing.close() });
}

class Reviewing {
  readonly #context: NodeContext<Config>;
  readonly #journal: Journal;
  readonly #site: SitePackResource;
  readonly #questions: Map<string, Question>;
  readonly #intake: Intake;
  readonly #leaveDesk: () => void;
  readonly #steps: Steps;
  readonly #trouble: Trouble;

  constructor(
    context: NodeContext<Config>,
    journal: Journal,
    site: SitePackResource,
    questions: Map<string, Question>,
  ) {
    const { id, clock, hash, name, flow, config, log } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#journal = journal;
    this.#site = site;
    this.#questions = questions;
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) =>
        context.emit(message, DECISIONS.test(eventText(message, 'type') ?? '') ? 'decisions' : 'approved'),
      trouble: this.#trouble.hear,
    });
    this.#leaveDesk = openDesk(id, {
      ...{ name: name || config.title, flow },
      waiting: () => waitingOf(this.#questions.values(), config),
      decide: (question, choice, decision) => this.#steps.next(() => this.#decide(question, choice, decision)),
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
    this.#leaveDesk();
    await this.#steps.close();
    await this.#intake.close();
  }

  async #take(message: Message): Promise<Outcome> {
    if (eventText(message, 'type') === eventType(WITHDRAWN)) return this.#withdraw(message);
    const { clock, hash, config } = this.#context;
    const id = eventText(message, 'idempotencykey') ?? eventText(message, 'id');
    if (id === undefined) return reject(noKey(eventText(message, 'type') ?? 'no event'));
    if (message.delivery) return reject(underLease(id));
    const event = message.event as Question['event'];
    const digest = fingerprint(event['data'], [], hash);
    const known = this.#questions.get(id);
    if (known) return known.digest === digest ? this.#done(message, 'duplicate') : reject(contradicts(id));
    const askedMs = clock.now();
    const question: Question = {
      ...{ id, digest, event, askedMs, state: 'open', votes: [], isLate: false, isLapsed: false },
      ...(config.deadlineHours > 0 ? { dueMs: askedMs + config.deadlineHours * HOUR_MS } : {}),
    };
    const told = requestedEvent(question, 'asked', this.#about());
    if (!told.ok) return reject(told.failure);
    const stored = await this.#store(question, [arrived(told.value)]);
    return stored.ok ? this.#done(message, 'filtered') : { kind: 'retry', failure: stored.failure };
  }

  async #withdraw(message: Message): Promise<Outcome> {
    const read = WITHDRAWN.reader.safeParse((message.event as { data?: unknown }).data);
    if (!read.success) return reject(noKey('an incomplete integration.decision.withdrawn'));
    const known = this.#questions.get(read.data.decisionId);
    const gone = known && withdraw(known, this.#context.clock.now());
    if (!gone) return this.#done(message, 'unchanged');
    const stored = await this.#end(gone, [{ actor: 'Plantwire', reason: read.data.reason, detail: detailOf(gone) }]);
    return stored.ok ? this.#done(message, 'filtered') : { kind: 'retry', failure: stored.failure };
  }

  async #decide(id: string, choice: string, decision: Decision): Promise<Result<{ readonly state: string }>> {
    const { clock, config } = this.#context;
    const known = this.#questions.get(id);
    if (!known) return fail(unknownQuestion(id));
    const { actor, reason } = decision;
    const vote: Vote = { actor, choice, reason, atMs: clock.now() };
    const answer = decide(known, vote, config);
    if (answer.kind === 'refused') return fail(refused(id, answer.why));
    const { question } = answer;
    const entry = { actor, reason, detail: { ...detailOf(question), choice } };
    const stored = isOpen(question) ? await this.#store(question, [], [entry]) : await this.#end(question, [entry]);
    return stored.ok ? ok({ state: question.state }) : stored;
  }

  /** From here the journal has it; should this fail, it comes again and is known. */
  async #done(message: Message, reason: 'duplicate' | 'filtered' | 'unchanged'): Promise<Outcome> {
    const name = takenAs(message);
    const taken = name === undefined ? ok(undefined) : await this.#journal.take(name, reason);
    return taken.ok ? { kind: 'drop', reason } : { kind: 'retry', failure: taken.failure };
  }

  async #end(question: Question, entries: readonly Decision[]): Promise<Result<void>> {
    const told = decidedEvent(question, this.#about());
    if (!told.ok) return told;
    const approved = question.state === 'approved' ? [arrived(question.event)] : [];
    return this.#store(question, [...approved, arrived(told.value)], entries);
  }

  async #store(question: Question, told: readonly Arrived[], entries: readonly Decision[] = []): Promise<Result<void>> {
    const { clock, hash, config } = this.#context;
    const old = past(this.#questions.values(), clock.now(), config.keepDays * DAY_MS, FORGOTTEN_AT_ONCE);
    const forget = old.filter((id) => id !== question.id);
    const tags = forget.map((id) => tagOf(id, hash));
    const stored = await this.#intake.take(told, [rowOf(question, hash)], tags, undefined, entries);
    if (!stored.ok) return stored;
    for (const id of forget) this.#questions.delete(id);
    this.#questions.set(question.id, question);
    return stored;
  }

  async #lookAtAll(): Promise<void> {
    for (const question of [...this.#questions.values()]) await this.#lookAtTheClock(question);
    this.#context.report(reportOf(this.#questions.values(), this.#trouble.now));
  }

  async #lookAtTheClock(question: Question): Promise<void> {
    const { clock, config } = this.#context;
    const late = expire(question, clock.now(), config);
    if (!late) return;
    const reason = `nobody decided within ${config.deadlineHours} h`;
    if (!isOpen(late)) {
      await this.#end(late, [{ actor: 'Plantwire', reason, detail: detailOf(late) }]);
      return;
    }
    const told = requestedEvent(late, 'overdue', this.#about());
    if (told.ok) await this.#store(late, [arrived(told.value)]);
  }

  #about() {
    const { clock, hash, config } = this.#context;
    return { title: config.title, pack: this.#site.pack, rules: config, hash, nowMs: clock.now() };
  }
}

const arrived = (event: unknown): Arrived => {
  const { id, source } = event as { readonly id?: unknown; readonly source?: unknown };
  return { identity: [String(source), String(id)], message: { event, trail: [] } };
};

const detailOf = ({ id, state, event }: Question) => ({
  item: id,
  state,
  subject: event['subject'],
  data: event['data'],
});
