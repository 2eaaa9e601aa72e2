/** One message in, records out: page by page while they are read, the last page with the message that asked. */
import { pausedFailure, type Standing, type Target } from '../../domain/delivery/mode.ts';
import type { Failure } from '../../domain/failure.ts';
import { isRetryable } from '../../domain/failure.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import type { Clock, Erp, Result } from '../../domain/ports.ts';
import type { Followed } from '../../host/following.ts';
import type { Behaviour } from '../../host/node.ts';
import { Answers } from './answers.ts';
import { buildDomain, type Config, type OdooDomain } from './filter.ts';
import { readGroupsOf } from './grouping.ts';
import { notOne, overLimit } from './limits.ts';
import { readChains } from './lot-genealogy.ts';
import { Pace } from './pace.ts';
import { countOf, type Place, placeIn, startOf } from './pages.ts';
import type { Answer, Records } from './records.ts';
import { stream } from './stream.ts';

/** Where no site pack says otherwise: what Odoo itself counts in. */
const UTC = 'UTC';

export interface Surroundings {
  readonly clock: Clock;
  /** Sends a page and follows it through the flow. */
  send(message: Message, port: string): Followed;
  /** IANA zone of the plant, when a site pack says which. */
  readonly timeZone?: string;
}

export function reader(
  config: Config,
  erp: Erp & Partial<Pick<Target, 'standing'>>,
  surroundings: Surroundings,
): Behaviour {
  const reading = new Reading(config, erp, surroundings);
  return {
    async handle(message): Promise<Outcome> {
      const standing = erp.standing?.();
      if (standing && !standing.mayRead) return { kind: 'retry', failure: handsOff(standing, config.model) };
      const asked = config.paging === 'ask' ? placeIn(message.event, config.model) : undefined;
      const place = asked ?? reading.stoppedAt(message);
      if (place) return reading.page(place, message);
      const domain = buildDomain(config, message.event, {
        nowMs: surroundings.clock.now(),
        timeZone: surroundings.timeZone ?? UTC,
      });
      return domain.ok ? reading.answer(domain.value, message) : reject(domain.failure);
    },
  };
}

const handsOff = (standing: Standing, model: string): Failure => ({
  ...pausedFailure(standing, model),
  code: 'reading-paused',
  attempted: 'read from Odoo',
});

const outcomeOf = (failure: Failure): Outcome =>
  isRetryable(failure) || failure.class === 'unknown' ? { kind: 'retry', failure } : reject(failure);

class Reading {
  readonly #config: Config;
  readonly #erp: Erp;
  readonly #surroundings: Surroundings;
  readonly #answers: Answers<Answer>;
  readonly #pace: Pace;
  /** A message that is tried again goes on where it stopped: what has left does not leave twice. */
  readonly #stopped = new WeakMap<Message, Place>();

  constructor(config: Config, erp: Erp, surroundings: Surroundings) {
    this.#config = config;
    this.#erp = erp;
    this.#surroundings = surroundings;
    this.#answers = new Answers(config.cacheSeconds * 1_000);
    this.#pace = new Pace(surroundings.clock, config.patienceSeconds * 1_000);
  }

  stoppedAt(message: Message): Place | undefined {
    return this.#stopped.get(message);
  }

  async answer(domain: OdooDomain, message: Message): Promise<Outcome> {
    const question = JSON.stringify(domain);
    const kept = this.#answers.get(question, this.#surroundings.clock.now());
    if (kept) return this.#found(message, kept.value, kept.readMs);
    const { mode, model } = this.#config;
    const whole = await this.#whole(domain);
    if (whole && !whole.ok) return outcomeOf(whole.failure);
    if (whole) {
      const only = { model, count: whole.value.length, page: 1, last: true, records: whole.value };
      return this.#final(message, question, only);
    }
    const count = await countOf(this.#erp, model, domain);
    if (!count.ok) return outcomeOf(count.failure);
    if (mode === 'count')
      return this.#final(message, question, { model, count: count.value, page: 1, last: true, records: [] });
    const wrong = mode === 'exactlyOne' ? notOne(model, count.value) : overLimit(this.#config, count.value);
    return wrong ? reject(wrong) : this.page(startOf(model, domain, count.value), message, question);
  }

  /** This page and, unless somebody asks for each, those behind it. */
  async page(from: Place, message: Message, question?: string): Promise<Outcome> {
    const { trail } = message;
    const streamed = await stream(
      {
        ...{ config: this.#config, erp: this.#erp },
        stretch: this.#config.paging === 'flow' ? this.#pace.stretch(from.model) : undefined,
        send: (answer) => this.#surroundings.send({ event: this.#dated(answer), trail }, 'records'),
      },
      from,
    );
    if (streamed.kind === 'stopped') {
      if (streamed.at.page > 1) this.#stopped.set(message, streamed.at);
      return outcomeOf(streamed.failure);
    }
    const { answer } = streamed;
    const isWhole = answer.page === 1 && answer.last;
    return isWhole && question ? this.#final(message, question, answer) : this.#found(message, answer);
  }

  /** What is no page of records; undefined where it is. */
  async #whole(domain: OdooDomain): Promise<Result<readonly unknown[]> | undefined> {
    const { mode } = this.#config;
    if (mode === 'groups') return readGroupsOf(this.#config, this.#erp, domain, this.#surroundings.timeZone);
    return mode === 'genealogy' ? readChains(this.#config, this.#erp, domain) : undefined;
  }

  #final(message: Message, question: string, answer: Answer): Outcome {
    this.#answers.keep(question, answer, this.#surroundings.clock.now());
    return this.#found(message, answer);
  }

  #dated(answer: Answer, readMs = this.#surroundings.clock.now()): Records {
    const ageSeconds = Math.max(0, Math.floor((this.#surroundings.clock.now() - readMs) / 1_000));
    const timeZone = this.#surroundings.timeZone ?? UTC;
    return { ...answer, readAt: new Date(readMs).toISOString(), ageSeconds, timeZone };
  }

  #found(message: Message, answer: Answer, readMs?: number): Outcome {
    const event = this.#dated(answer, readMs);
    const age = readMs === undefined ? '' : `, ${event.ageSeconds} s old`;
    return { kind: 'pass', message: { ...message, event }, port: 'records', note: `${answer.count} found${age}` };
  }
}
