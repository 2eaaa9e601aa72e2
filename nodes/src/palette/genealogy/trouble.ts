/** What the genealogy node refuses, in words. */
import type { Failure } from '../../domain/failure.ts';

export const notAQuestion = (what: string): Failure => ({
  code: 'not-a-question',
  class: 'data',
  attempted: 'read a question about a lot',
  on: what,
  reason: 'only valid events trace.question.asked are answered here',
  nextStep: 'Put a schema validator that accepts trace.question.asked before this node.',
});

export const handsOff = (reason: string): Failure => ({
  code: 'reading-paused',
  class: 'waiting',
  attempted: 'read the genealogy',
  on: 'Odoo',
  reason,
  nextStep: 'Nothing: it goes on by itself.',
});
