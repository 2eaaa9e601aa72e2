/** An event as the request that carries it to another system, and what its acceptance means. */
import { type Envelope, envelopeSchema } from '../envelope.ts';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';
import type { Receipt } from '../receipt.ts';
import type { PeerAnswer, PeerRequest } from './peer.ts';

export interface Sending {
  readonly path: string;
  readonly body: 'event' | 'data';
}

/** Readers are tolerant: what the validator let pass goes out as it is. */
export function readEvent(event: unknown, attempted: string): Result<Envelope> {
  const parsed = envelopeSchema.safeParse(event);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), rule: message }));
  return fail(notAnEvent(attempted, issues.slice(0, 20)));
}

export function requestOf(event: Envelope, { path, body }: Sending, peer: string): PeerRequest {
  return {
    method: 'POST',
    path,
    headers: { ...bodyHeaders(body), ...journeyHeaders(event) },
    body: JSON.stringify(body === 'event' ? event : (event.data ?? {})),
    id: event.id,
    attempted: `send ${event.type} to ${peer}`,
  };
}

export const bodyHeaders = (body: 'event' | 'data'): Record<string, string> => ({
  'content-type': `application/${body === 'event' ? 'cloudevents+json' : 'json'}; charset=utf-8`,
  accept: 'application/json, */*;q=0.5',
});

/** What the other side needs to do it once and to follow it. */
export const journeyHeaders = ({ idempotencykey, traceparent, tracestate }: Envelope): Record<string, string> => ({
  ...(idempotencykey === undefined ? {} : { 'idempotency-key': idempotencykey }),
  ...(traceparent === undefined ? {} : { traceparent }),
  ...(tracestate === undefined ? {} : { tracestate }),
});

/** Answers are kept for the people who look for a message later, not as an archive. */
const MOST_ANSWER = 4_096;

export function acceptedBy(peer: string, { status, body }: PeerAnswer): Receipt {
  const answer = body.length > MOST_ANSWER ? undefined : readJson(body);
  return {
    verdict: 'accepted',
    summary: `${peer} accepted it (HTTP ${status})`,
    records: [],
    readBack: { peer, status, ...(answer === undefined ? {} : { answer }) },
  };
}

export const ownEvent = (peer: string): Receipt => ({
  verdict: 'noted',
  summary: `it comes from ${peer} and is not sent back`,
  records: [],
  readBack: { peer },
});

/** Answers are JSON, or of no use to a program. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notAnEvent = (attempted: string, issues: Failure['issues'] = []): Failure => ({
  code: 'not-an-event',
  class: 'data',
  attempted,
  on: 'msg.payload',
  reason: 'it is no event',
  nextStep: 'Put a schema validator, or a node that makes events, before this one.',
  issues,
});
