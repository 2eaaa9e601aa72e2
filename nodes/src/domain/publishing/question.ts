/** A question to another system: its path filled from the message, its identity, and the answer as a payload. */
import { eventText } from '../delivery/routing.ts';
import type { Failure } from '../failure.ts';
import type { Message } from '../message.ts';
import { fail, ok, type Result } from '../ports.ts';
import { bodyHeaders, readJson } from './event-request.ts';
import { fieldAt } from './field-at.ts';
import type { PeerAnswer, PeerRequest } from './peer.ts';

export interface QuestionForm {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** `/stock/{data.materialId}?site={siteid}` */
  readonly path: string;
  readonly body: 'none' | 'event' | 'data';
}

/** Payload of an answer. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** Parsed where it is JSON, else text. */
  readonly body: unknown;
  readonly answeredAt: string;
  /** The message that asked. */
  readonly question: unknown;
}

const PLACE = /\{([^{}]*)\}/g;

/** Every value is encoded: a code with a slash or a question mark stays one code. */
export function fillPath(template: string, payload: unknown, attempted: string): Result<string> {
  const missing: string[] = [];
  const filled = template.replace(PLACE, (_written, path: string) => {
    const value = valueAt(payload, path.trim());
    if (value === undefined) missing.push(path.trim());
    return encodeURIComponent(value ?? '');
  });
  return missing.length === 0 ? ok(filled) : fail(incomplete(attempted, missing));
}

/** Empty text, objects and lists are no value. */
function valueAt(payload: unknown, path: string): string | undefined {
  const here = fieldAt(payload, path);
  if (typeof here === 'number' || typeof here === 'boolean') return String(here);
  return typeof here === 'string' && here !== '' ? here : undefined;
}

/** `asker` keeps two nodes apart that ask about the same event. */
export function questionOf(
  message: Message,
  form: QuestionForm,
  peer: string,
  asker: { readonly id: string; uuid(): string },
): Result<PeerRequest> {
  const attempted = `ask ${peer}`;
  const path = fillPath(form.path, message.event, attempted);
  if (!path.ok) return path;
  const { event } = message;
  const data: unknown = typeof event === 'object' && event !== null ? Reflect.get(event, 'data') : undefined;
  const content = form.body === 'event' ? event : data;
  const hasBody = form.body !== 'none' && form.method !== 'GET';
  if (hasBody && (content === undefined || content === null)) return fail(incomplete(attempted, [form.body]));
  const id = `${eventText(message, 'id') ?? asker.uuid()}~${asker.id}`.slice(0, 200);
  return ok({
    method: form.method,
    path: path.value,
    headers: { ...(hasBody ? headersOf(form) : { accept: 'application/json, */*;q=0.5' }), 'idempotency-key': id },
    ...(hasBody ? { body: JSON.stringify(content) } : {}),
    id,
    attempted,
    asks: true,
  });
}

const headersOf = ({ body }: QuestionForm) => bodyHeaders(body === 'event' ? 'event' : 'data');

export const answerOf = ({ status, contentType, body }: PeerAnswer, question: unknown, nowMs: number): Answer => ({
  status,
  contentType,
  body: /\bjson\b/i.test(contentType) ? (readJson(body) ?? body) : body,
  answeredAt: new Date(nowMs).toISOString(),
  question,
});

const incomplete = (attempted: string, missing: readonly string[]): Failure => ({
  code: 'question-incomplete',
  class: 'data',
  attempted,
  on: 'msg.payload',
  reason: `it has no ${missing.join(', no ')}`,
  nextStep: 'Compare the path in the node with the message; a value must be text or a number.',
});
