/** What is said when Odoo groups otherwise than its version should. */
import type { Failure } from '../../failure.ts';

export const groupsUnreadable = (model: string): Failure => ({
  code: 'odoo-answer-unreadable',
  class: 'business',
  attempted: `read ${model}`,
  on: model,
  reason: 'Odoo answered with something that is no list of groups',
  nextStep: 'Report it with the version of Odoo.',
});

export const sumLeftOut = (model: string, sum: string): Failure => ({
  code: 'sum-unavailable',
  class: 'data',
  attempted: `read ${model}`,
  on: 'field "Sums"',
  reason: `this version of Odoo gives no ${sum}`,
  nextStep: 'Leave this sum out, or read the records and sum in the flow.',
});
