/** Refusals of the change feed, in words. */
import type { Failure } from '../../failure.ts';

export const unreadable = (model: string): Failure => ({
  code: 'odoo-answer-unreadable',
  class: 'business',
  attempted: 'look for changes',
  on: model,
  reason: 'Odoo answers with other fields than this version should have',
  nextStep: 'Report it with the version of Odoo.',
});
