/** Failures about interchanges and messages; each names segment and element as the partner's people know them. */
import { type EdiFault, sayFault, sayPlace } from '../../domain/edi/fault.ts';
import type { Failure } from '../../domain/failure.ts';

const issueOf = (fault: EdiFault) => ({
  path: sayPlace(fault),
  rule: `${fault.code}: ${fault.reason}`,
  ...(fault.value === undefined ? {} : { value: fault.value }),
});

const ASK_PARTNER = 'Ask the partner to repair and send it again; nothing of it was taken.';

export const unreadable = (fault: EdiFault, on = 'interchange'): Failure => ({
  code: 'edi-envelope-broken',
  class: 'data',
  attempted: 'read an interchange',
  on,
  reason: sayFault(fault),
  nextStep: ASK_PARTNER,
  issues: [issueOf(fault)],
});

export const reused = (on: string, at: string): Failure => ({
  code: 'edi-number-reused',
  class: 'business',
  attempted: 'take an interchange',
  on,
  reason: `another interchange with the same control number and other content was taken at ${at}`,
  nextStep: 'Ask the partner which of both is meant, and to send it under a new control number.',
});

export const testRefused = (on: string): Failure => ({
  code: 'edi-test-message',
  class: 'business',
  attempted: 'take an interchange',
  on,
  reason: 'it is marked as a test',
  nextStep: 'Let the node take test interchanges while you try out a partner, or ask the partner to clear the mark.',
});

export const messageRefused = (on: string, faults: readonly EdiFault[]): Failure => ({
  code: 'edi-message-refused',
  class: 'data',
  attempted: 'read a message of a partner',
  on,
  reason: faults.slice(0, 3).map(sayFault).join('; '),
  nextStep: ASK_PARTNER,
  issues: faults.slice(0, 50).map(issueOf),
});

export const contentRefused = (on: string, failure: Failure): Failure => ({
  ...failure,
  code: 'edi-content-refused',
  attempted: 'make an event of a message',
  on,
  nextStep: 'Ask the partner to correct the content and send it again; its form was acknowledged.',
});

export const partnerRefused = (on: string, told: readonly string[]): Failure => ({
  code: 'edi-refused-by-partner',
  class: 'business',
  attempted: 'have a message accepted by a partner',
  on,
  reason: told.slice(0, 5).join('; '),
  nextStep: 'Correct what the partner names in the message that we sent, and send it again.',
});
