/** Buries rejected messages and sends replayed ones on their way again. */
import type { z } from 'zod';
import { takenAs } from '../../domain/delivery/routing.ts';
import { type Failure, isRetryable } from '../../domain/failure.ts';
import type { DeadLetterRequest, Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { ok, type Result } from '../../domain/ports.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import type { definition } from './definition.ts';
import { watchLetters } from './letters-status.ts';
import { republisher } from './republish.ts';

type Config = z.output<typeof definition.config>;

const HOUR_MS = 3_600_000;

export async function startDlq(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const resource = await context.resource<Journal>(context.config.journal);
  if (!resource.ok) return resource;
  const journal = resource.value;
  const status = watchLetters(context, journal);
  const replays = republisher(journal, context.id, {
    send: (message) => context.emit(message, 'replayed'),
    trouble: (failure) => context.log.failure(failure),
  });
  return ok({
    async handle(message) {
      const outcome = await bury(journal, context, message);
      replays.forget(takenAs(message));
      status.soon();
      return outcome;
    },
    async close() {
      status.close();
      await replays.close();
    },
  });
}

async function bury(
  journal: Journal,
  context: Pick<NodeContext<Config>, 'id' | 'flow' | 'flowVersion' | 'config'>,
  message: Message,
): Promise<Outcome> {
  const failure = message.failure ?? noReason(context.flow);
  const { owner, answerWithinHours } = context.config;
  const request: DeadLetterRequest = {
    stage: message.trail.at(-1)?.stage ?? 'flow',
    flow: context.flow,
    outlet: context.id,
    message,
    original: message.event,
    failure,
    ...(context.flowVersion ? { versions: { flow: context.flowVersion() } } : {}),
    ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
    ...(answerWithinHours > 0 ? { answerWithinMs: answerWithinHours * HOUR_MS } : {}),
  };
  const buried = await journal.bury(request);
  if (buried.ok) return { kind: 'drop', reason: 'filtered', note: `dead letter ${buried.value.id}: ${failure.code}` };
  if (buried.failure.code === 'stale-delivery')
    return { kind: 'drop', reason: 'filtered', note: buried.failure.reason };
  return isRetryable(buried.failure) ? { kind: 'retry', failure: buried.failure } : reject(buried.failure);
}

const noReason = (flow: string): Failure => ({
  code: 'no-reason',
  class: 'data',
  attempted: 'handle a message',
  on: flow,
  reason: 'it came to the dead letters without a reason',
  nextStep: 'Wire the rejected ports of Plantwire nodes here; other nodes should set msg.failure.',
});
