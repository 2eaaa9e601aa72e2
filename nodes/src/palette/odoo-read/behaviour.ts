/** One message in, records out: page by page while they are read, the last page with the message that asked. */
import { pausedFailure, type Standing, type Target } from '../../domain/delivery/mode.ts';
import type { Failure } from '../../domain/failure.ts';
import { isRetryable } from '../../domain/failure.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { type Erp, fail, ok, type Result } from '../../domain/ports.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { Answers } from './answers.ts';
import { buildDomain, type Config, type OdooDomain } from './filter.ts';
import { readGroupsOf } from './grouping.ts';
import { notOne, overLimit, strange } from './limits.ts';
import { type Place, placeIn, readPage, startOf } from './pages.ts';

/** Payload of a `records` message. */
export interface Records {
  readonly model: string;
  readonly count: number;
  /** From 1; the last page says so. */
  readonly page: number;
  readonly last: boolean;
  /** Records, or groups. */
  readonly records: readonly unknown[];
  /** When Odoo was asked, and how long ago that was. */
  readonly readAt: string;
  readonly ageSeconds: number;
  /** IANA zone in which days begin: that of the site pack, or UTC. */
  readonly timeZone: string;
  /** Brings the next page when the message comes back to the input. */
  readonly next?: Place;
}

/** Where no site pack says otherwise: what Odoo itself counts in. */
const UTC = 'UTC';

type Answer = Omit<Records, 'readAt' | 'ageSeconds' | 'timeZone'>;

export interface Surroundings extends Pick<NodeContext<unknown>, 'emit'> {
  nowMs(): number;
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
      const place = config.paging === 'ask' ? placeIn(message.event, config.model) : undefined;
      if (place) return reading.page(place, message);
      const domain = buildDomain(config, message.event, {
        nowMs: surroundings.nowMs(),
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

  constructor(config: Config, erp: Erp, surroundings: Surroundings) {
    this.#config = config;
    this.#erp = erp;
    this.#surroundings = surroundings;
    this.#answers = new Answers(config.cacheSeconds * 1_000);
  }

  async answer(domain: OdooDomain, message: Message): Promise<Outcome> {
    const question = JSON.stringify(domain);
    const kept = this.#answers.get(question, this.#surroundings.nowMs());
    if (kept) return this.#found(message, kept.value, kept.readMs);
    const { mode, model } = this.#config;
    if (mode === 'groups') {
      const groups = await readGroupsOf(this.#config, this.#erp, domain, this.#surroundings.timeZone);
      if (!groups.ok) return outcomeOf(groups.failure);
      const only = { model, count: groups.value.length, page: 1, last: true, records: groups.value };
      return this.#final(message, question, only);
    }
    const count = await this.#count(domain);
    if (!count.ok) return outcomeOf(count.failure);
    if (mode === 'count')
      return this.#final(message, question, { model, count: count.value, page: 1, last: true, records: [] });
    const wrong = mode === 'exactlyOne' ? notOne(model, count.value) : overLimit(this.#config, count.value);
    return wrong ? reject(wrong) : this.page(startOf(model, domain, count.value), message, question);
  }

  /** This page and, unless somebody asks for each, those behind it. */
  async page(from: Place, message: Message, question?: string): Promise<Outcome> {
    let place = from;
    for (;;) {
      const read = await readPage(this.#config, this.#erp, place);
      if (!read.ok) return outcomeOf(read.failure);
      const { records, next } = read.value;
      const { model, count, page } = place;
      if (this.#config.mode === 'exactlyOne') {
        const wrong = notOne(model, records.length + (next ? 1 : 0));
        if (wrong) return reject(wrong);
      }
      const answer = { model, count, page, last: next === undefined, records };
      if (!next) return page === 1 && question ? this.#final(message, question, answer) : this.#found(message, answer);
      if (this.#config.paging === 'ask') return this.#found(message, { ...answer, next });
      this.#surroundings.emit({ event: this.#dated(answer), trail: message.trail }, 'records');
      place = next;
    }
  }

  async #count(domain: OdooDomain): Promise<Result<number>> {
    const { model } = this.#config;
    const answer = await this.#erp.call({ model, method: 'search_count', args: { domain }, repeatable: true });
    if (!answer.ok) return answer;
    return typeof answer.value === 'number' ? ok(answer.value) : fail(strange(model));
  }

  #final(message: Message, question: string, answer: Answer): Outcome {
    this.#answers.keep(question, answer, this.#surroundings.nowMs());
    return this.#found(message, answer);
  }

  #dated(answer: Answer, readMs = this.#surroundings.nowMs()): Records {
    const ageSeconds = Math.max(0, Math.floor((this.#surroundings.nowMs() - readMs) / 1_000));
    const timeZone = this.#surroundings.timeZone ?? UTC;
    return { ...answer, readAt: new Date(readMs).toISOString(), ageSeconds, timeZone };
  }

  #found(message: Message, answer: Answer, readMs?: number): Outcome {
    const event = this.#dated(answer, readMs);
    const age = readMs === undefined ? '' : `, ${event.ageSeconds} s old`;
    return { kind: 'pass', message: { ...message, event }, port: 'records', note: `${answer.count} found${age}` };
  }
}
