/** Why an event is not counted, and what can be done. */
import type { Envelope } from '../../domain/envelope.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Verdict } from '../../domain/operations/windows/take.ts';

type Refused = Exclude<Verdict, 'counted' | 'known' | 'superseded'>;

const REASONS: Readonly<Record<Refused, Pick<Failure, 'code' | 'reason' | 'nextStep'>>> = {
  conflicting: {
    code: 'conflicting-duplicate',
    reason: 'the same fact was counted before with another content',
    nextStep: 'Find out which is right. A correction is an event of its own, or a higher revision.',
  },
  gone: {
    code: 'window-gone',
    reason: 'its window is older than late events are taken for, and changes no more',
    nextStep: 'Enter the difference by hand where the figure is kept, then discard.',
  },
  ahead: {
    code: 'time-doubtful',
    reason: 'its time has not come yet: a clock of the plant or ours is wrong',
    nextStep: 'Set the clock, correct the time and replay.',
  },
};

export const refusal = (verdict: Refused, event: Envelope): Failure => ({
  ...REASONS[verdict],
  ...{ class: 'data', attempted: 'count an event in its window', on: `${event.type} of ${event.time}` },
});

export const clockUnsure = (event: Envelope): Failure => ({
  ...refusal('ahead', event),
  reason: 'the clock of its source is not in step, so nobody knows which window it belongs to',
});

export const missing = (what: string, event: Envelope): Failure => ({
  code: 'field-missing',
  class: 'data',
  attempted: 'count an event in its window',
  on: event.type,
  reason: `it has no ${what}`,
  nextStep: 'Let the source say it, or correct the event and replay.',
});

export const notCounted = (what: string): Failure => ({
  code: 'event-not-used',
  class: 'data',
  attempted: 'count an event in its window',
  on: what,
  reason: 'nothing here is made of it',
  nextStep: 'Lead it past this node, or let the node pass events on.',
});

export const unfit = (attempted: string, reason: string): Failure => ({
  code: 'aggregate-unfit',
  class: 'configuration',
  attempted,
  on: 'the configuration of the node',
  reason,
  nextStep: 'Open the node and correct it.',
});
