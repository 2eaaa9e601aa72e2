/** One message in, records out: page by page while they are read, the last page with the message that asked. */
import { pausedFailure, type Standing, type Target } from '../../domain/delivery/mode.ts';
import type { Failure } from '../../domain/failure.ts';
import { isRetryable } from '../../domain/failure.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { type Erp, fail, ok, type Result } from '../../domain/ports.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { buildDomain, type Config, type OdooDomain } from './filter.ts';

/** Payload of a `records` message. */
export interface Records {
  readonly model: string;
  readonly count: number;
  /** From 1; the last page says so. */
  readonly page: number;
  readonly last: boolean;
  readonly records: readonly unknown[];
}

type Emit = NodeContext<unknown>['emit'];

export function reader(config: Config, erp: Erp & Partial<Pick<Target, 'standing'>>, emit: Emit): Behaviour {
  return {
    async handle(message): Promise<Outcome> {
      const standing = erp.standing?.();
      if (standing && !standing.mayRead) return { kind: 'retry', failure: handsOff(standing, config.model) };
      const domain = buildDomain(config, message.event);
      if (!domain.ok) return reject(domain.failure);
      const count = await countOf(config, erp, domain.value);
      if (!count.ok) return outcomeOf(count.failure);
      const tooMany = config.mode === 'exactlyOne' ? notOne(config, count.value) : overLimit(config, count.value);
      if (tooMany) return reject(tooMany);
      if (config.mode === 'count')
        return found(message, { model: config.model, count: count.value, page: 1, last: true, records: [] });
      return pages(config, erp, domain.value, count.value, message, emit);
    },
  };
}

const handsOff = (standing: Standing, model: string): Failure => ({
  ...pausedFailure(standing, model),
  code: 'reading-paused',
  attempted: 'read from Odoo',
});

async function countOf({ model }: Config, erp: Erp, domain: OdooDomain): Promise<Result<number>> {
  const answer = await erp.call({ model, method: 'search_count', args: { domain }, repeatable: true });
  if (!answer.ok) return answer;
  return typeof answer.value === 'number' ? ok(answer.value) : fail(strange(model));
}

async function pages(
  config: Config,
  erp: Erp,
  domain: OdooDomain,
  count: number,
  message: Message,
  emit: Emit,
): Promise<Outcome> {
  const { model, order, pageSize } = config;
  const fields = config.fields.length > 0 ? config.fields : ['display_name'];
  const total = Math.max(1, Math.ceil(count / pageSize));
  for (let page = 1; ; page += 1) {
    const answer = await erp.call({
      model,
      method: 'search_read',
      args: { domain, fields, order: order || 'id', limit: pageSize, offset: (page - 1) * pageSize },
      repeatable: true,
    });
    if (!answer.ok) return outcomeOf(answer.failure);
    if (!Array.isArray(answer.value)) return reject(strange(model));
    const payload = { model, count, page, last: page === total, records: answer.value };
    if (config.mode === 'exactlyOne' && answer.value.length !== 1)
      return reject(notOne(config, answer.value.length) ?? strange(model));
    if (page === total) return found(message, payload);
    emit({ event: payload, trail: message.trail }, 'records');
  }
}

const found = (message: Message, payload: Records): Outcome => ({
  kind: 'pass',
  message: { ...message, event: payload },
  port: 'records',
  note: `${payload.count} found`,
});

const outcomeOf = (failure: Failure): Outcome =>
  isRetryable(failure) || failure.class === 'unknown' ? { kind: 'retry', failure } : reject(failure);

function notOne({ model }: Config, count: number): Failure | undefined {
  if (count === 1) return undefined;
  return {
    code: count === 0 ? 'record-not-found' : 'record-ambiguous',
    class: 'business',
    attempted: `read exactly one ${model}`,
    on: model,
    reason: `${count} records match`,
    nextStep: 'Make the conditions precise, or correct the records in Odoo.',
  };
}

function overLimit({ model, limit, mode }: Config, count: number): Failure | undefined {
  if (mode === 'count' || count <= limit) return undefined;
  return {
    code: 'limit-exceeded',
    class: 'business',
    attempted: `read ${model}`,
    on: model,
    reason: `${count} records match and the limit is ${limit}`,
    nextStep: 'Narrow the conditions, or raise the limit on purpose.',
  };
}

const strange = (model: string): Failure => ({
  code: 'odoo-answer-unreadable',
  class: 'business',
  attempted: `read ${model}`,
  on: model,
  reason: 'Odoo answered with something that is no list of records',
  nextStep: 'Report it with the version of Odoo.',
});
