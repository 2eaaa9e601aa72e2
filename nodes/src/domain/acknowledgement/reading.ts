/** What an event means for the exchange of its subject: a question, an answer, or neither. */
import { z } from 'zod';
import { typeParts } from '../canonical/definition.ts';
import type { Failure } from '../failure.ts';
import { fingerprint } from '../idempotency/fingerprint.ts';
import { fail, type Hash, ok, type Result } from '../ports.ts';
import type { Asking, Decision } from './exchange.ts';

/** Event types by their names; the other texts name fields of their data. */
export interface Reading {
  readonly asks: readonly string[];
  readonly recalls: readonly string[];
  readonly answers: readonly string[];
  readonly subject: string;
  /** Empty: every subject is asked once. */
  readonly revision: string;
  /** Empty: whatever answers accepts. */
  readonly decision: string;
  readonly refusing: readonly string[];
  readonly partly: readonly string[];
  /** Said on the way; they end no waiting. */
  readonly interim: readonly string[];
}

export type Heard =
  | { readonly kind: 'ask'; readonly subject: string; readonly asking: Asking; readonly isAgain: boolean }
  | {
      readonly kind: 'answer';
      readonly subject: string;
      readonly revision: number;
      readonly decision: Decision | 'interim';
      readonly atMs: number;
    };

const envelope = z.object({
  id: z.string(),
  type: z.string(),
  time: z.string().refine((time) => !Number.isNaN(Date.parse(time))),
  deliverymode: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});

export function hear(event: unknown, reading: Reading, hash: Hash): Result<Heard> {
  const parsed = envelope.safeParse(event);
  if (!parsed.success) return fail(misread('an incomplete event', 'it is no complete event'));
  const { id, type, time, deliverymode, data } = parsed.data;
  const name = typeParts(type)?.name ?? type;
  const isAsk = reading.asks.includes(name);
  if (!isAsk && !reading.answers.includes(name)) return fail(misread(name, 'this type neither asks nor answers here'));
  const subject = data[reading.subject];
  if (typeof subject !== 'string' || subject === '') return fail(misread(name, `its data has no ${reading.subject}`));
  const revision = reading.revision === '' ? 1 : data[reading.revision];
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 1)
    return fail(misread(name, `${reading.revision} of its data is no revision`));
  if (!isAsk) {
    const decision = decisionOf(data[reading.decision], reading);
    return ok({ kind: 'answer', subject, revision, decision, atMs: Date.parse(time) });
  }
  const digest = hash(JSON.stringify([name, fingerprint(data, [], hash)]));
  const asking = { revision, isRecall: reading.recalls.includes(name), digest, event: id, type: name };
  return ok({ kind: 'ask', subject, asking, isAgain: deliverymode === 'replay' });
}

function decisionOf(value: unknown, { refusing, partly, interim }: Reading): Decision | 'interim' {
  const word = String(value);
  if (interim.includes(word)) return 'interim';
  if (refusing.includes(word)) return 'rejected';
  return partly.includes(word) ? 'partial' : 'accepted';
}

const misread = (on: string, reason: string): Failure => ({
  code: 'acknowledgement-unreadable',
  class: 'data',
  attempted: 'follow a question or its answer',
  on,
  reason,
  nextStep:
    'Wire only the event types here that the node names, behind a schema validator, and check the names of its fields.',
});
