/**
 * Questions in, each sent on once; answers in, passed on; and an event when nobody answers. What a step remembers and
 * what it sends are one transaction of the journal: a question that waits was sent, and the other way round.
 */
import type { z } from 'zod';
import { answer, ask, type Exchange, nothingAsked, overdue } from '../../domain/acknowledgement/exchange.ts';
import type { Interface } from '../../domain/acknowledgement/interfaces.ts';
import { ExchangeMemory } from '../../domain/acknowledgement/memory.ts';
import { type Heard, hear } from '../../domain/acknowledgement/reading.ts';
import { isSettled, says, standing } from '../../domain/acknowledgement/standing.ts';
import { takenAs } from '../../domain/delivery/routing.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { type Arrived, Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { Steps } from '../../host/steps.ts';
import { Trouble } from '../../host/trouble.ts';
import type { definition } from './definition.ts';
import { isOverdue, overdueMessage } from './overdue.ts';
import { reportOf } from './report.ts';
import { contradicts, noInterface, unasked, underLease } from './trouble.ts';

type Config = z.output<typeof definition.config>;
type Ask = Extract<Heard, { kind: 'ask' }>;
type Answer = Extract<Heard, { kind: 'answer' }>;

const TICK_MS = 1_000;
/** What ran out while the node stood still: answers that wait outside come in first. */
const GRACE_MS = 30_000;
const UNDER_WAY = 10_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export async function startAcknowledgement(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config, hash, id } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { pack } = site.value;
  const peer = pack.interfaces?.[config.interface];
  if (!peer) return fail(noInterface(config.interface, pack.name, Object.keys(pack.interfaces ?? {})));
  const rows = await journal.value.counters(id);
  if (!rows.ok) return rows;
  const memory = new ExchangeMemory(rows.value, hash, config.keepDays * DAY_MS);
  const waiting = new Waiting(context, journal.value, pack, peer, memory);
  return ok({ handle: (message) => waiting.handle(message), close: () => waiting.close() });
}

class Waiting {
  readonly #context: NodeContext<Config>;
  readonly #journal: Journal;
  readonly #pack: SitePackResource['pack'];
  readonly #peer: Interface;
  readonly #memory: ExchangeMemory;
  readonly #intake: Intake;
  readonly #startedMs: number;
  readonly #steps: Steps;
  readonly #trouble: Trouble;

  constructor(
    context: NodeContext<Config>,
    journal: Journal,
    pack: SitePackResource['pack'],
    peer: Interface,
    memory: ExchangeMemory,
  ) {
    const { id, clock, hash, log } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#journal = journal;
    this.#pack = pack;
    this.#peer = peer;
    this.#memory = memory;
    this.#startedMs = clock.now();
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, isOverdue(message) ? 'overdue' : 'send'),
      trouble: this.#trouble.hear,
    });
    this.#steps = new Steps({
      ...{ clock, everyMs: TICK_MS, look: () => this.#lookAtTheClock() },
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

  async #take(message: Message): Promise<Outcome> {
    const heard = hear(message.event, this.#context.config, this.#context.hash);
    if (!heard.ok) return reject(heard.failure);
    return heard.value.kind === 'ask' ? this.#ask(message, heard.value) : this.#answer(message, heard.value);
  }

  async #ask(message: Message, { subject, asking, isAgain }: Ask): Promise<Outcome> {
    if (message.delivery) return reject(underLease(subject));
    const nowMs = this.#context.clock.now();
    const before = this.#memory.get(subject) ?? nothingAsked(subject);
    const { exchange, verdict } = ask(before, asking, nowMs, isAgain);
    if (verdict === 'conflict') return reject(contradicts(subject, asking.revision));
    if (verdict === 'same') return this.#done(message, { kind: 'drop', reason: 'duplicate' });
    const { reservation: _reservation, intake: _intake, ...rest } = message;
    const turn = verdict === 'again' ? [nowMs] : [];
    const sent: Arrived = { identity: [subject, asking.revision, asking.digest, ...turn], message: rest };
    const stored = await this.#store(exchange, [sent]);
    if (!stored.ok) return { kind: 'retry', failure: stored.failure };
    return this.#done(message, { kind: 'pass-all', messages: [], port: 'send' });
  }

  async #answer(message: Message, { subject, revision, decision, atMs }: Answer): Promise<Outcome> {
    const { config, clock, log } = this.#context;
    const onward: Outcome = { kind: 'pass', message, port: 'answers' };
    const before = this.#memory.get(subject) ?? nothingAsked(subject);
    const given = { decision: decision === 'interim' ? 'accepted' : decision, atMs } as const;
    const { exchange, verdict } = answer(before, revision, given, clock.now());
    if (verdict === 'unasked') return config.strangers === 'pass' ? onward : reject(unasked(subject, revision));
    if (verdict !== 'taken' || decision === 'interim') return onward;
    const stored = await this.#store(exchange, []);
    if (!stored.ok) return { kind: 'retry', failure: stored.failure };
    if (decision === 'rejected') log.warn(says(exchange, this.#peer.title));
    return onward;
  }

  /** From here the journal has it; should this fail, it comes again and is known. */
  async #done(message: Message, outcome: Outcome): Promise<Outcome> {
    const name = takenAs(message);
    if (name === undefined) return outcome;
    const taken = await this.#journal.take(name);
    return taken.ok ? outcome : { kind: 'retry', failure: taken.failure };
  }

  async #store(exchange: Exchange, arrived: readonly Arrived[]): Promise<Result<void>> {
    const nowMs = this.#context.clock.now();
    const stored = await this.#intake.take(arrived, this.#memory.rowsOf([exchange], nowMs));
    if (stored.ok) this.#memory.put([exchange], nowMs);
    return stored;
  }

  async #lookAtTheClock(): Promise<void> {
    const { clock, report, log } = this.#context;
    const nowMs = clock.now();
    const patience = {
      answerMs: this.#peer.answerMinutes * MINUTE_MS,
      escalateMs: this.#peer.escalateMinutes * MINUTE_MS,
    };
    for (const waiting of this.#memory.open()) {
      const late = overdue(waiting, patience, nowMs);
      if (!late || (late.dueMs < this.#startedMs && nowMs < this.#startedMs + GRACE_MS)) continue;
      const told = overdueMessage(late, { ...this.#context, pack: this.#pack, nowMs });
      if (!(await this.#store(late.exchange, [told])).ok) break;
      log.warn(says(late.exchange, this.#peer.title));
    }
    const open = this.#memory.open().filter((one) => !isSettled(one));
    report(
      reportOf(
        open.map((one) => ({ subject: one.subject, standing: standing(one) })),
        this.#trouble.now,
      ),
    );
  }
}
