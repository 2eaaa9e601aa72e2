/**
 * Events in, windows out. What a batch of events changes is one transaction of the journal, and so are the events that
 * tell a window together with what was told; only then the events are let go and the windows sent. A batch that could
 * not be stored has not happened, and is told again.
 */
import type { Envelope } from '../../domain/envelope.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import type { Aggregation } from '../../domain/operations/aggregation.ts';
import { type Book, type Changes, rowsOf } from '../../domain/operations/windows/book.ts';
import type { Entry } from '../../domain/operations/windows/entry.ts';
import { forget, issue } from '../../domain/operations/windows/issue.ts';
import { take, type Verdict } from '../../domain/operations/windows/take.ts';
import { type Outcome, pass, reject } from '../../domain/outcome.ts';
import { ok, type Result } from '../../domain/ports.ts';
import { Batching } from '../../host/batching.ts';
import { Intake } from '../../host/intake.ts';
import type { NodeContext, StatusReport } from '../../host/node.ts';
import { Steps } from '../../host/steps.ts';
import { Trouble } from '../../host/trouble.ts';
import type { Config } from './definition.ts';
import { clockUnsure, missing, notCounted, refusal } from './trouble.ts';

const TICK_MS = 1_000;
const FORGET_EVERY_TICKS = 3_600;
/** Events that share a transaction at most. */
const BATCH = 1_000;
const UNDER_WAY = 1_000;

export class Summing<S, F> {
  readonly #context: NodeContext<Config>;
  readonly #aggregation: Aggregation<S, F>;
  readonly #book: Book<S>;
  readonly #intake: Intake;
  readonly #batching: Batching<readonly Entry<S>[], Result<readonly Verdict[]>>;
  readonly #steps: Steps;
  readonly #trouble: Trouble;
  #ticks = 0;
  #told = 0;

  constructor(context: NodeContext<Config>, journal: Journal, aggregation: Aggregation<S, F>, book: Book<S>) {
    const { id, clock, hash, log } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#aggregation = aggregation;
    this.#book = book;
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, 'summaries'),
      trouble: this.#trouble.hear,
    });
    this.#steps = new Steps({
      ...{ clock, everyMs: TICK_MS, look: () => this.#lookAtTheClock() },
      bug: (error) => log.warn(String(error)),
    });
    this.#batching = new Batching({ steps: this.#steps, most: BATCH, take: (batch) => this.#countBatch(batch) });
  }

  async handle(message: Message): Promise<Outcome> {
    const event = envelopeIn(message);
    if (!event) return reject(notCounted('a message that is no event'));
    const reading = this.#aggregation.read(event);
    if ('other' in reading) return this.#isPassedOn ? pass(message, 'events') : reject(notCounted(event.type));
    if ('missing' in reading) return this.#refuse(message, missing(reading.missing, event));
    if (event.timequality === 'unsynced') return this.#refuse(message, clockUnsure(event));
    const stored = await this.#count(reading.entries);
    if (!stored.ok) return { kind: 'retry', failure: stored.failure };
    for (const verdict of stored.value) {
      if (verdict === 'counted' || verdict === 'known' || verdict === 'superseded') continue;
      return this.#refuse(message, refusal(verdict, event));
    }
    if (this.#isPassedOn) return pass(message, 'events');
    const isNews = stored.value.length === 0 || stored.value.includes('counted');
    return { kind: 'drop', reason: isNews ? 'filtered' : 'duplicate', note: this.#status().text };
  }

  async close(): Promise<void> {
    await this.#steps.close();
    await this.#intake.close();
  }

  get #isPassedOn(): boolean {
    return this.#context.config.passOn;
  }

  /** What the window cannot count goes on where it is only counted on its way; a person hears of it all the same. */
  #refuse(message: Message, failure: Failure): Outcome {
    if (!this.#isPassedOn) return reject(failure);
    this.#context.emit({ event: message.event, trail: message.trail, failure }, 'rejected');
    return pass(message, 'events');
  }

  #count(entries: readonly Entry<S>[]): Promise<Result<readonly Verdict[]>> {
    return entries.length === 0 ? Promise.resolve(ok([])) : this.#batching.add(entries);
  }

  async #countBatch(batch: readonly (readonly Entry<S>[])[]): Promise<readonly Result<readonly Verdict[]>[]> {
    const { verdicts, changes } = take(this.#aggregation.plan, this.#book, batch.flat(), this.#context.clock.now());
    const stored = changes.put.length === 0 ? ok(undefined) : await this.#keep(changes);
    let from = 0;
    return batch.map((entries) => {
      from += entries.length;
      return stored.ok ? ok(verdicts.slice(from - entries.length, from)) : stored;
    });
  }

  async #keep(changes: Changes<S>, told: readonly Envelope[] = []): Promise<Result<void>> {
    const { rows, forget: forgotten } = rowsOf(changes);
    const events = told.map((event) => ({ identity: [event.id], message: { event, trail: [] } }));
    const stored = await this.#intake.take(events, rows, forgotten);
    if (stored.ok) this.#book.apply(changes);
    return stored;
  }

  async #lookAtTheClock(): Promise<void> {
    const { clock, report } = this.#context;
    await this.#tell(clock.now());
    if (this.#ticks % FORGET_EVERY_TICKS === 0) await this.#forget(clock.now());
    this.#ticks += 1;
    report(this.#status());
  }

  async #tell(nowMs: number): Promise<void> {
    const { plan, say } = this.#aggregation;
    const { reports, changes } = issue(plan, this.#book, nowMs);
    if (reports.length === 0) return this.#book.apply(changes);
    const first = this.#book.sequence + 1;
    const stored = await this.#keep(
      changes,
      reports.map((report, index) => say(report, first + index, nowMs)),
    );
    if (stored.ok) this.#told += reports.length;
  }

  async #forget(nowMs: number): Promise<void> {
    const changes = forget(this.#aggregation.plan, this.#book, nowMs);
    if (changes.forgotten.length + changes.forgottenWindows.length > 0) await this.#keep(changes);
  }

  #status(): StatusReport {
    if (this.#trouble.now) return { health: 'failed', text: this.#trouble.now.reason };
    const text = `${this.#book.touched.size} open, ${this.#told} told, ${this.#book.size} facts`;
    return { health: this.#book.size > 0 ? 'ok' : 'idle', text };
  }
}

function envelopeIn({ event }: Message): Envelope | undefined {
  const found = typeof event === 'object' && event !== null ? (event as Partial<Envelope>) : {};
  const isTimed = typeof found.time === 'string' && !Number.isNaN(Date.parse(found.time));
  return isTimed && typeof found.type === 'string' ? (event as Envelope) : undefined;
}
