/**
 * Events of quality in, and on as they came; somebody is told of what nobody answers. What a step of a ladder remembers and
 * what it sends are one transaction of the journal: whoever is told once is not told again, and nobody is passed over.
 */
import type { z } from 'zod';
import { events, eventType } from '../../domain/canonical/registry.ts';
import { eventText, takenAs } from '../../domain/delivery/routing.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, pass, reject } from '../../domain/outcome.ts';
import { ok, type Result } from '../../domain/ports.ts';
import { acknowledge, climb, hear, type Matter, withClock } from '../../domain/quality/escalation/matter.ts';
import { MatterMemory } from '../../domain/quality/escalation/memory.ts';
import { stepsOf } from '../../domain/quality/escalation/policy.ts';
import { raisedBy } from '../../domain/quality/escalation/raised.ts';
import { readEvent, type Said } from '../../domain/quality/escalation/reading.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { type Arrived, Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { Steps } from '../../host/steps.ts';
import { Trouble } from '../../host/trouble.ts';
import type { definition } from './definition.ts';
import { reportOf, TELLS_NOBODY } from './report.ts';
import { noLadders, unknownMatter } from './trouble.ts';

type Config = z.output<typeof definition.config>;

const TICK_MS = 1_000;
/** What ran out while the node stood still: answers that wait outside come in first. */
const GRACE_MS = 30_000;
const UNDER_WAY = 10_000;
const DAY_MS = 86_400_000;
const HOLD = eventType(events['quality.disposition.changed']);

export async function startEscalation(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config, hash, id } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { pack } = site.value;
  // Nothing else may wait for it: a lot is put on hold all the same.
  if (!pack.escalation) context.log.failure(noLadders(pack.name));
  const rows = await journal.value.counters(id);
  if (!rows.ok) return rows;
  const memory = new MatterMemory(rows.value, hash, config.keepDays * DAY_MS);
  const ladders = new Ladders(context, journal.value, pack, memory);
  return ok({ handle: (message) => ladders.handle(message), close: () => ladders.close() });
}

class Ladders {
  readonly #context: NodeContext<Config>;
  readonly #journal: Journal;
  readonly #pack: SitePackResource['pack'];
  readonly #memory: MatterMemory;
  readonly #intake: Intake;
  readonly #startedMs: number;
  readonly #steps: Steps;
  readonly #trouble: Trouble;

  constructor(context: NodeContext<Config>, journal: Journal, pack: SitePackResource['pack'], memory: MatterMemory) {
    const { id, clock, hash, log } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#journal = journal;
    this.#pack = pack;
    this.#memory = memory;
    this.#startedMs = clock.now();
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, eventText(message, 'type') === HOLD ? 'hold' : 'raised'),
      trouble: this.#trouble.hear,
    });
    this.#steps = new Steps({
      ...{ clock, everyMs: TICK_MS, look: () => this.#lookAtTheClock() },
      bug: (error) => log.warn(String(error)),
    });
  }

  handle(message: Message): Promise<Outcome> {
    const said = readEvent(message.event);
    return said.kind === 'nothing'
      ? Promise.resolve(pass(message, 'passed'))
      : this.#steps.next(() => (said.kind === 'person' ? this.#answer(message, said) : this.#follow(message, said)));
  }

  async close(): Promise<void> {
    await this.#steps.close();
    await this.#intake.close();
  }

  async #follow(message: Message, said: Extract<Said, { kind: 'word' }>): Promise<Outcome> {
    const nowMs = this.#context.clock.now();
    const { subject, word, facts } = said;
    const { matter, verdict } = hear(this.#memory.get(subject), subject, word, facts, nowMs);
    if (verdict !== 'old') {
      const kept = await this.#keep(matter, nowMs);
      if (!kept.ok) return { kind: 'retry', failure: kept.failure };
    }
    return pass(message, 'passed');
  }

  /** A person's word is for the ladder alone: it ends here. */
  async #answer(message: Message, { subject, by }: Extract<Said, { kind: 'person' }>): Promise<Outcome> {
    const nowMs = this.#context.clock.now();
    const before = this.#memory.get(subject);
    if (!before) return reject(unknownMatter(subject, by));
    const matter = acknowledge(before, nowMs);
    const stored = matter === before ? ok(undefined) : await this.#store(matter, [], nowMs);
    const name = takenAs(message);
    const taken = stored.ok && name !== undefined ? await this.#journal.take(name) : stored;
    if (!taken.ok) return { kind: 'retry', failure: taken.failure };
    return { kind: 'drop', reason: 'filtered', note: `${subject} is with ${by}` };
  }

  /** Stores the matter, with its next step where the time for it has come. */
  async #keep(matter: Matter, nowMs: number): Promise<Result<void>> {
    const { hash, log } = this.#context;
    const { ladder } = matter;
    if (!ladder) return this.#store(matter, [], nowMs);
    const steps = stepsOf(this.#pack.escalation, ladder);
    const climbed = climb(matter, steps, nowMs);
    if (!climbed) return this.#store(matter, [], nowMs);
    const raised = raisedBy(climbed, ladder, steps.length, { ...this.#pack, hash, nowMs });
    if (!raised.ok) throw new Error(raised.failure.reason);
    const { told, hold } = raised.value;
    const arrived = [told, ...(hold ? [hold] : [])].map((event) => ({
      identity: [matter.subject, matter.climb, matter.beganMs, climbed.number, event.type],
      message: { event, trail: [] },
    }));
    const stored = await this.#store(climbed.matter, arrived, nowMs);
    const { role, channel } = climbed.step;
    if (stored.ok) log.warn(`${matter.subject} is unanswered: step ${climbed.number}, ${role} by ${channel}`);
    return stored;
  }

  async #store(matter: Matter, arrived: readonly Arrived[], nowMs: number): Promise<Result<void>> {
    const stored = await this.#intake.take(arrived, this.#memory.rowsOf([matter], nowMs));
    if (stored.ok) this.#memory.put([matter], nowMs);
    return stored;
  }

  async #lookAtTheClock(): Promise<void> {
    const { clock, report } = this.#context;
    const nowMs = clock.now();
    for (const before of this.#memory.open()) {
      const matter = withClock(before, nowMs);
      const isDue = before.ladder && climb(matter, stepsOf(this.#pack.escalation, before.ladder), nowMs);
      if (matter === before && !isDue) continue;
      if (isDue && this.#ranOutMeanwhile(before, isDue.dueMs, nowMs)) continue;
      if (!(await this.#keep(matter, nowMs)).ok) break;
    }
    const hasLadders = this.#pack.escalation !== undefined;
    report(hasLadders ? reportOf(this.#memory.open(), this.#trouble.now) : TELLS_NOBODY);
  }

  #ranOutMeanwhile({ touchedMs }: Matter, dueMs: number, nowMs: number): boolean {
    const startedMs = this.#startedMs;
    return touchedMs < startedMs && dueMs < startedMs && startedMs <= nowMs && nowMs < startedMs + GRACE_MS;
  }
}
