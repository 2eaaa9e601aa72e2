/**
 * What arrived over MQTT, HTTP or a file → a CloudEvent, or data that is no event yet. Structured and binary mode are
 * read; a batch is refused, because half of it could not be acknowledged.
 */
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';

export interface Arrival {
  /** Topic, route or file and row: what a failure is about. */
  readonly on: string;
  readonly contentType?: string;
  /** CloudEvents attributes beside the body (binary mode), under their plain names. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Content =
  | { readonly kind: 'event'; readonly event: Readonly<Record<string, unknown>> }
  | { readonly kind: 'data'; readonly data: unknown };

const ATTRIBUTE = /^[a-z0-9]{1,20}$/;
const JSON_TYPE = /^(application|text)\/([\w.+-]+\+)?json\b/i;

export function readArrival(arrival: Arrival): Result<Content> {
  const type = (arrival.contentType ?? '').trim().toLowerCase();
  if (type.startsWith('application/cloudevents-batch')) return fail(batch(arrival));
  const body = textOf(arrival);
  if (!body.ok) return body;
  if (arrival.attributes.specversion !== undefined) return binary(arrival, body.value);
  const parsed = jsonOf(arrival, body.value);
  if (!parsed.ok) return parsed;
  const value = parsed.value;
  // MQTT 3.1.1 has no content type, so an event is recognised by what makes it one.
  const isEvent = isRecord(value) && typeof value.specversion === 'string' && typeof value.type === 'string';
  if (isEvent) return ok({ kind: 'event', event: value });
  if (type.startsWith('application/cloudevents')) return fail(noEvent(arrival));
  return ok({ kind: 'data', data: value });
}

/** Attributes travel beside the data; what is no attribute name stays outside. */
function binary(arrival: Arrival, body: string): Result<Content> {
  const { attributes, contentType } = arrival;
  const own = Object.entries(attributes).filter(([name]) => ATTRIBUTE.test(name) && name !== 'data');
  const event = {
    ...Object.fromEntries(own),
    ...(contentType && JSON_TYPE.test(contentType) ? { datacontenttype: 'application/json' } : {}),
  };
  if (body === '') return ok({ kind: 'event', event });
  const data = jsonOf(arrival, body);
  return data.ok ? ok({ kind: 'event', event: { ...event, data: data.value } }) : data;
}

function textOf(arrival: Arrival): Result<string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(arrival.body));
  } catch {
    return fail(unreadable(arrival, 'it is no UTF-8 text'));
  }
}

function jsonOf(arrival: Arrival, text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail(unreadable(arrival, text.trim() === '' ? 'it is empty' : 'it is no JSON'));
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const unreadable = ({ on }: Arrival, reason: string): Failure => ({
  code: 'payload-unreadable',
  class: 'data',
  attempted: 'read a message',
  on,
  reason,
  nextStep: 'Correct the sender: JSON in UTF-8, as a CloudEvent or as the data of the event type of the node.',
});

const noEvent = ({ on }: Arrival): Failure => ({
  code: 'not-an-event',
  class: 'data',
  attempted: 'read a CloudEvent',
  on,
  reason: 'its content type says CloudEvent, but specversion and type are missing',
  nextStep: 'Correct the sender, or send plain data as application/json.',
});

const batch = ({ on }: Arrival): Failure => ({
  code: 'batch-refused',
  class: 'data',
  attempted: 'read a CloudEvent',
  on,
  reason: 'it is a batch of events',
  nextStep: 'Send one event per message: only then each is acknowledged by itself.',
});
