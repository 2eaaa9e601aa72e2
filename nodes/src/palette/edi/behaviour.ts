/**
 * Takes interchanges one after the other. Their events, the partner's control numbers and our own are stored in one
 * transaction before anything leaves; an interchange that comes again is answered again and brings nothing new.
 */
import type { z } from 'zod';
import { takenAs } from '../../domain/delivery/routing.ts';
import { type JudgedInterchange, judgeText } from '../../domain/edi/judge.ts';
import {
  answering,
  type PartnerMemory,
  partnerName,
  partnerTag,
  STRANGER,
  seenBefore,
} from '../../domain/edi/partner.ts';
import { type Failure, isRetryable } from '../../domain/failure.ts';
import type { CounterState, Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { type Arrived, Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { type AnswerParts, answerEvent, answerText, isAnswer } from './answers.ts';
import type { definition } from './definition.ts';
import { arrivals } from './messages.ts';
import { textOf } from './text.ts';
import { reused, testRefused, unreadable } from './trouble.ts';

export type Config = z.output<typeof definition.config>;

export async function startEdi(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const journal = await context.resource<Journal>(context.config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(context.config.sitePack);
  if (!site.ok) return site;
  const notes = await journal.value.counters(context.id);
  if (!notes.ok) return notes;
  const partners = new Map(notes.value.map(({ tag, memory }) => [tag, memory as PartnerMemory]));
  return ok(new Exchange(context, journal.value, site.value.pack, partners));
}

/** What became of one interchange. */
interface Taken {
  readonly events: number;
  readonly refused: number;
  /** When it was a repetition: what to say. */
  readonly repeated?: string;
}

class Exchange implements Behaviour {
  readonly #context: NodeContext<Config>;
  readonly #journal: Journal;
  readonly #pack: SitePackResource['pack'];
  readonly #partners: Map<string, PartnerMemory>;
  readonly #intake: Intake;
  #before: Promise<unknown> = Promise.resolve();

  constructor(
    context: NodeContext<Config>,
    journal: Journal,
    pack: SitePackResource['pack'],
    partners: Map<string, PartnerMemory>,
  ) {
    const { id, config, clock, hash, log } = context;
    this.#context = context;
    this.#journal = journal;
    this.#pack = pack;
    this.#partners = partners;
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: config.underWay },
      send: (message) => context.emit(message, portOf(message)),
      trouble: (failure) => (failure ? log.failure(failure) : undefined),
    });
  }

  async close(): Promise<void> {
    await this.#intake.close();
    await this.#before;
  }

  /** One at a time: numbers are counted. */
  handle(message: Message): Promise<Outcome> {
    const mine = this.#before.then(() => this.#handle(message));
    this.#before = mine.catch(() => undefined);
    return mine;
  }

  async #handle(message: Message): Promise<Outcome> {
    const text = textOf(message.event);
    if (!text.ok) return reject(text.failure);
    const judged = judgeText(text.value);
    const [only] = judged;
    if (judged.length === 1 && only && 'fault' in only) return reject(unreadable(only.fault));
    const taken: Taken[] = [];
    for (const one of judged) {
      const done =
        'fault' in one
          ? await this.#refuse(text.value, unreadable(one.fault))
          : await this.#take(one, takenAs(message));
      if (!done.ok) return isRetryable(done.failure) ? { kind: 'retry', failure: done.failure } : reject(done.failure);
      taken.push(done.value);
    }
    const repeated = taken.flatMap((one) => one.repeated ?? []);
    if (repeated.length === taken.length) {
      return { kind: 'drop', reason: 'duplicate', note: repeated.at(-1) ?? 'nothing was in it' };
    }
    const name = takenAs(message);
    const known = name === undefined ? ok(undefined) : await this.#journal.take(name);
    if (!known.ok) return { kind: 'retry', failure: known.failure };
    return { kind: 'pass-all', messages: [], port: 'events' };
  }

  /** `by`: the name under which the source waits for it; the same name again is the same sending. */
  async #take(judged: JudgedInterchange, by: string | undefined): Promise<Result<Taken>> {
    const { interchange } = judged;
    const { clock, config, hash, log } = this.#context;
    const tag = partnerTag(interchange);
    const memory = this.#partners.get(tag) ?? STRANGER;
    const digest = hash(interchange.text);
    const { control } = interchange;
    const seen = seenBefore(memory, control, digest);
    const at = new Date(clock.now()).toISOString();
    const on = `interchange ${control} of ${partnerName(interchange)}`;
    const isKnown = seen.kind === 'repeated';
    const refusal = isKnown ? undefined : this.#refusalOf(judged, seen, on);
    const asked = { control, digest, at, isRefused: refusal !== undefined, ...(by === undefined ? {} : { by }) };
    const answer = answering(memory, asked);
    const note = isKnown ? `${on} was taken at ${seen.at}` : undefined;
    // All that follows from it was stored together with the name under which it came.
    if (answer.isRedelivered) return ok({ events: 0, refused: 0, repeated: note ?? `${on} was refused already` });
    if (note) log.warn(`${note}; it came again, brings nothing new and is acknowledged again`);
    const all = isKnown ? [] : this.#arrivals(judged, refusal, digest, at);
    const { own: number, sending } = answer;
    const parts = { judged, isReused: seen.kind === 'reused', number, sending, at: answer.at, nowMs: clock.now() };
    const stored = await this.#store(tag, answer.memory, all, { ...parts, system: config.system, pack: this.#pack });
    if (!stored.ok) return stored;
    const refused = all.filter(({ message }) => message.failure !== undefined).length;
    return ok({ events: all.length - refused, refused, ...(note === undefined ? {} : { repeated: note }) });
  }

  #arrivals(judged: JudgedInterchange, refusal: Failure | undefined, digest: string, at: string): readonly Arrived[] {
    const { config, hash } = this.#context;
    return refusal
      ? [{ identity: [digest, 'whole'], message: this.#letter(judged.interchange.text, refusal) }]
      : arrivals(judged, { pack: this.#pack, system: config.system, at, hash });
  }

  /** Why nothing of the interchange may be taken. */
  #refusalOf(judged: JudgedInterchange, seen: ReturnType<typeof seenBefore>, on: string): Failure | undefined {
    const { interchange } = judged;
    const [fault] = interchange.faults;
    if (fault) return unreadable(fault, on);
    if (seen.kind === 'reused') return reused(on, seen.at);
    return interchange.isTest && this.#context.config.testMessages === 'refuse' ? testRefused(on) : undefined;
  }

  #letter = (text: string, failure: Failure): Message => ({ event: text, failure, trail: [] });

  async #refuse(text: string, failure: Failure): Promise<Result<Taken>> {
    const { hash } = this.#context;
    const message = this.#letter(text, failure);
    const stored = await this.#intake.take([{ identity: [hash(text), failure.on], message }]);
    return stored.ok ? ok({ events: 0, refused: 1 }) : stored;
  }

  /** Events, answer and what is remembered of the partner, in one transaction; then they leave, again after a restart. */
  async #store(
    tag: string,
    memory: PartnerMemory,
    all: readonly Arrived[],
    answer: AnswerParts,
  ): Promise<Result<void>> {
    const { config, clock, id, hash, emit, reaches } = this.#context;
    const text = reaches?.('acknowledgement') === false ? undefined : answerText(config.answers, answer);
    const kept = text === undefined || config.answersAs === 'text' ? ok([]) : answerEvent(answer, text, hash);
    if (!kept.ok) return kept;
    await this.#intake.room();
    const at = new Date(clock.now()).toISOString();
    const note: CounterState = { tag, epoch: 0, total: String(memory.own), openFrom: '0', at, memory };
    const stored = await this.#intake.take([...all, ...kept.value], [note]);
    if (!stored.ok) return fail({ ...stored.failure, on: id });
    this.#partners.set(tag, memory);
    if (text !== undefined && config.answersAs === 'text') emit({ event: text, trail: [] }, 'acknowledgement');
    return ok(undefined);
  }
}

function portOf(message: Message): string {
  if (message.failure) return 'rejected';
  return isAnswer(message) ? 'acknowledgement' : 'events';
}
