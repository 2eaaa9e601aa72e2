/** Failures of the acknowledgement node, in words. */
import type { Failure } from '../../domain/failure.ts';

export const noInterface = (name: string, pack: string, known: readonly string[]): Failure => ({
  code: 'interface-missing',
  class: 'configuration',
  attempted: `find the interface ${name}`,
  on: `site pack ${pack}`,
  reason: known.length > 0 ? `there is none of that name, only ${known.join(', ')}` : 'it has no "interfaces"',
  nextStep: `Enter under "interfaces" how long it may take: "${name}": { "title": …, "answerMinutes": 10, "escalateMinutes": 60 }.`,
});

export const contradicts = (subject: string, revision: number): Failure => ({
  code: 'question-conflict',
  class: 'business',
  attempted: `ask for revision ${revision}`,
  on: subject,
  reason: 'the same revision was sent before with another content',
  nextStep: 'Find out which of both is right; change the order once more, so that it gets a new revision.',
});

export const unasked = (subject: string, revision: number): Failure => ({
  code: 'answer-unasked',
  class: 'data',
  attempted: `match an answer to revision ${revision}`,
  on: subject,
  reason: 'nobody asked for it here',
  nextStep: 'Compare number and revision with what was sent; replay the answer when the question is known.',
});

export const underLease = (subject: string): Failure => ({
  code: 'already-queued',
  class: 'data',
  attempted: 'send a question',
  on: subject,
  reason: 'it comes from an outbox and is still under its lease',
  nextStep: 'Wire this node before the outbox.',
});
