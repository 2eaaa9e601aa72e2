/** Refusals of a read: too many, too few, or nothing that is a list. */
import type { Failure } from '../../domain/failure.ts';
import type { Config } from './filter.ts';

export function notOne(model: string, count: number): Failure | undefined {
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

export function overLimit({ model, limit }: Pick<Config, 'model' | 'limit'>, count: number): Failure | undefined {
  if (count <= limit) return undefined;
  return {
    code: 'limit-exceeded',
    class: 'business',
    attempted: `read ${model}`,
    on: model,
    reason: `${count} records match and the limit is ${limit}`,
    nextStep: 'Narrow the conditions, or raise the limit on purpose.',
  };
}

export const strange = (model: string): Failure => ({
  code: 'odoo-answer-unreadable',
  class: 'business',
  attempted: `read ${model}`,
  on: model,
  reason: 'Odoo answered with something that is no list of records',
  nextStep: 'Report it with the version of Odoo.',
});
