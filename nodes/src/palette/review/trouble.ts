/** What the review node refuses, in words. */
import type { Failure } from '../../domain/failure.ts';
import type { Refusal } from '../../domain/review/decision.ts';

export const noKey = (what: string): Failure => ({
  code: 'key-missing',
  class: 'data',
  attempted: 'ask people about an event',
  on: what,
  reason: 'it has no id and no idempotency key',
  nextStep: 'Wire this node behind a schema validator or a step that makes canonical events.',
});

export const contradicts = (id: string): Failure => ({
  code: 'question-conflict',
  class: 'business',
  attempted: 'ask people about an event',
  on: id,
  reason: 'they were asked about it before, with another content',
  nextStep: 'Find out which of both is right; send the right one under a key of its own.',
});

export const underLease = (id: string): Failure => ({
  code: 'already-queued',
  class: 'data',
  attempted: 'ask people about an event',
  on: id,
  reason: 'it comes from an outbox and is still under its lease',
  nextStep: 'Wire this node before the outbox.',
});

export const unknownQuestion = (id: string): Failure => ({
  code: 'question-unknown',
  class: 'data',
  attempted: 'decide',
  on: id,
  reason: 'nothing of that name waits here',
  nextStep: 'Reload the list.',
});

const WORDS: Readonly<Record<Refusal, readonly [reason: string, nextStep: string]>> = {
  ended: ['it was decided before, or needs no decision any more', 'Reload the list.'],
  'no-such-choice': ['there is no such choice', 'Reload the list and choose one of those shown.'],
  'reason-missing': ['no reason was given', 'Say in a few words why.'],
  'same-person': ['the second pair of eyes must be another person’s', 'Let somebody else look at it and decide.'],
  'nobody-logged-in': [
    'two persons have to decide, and nobody is logged in',
    'Switch on the login of the editor (adminAuth), and log in under a name of your own.',
  ],
};

export const refused = (id: string, why: Refusal): Failure => ({
  code: `decision-${why}`,
  class: 'business',
  attempted: 'decide',
  on: id,
  reason: WORDS[why][0],
  nextStep: WORDS[why][1],
});
