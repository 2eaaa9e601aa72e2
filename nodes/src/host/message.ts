/** Maps Node-RED's `msg` to `Message` and back. Property names of `msg` live here alone; foreign ones are kept. */
import type { Failure } from '../domain/failure.ts';
import type { DeliveryToken, Message, Receipt, ReservationToken, TrailEntry } from '../domain/message.ts';
import type { Intent } from '../domain/odoo/intent.ts';
import type { RedMessage } from './red.ts';

/** A message visits few stages; a loop wired by mistake must not grow it without bound. */
const MAX_TRAIL = 50;

interface Luggage {
  readonly delivery?: DeliveryToken;
  readonly reservation?: ReservationToken;
  readonly intake?: string;
  readonly trail?: readonly TrailEntry[];
  readonly versions?: Message['versions'];
}

export function toMessage(msg: RedMessage): Message {
  const luggage = isRecord(msg['plantwire']) ? (msg['plantwire'] as Luggage) : {};
  return {
    event: msg.payload,
    ...present('intent', msg['intent'] as Intent | undefined),
    ...present('receipt', msg['receipt'] as Receipt | undefined),
    ...present('failure', msg['failure'] as Failure | undefined),
    ...present('delivery', luggage.delivery),
    ...present('reservation', luggage.reservation),
    ...present('versions', luggage.versions),
    ...present('intake', luggage.intake),
    trail: Array.isArray(luggage.trail) ? luggage.trail : [],
  };
}

/** `origin` is the input that caused the message; what it carried beside ours (`topic`, `req`, `res`) stays. */
export function toRed(message: Message, origin: RedMessage = {}): RedMessage {
  const { payload: _payload, intent: _intent, receipt: _receipt, failure: _failure, ...foreign } = origin;
  return {
    ...foreign,
    payload: message.event,
    ...present('intent', message.intent),
    ...present('receipt', message.receipt),
    ...present('failure', message.failure),
    plantwire: {
      ...present('delivery', message.delivery),
      ...present('reservation', message.reservation),
      ...present('versions', message.versions),
      ...present('intake', message.intake),
      trail: message.trail,
    },
  };
}

/** Adds one step to the message's story. Raw samples have no story yet. */
export function withStep(message: Message, step: TrailEntry): Message {
  if (eventType(message) === undefined) return message;
  return { ...message, trail: [...message.trail, step].slice(-MAX_TRAIL) };
}

/** Type of the envelope a message carries; undefined for raw data. */
export function eventType(message: Message): string | undefined {
  const type = isRecord(message.event) ? message.event['type'] : undefined;
  return typeof type === 'string' && 'specversion' in (message.event as object) ? type : undefined;
}

/** Ordering scope of the event, when it names one. */
export function lane(message: Message): string | undefined {
  const key = isRecord(message.event) ? message.event['partitionkey'] : undefined;
  return typeof key === 'string' && key !== '' ? key : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function present<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
