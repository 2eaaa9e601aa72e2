/** Answers in words: RFC 9457 problem details that say what failed, why, and what the sender does next. */
import type { Failure } from '../../domain/failure.ts';
import type { HttpAnswer } from '../../host/node.ts';

export function problem(status: number, failure: Failure, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  const { code, attempted, on, reason, nextStep, issues } = failure;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: {
      type: `urn:plantwire:problem:${code}`,
      title: `Could not ${attempted}`,
      status,
      detail: `${on}: ${reason}. ${nextStep}`,
      code,
      ...(issues ? { issues } : {}),
    },
  };
}

export const later = (seconds: number): Readonly<Record<string, string>> => ({
  'retry-after': String(Math.max(1, Math.ceil(seconds))),
});

type Words = Pick<Failure, 'code' | 'reason' | 'nextStep'>;

/** A refusal before anything was read of the message. */
export const refusal = (path: string, words: Words, failureClass: Failure['class'] = 'data'): Failure => ({
  class: failureClass,
  attempted: 'take in a message',
  on: path,
  ...words,
});

export const WORDS = {
  tooLarge: (kilobytes: number): Words => ({
    code: 'message-too-large',
    reason: `the message has more than ${kilobytes} kB`,
    nextStep: 'Send large content by reference (dataref).',
  }),
  mediaType: {
    code: 'media-type-unsupported',
    reason: 'the content type is neither application/json nor application/cloudevents+json',
    nextStep: 'Send JSON and say so in the Content-Type header.',
  },
  keyMissing: {
    code: 'access-missing',
    reason: 'the request carries no key',
    nextStep: 'Send the key as X-API-Key, or as Authorization: Bearer.',
  },
  keyWrong: {
    code: 'access-refused',
    reason: 'the key is not the one of this route',
    nextStep: 'Ask the operator of this appliance for the key of the route.',
  },
  tooOften: {
    code: 'too-many-requests',
    reason: 'more requests came than this route takes',
    nextStep: 'Wait as Retry-After says and send it again.',
  },
  tooManyWrongKeys: {
    code: 'too-many-refusals',
    reason: 'too many requests from this address were refused',
    nextStep: 'Correct the key, wait as Retry-After says and send it again.',
  },
  flowBehind: {
    code: 'flow-behind',
    reason: 'the messages before it are still on their way through the flow',
    nextStep: 'Wait as Retry-After says and send it again.',
  },
  reused: {
    code: 'idempotency-key-reused',
    reason: 'another message came under the same Idempotency-Key or webhook-id',
    nextStep: 'Give every message a key of its own; repeat a message unchanged.',
  },
  signature: {
    incomplete: {
      code: 'signature-missing',
      reason: 'webhook-id, webhook-timestamp or webhook-signature is missing or malformed',
      nextStep: 'Sign the request as Standard Webhooks say.',
    },
    wrong: {
      code: 'signature-wrong',
      reason: 'the signature does not belong to this body and secret',
      nextStep: 'Sign the raw body with the secret of this route, and let nothing on the way change it.',
    },
    'too-old': {
      code: 'signature-too-old',
      reason: 'the request was signed too long ago',
      nextStep: 'Sign each sending anew, and check the clock of the sender.',
    },
    'too-new': {
      code: 'signature-too-new',
      reason: 'the request was signed in the future',
      nextStep: 'Check the clocks of the sender and of this appliance.',
    },
  },
} as const;
