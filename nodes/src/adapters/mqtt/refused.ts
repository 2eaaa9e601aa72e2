/** What the broker said instead of confirming a message → a failure. MQTT 5 gives a number; 3.1.1 says nothing. */
import type { Failure, FailureClass } from '../../domain/failure.ts';

interface Row {
  readonly codes: readonly number[];
  readonly code: string;
  readonly class: FailureClass;
  readonly reason: string;
  readonly nextStep: string;
}

const ROWS: readonly Row[] = [
  {
    codes: [0x87],
    code: 'mqtt-publish-refused',
    class: 'authorisation',
    reason: 'the broker does not let this user publish there',
    nextStep: 'Give the user the right to publish below this topic.',
  },
  {
    codes: [0x96, 0x97],
    code: 'mqtt-quota',
    class: 'throttled',
    reason: 'the broker takes no more at present',
    nextStep: 'Wait: it is tried again by itself. If it stays, raise the limits of the broker.',
  },
  {
    codes: [0x90, 0x99],
    code: 'mqtt-message-refused',
    class: 'data',
    reason: 'the broker does not accept topic or content',
    nextStep: 'Compare the topic with the rules of the broker, correct the message and replay.',
  },
];

const OTHER: Row = {
  codes: [],
  code: 'mqtt-not-taken',
  class: 'transient',
  reason: 'the broker did not take the message',
  nextStep: 'Wait: it is tried again by itself. The log of the broker may say more.',
};

export function publishRefused(reasonCode: number, on: string, cause: string): Failure {
  const row = ROWS.find(({ codes }) => codes.includes(reasonCode)) ?? OTHER;
  const { code, class: failureClass, reason, nextStep } = row;
  return { code, class: failureClass, attempted: 'publish an event', on, reason, nextStep, cause: cause.slice(0, 200) };
}

/** It may have arrived. Whoever subscribes knows events by their id, so it is sent again. */
export const unconfirmed = (on: string, cause: string): Failure => ({
  code: 'mqtt-unconfirmed',
  class: 'transient',
  attempted: 'publish an event',
  on,
  reason: 'the broker did not confirm it',
  nextStep: 'Wait: it is sent again with the same id.',
  cause: cause.slice(0, 200),
  answerLost: true,
});

export const tooLarge = (on: string, bytes: number, most: number): Failure => ({
  code: 'mqtt-too-large',
  class: 'data',
  attempted: 'publish an event',
  on,
  reason: `it has ${bytes} bytes, the broker takes ${most}`,
  nextStep: 'Raise the limit of the broker, or send less in one event.',
});

export const noRetaining = (on: string): Failure => ({
  code: 'mqtt-no-retaining',
  class: 'configuration',
  attempted: 'publish the last state',
  on,
  reason: 'the broker keeps no messages',
  nextStep: 'Allow retained messages at the broker, or keep no last states in the node.',
});
