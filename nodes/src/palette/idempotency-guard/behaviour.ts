/** Reserves an event's key; what was seen before is dropped, what contradicts it is rejected. */
import type { z } from 'zod';
import { RETENTION_MS } from '../../domain/canonical/definition.ts';
import { findEvent, retentionMs } from '../../domain/canonical/registry.ts';
import { eventText, takenAs } from '../../domain/delivery/routing.ts';
import { type Failure, isRetryable } from '../../domain/failure.ts';
import { fingerprint } from '../../domain/idempotency/fingerprint.ts';
import type { Journal, ReserveAnswer } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { type Hash, ok, type Result } from '../../domain/ports.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

export async function startGuard(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const journal = await context.resource<Journal>(context.config.journal);
  if (!journal.ok) return journal;
  return ok(guard(context.config, journal.value, context.hash));
}

export function guard(config: Config, journal: Journal, hash: Hash): Behaviour {
  let duplicates = 0;

  const judge = async (message: Message, key: string, answer: ReserveAnswer): Promise<Outcome> => {
    switch (answer.kind) {
      case 'reserved':
        return { kind: 'pass', message: { ...message, reservation: answer.token }, port: 'first' };
      case 'in-flight':
        return { kind: 'retry', failure: inFlight(message, key) };
      case 'conflict':
        return reject(conflict(message, key, answer.firstSeen));
      case 'duplicate': {
        const name = takenAs(message);
        const taken = name === undefined ? ok(undefined) : await journal.take(name, 'duplicate');
        if (!taken.ok) return refusal(taken.failure);
        duplicates += 1;
        return { kind: 'drop', reason: 'duplicate', note: `${count(duplicates)}, last: ${states[answer.state]}` };
      }
    }
  };

  return {
    async handle(message) {
      const key = eventText(message, 'idempotencykey');
      if (key === undefined) return reject(keyMissing(message));
      const { event } = message;
      const data: unknown = typeof event === 'object' && event !== null ? Reflect.get(event, 'data') : undefined;
      const answer = await journal.reserve({
        key,
        fingerprint: fingerprint(data, config.volatile, hash),
        leaseMs: config.leaseSeconds * 1000,
        retentionMs: retentionOf(message),
      });
      return answer.ok ? judge(message, key, answer.value) : refusal(answer.failure);
    },
  };
}

const states = {
  committed: 'queued',
  applied: 'posted',
  refused: 'in dead letters',
  unknown: 'in doubt',
} as const;

const count = (duplicates: number): string => (duplicates === 1 ? '1 duplicate' : `${duplicates} duplicates`);

const refusal = (failure: Failure): Outcome => (isRetryable(failure) ? { kind: 'retry', failure } : reject(failure));

/** A type nobody defined is remembered like a posting: forgetting it too early is the expensive mistake. */
function retentionOf(message: Message): number {
  const definition = findEvent(eventText(message, 'type') ?? '');
  return definition ? retentionMs(definition) : RETENTION_MS.posting;
}

const nameOf = (message: Message): string => eventText(message, 'id') ?? 'a message without id';

const keyMissing = (message: Message): Failure => ({
  code: 'key-missing',
  class: 'data',
  attempted: 'reserve the key of an event',
  on: nameOf(message),
  reason: 'it has no idempotencykey',
  nextStep: 'Put a schema validator before the guard; its data may lack what makes the fact unique.',
});

const inFlight = (message: Message, key: string): Failure => ({
  code: 'duplicate-in-flight',
  class: 'transient',
  attempted: 'reserve the key of an event',
  on: nameOf(message),
  reason: 'the same fact is on its way to the outbox',
  nextStep: `Wait for it; if this does not end, look for a message with key ${key} that was stopped in the flow.`,
});

const conflict = (message: Message, key: string, firstSeen: string): Failure => ({
  code: 'conflicting-duplicate',
  class: 'business',
  attempted: 'reserve the key of an event',
  on: nameOf(message),
  reason: `another message with the same key and other data came at ${firstSeen}`,
  nextStep: `Compare both (key ${key}); a correction needs a key of its own.`,
});
