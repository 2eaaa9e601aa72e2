/** One message in, one question out, its answer on. From an outbox it is settled when the answer is there. */
import type { z } from 'zod';
import type { Journal } from '../../domain/journal.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import type { Clock, Ids } from '../../domain/ports.ts';
import { acceptedBy } from '../../domain/publishing/event-request.ts';
import type { HttpPeer } from '../../domain/publishing/peer.ts';
import { answerOf, questionOf } from '../../domain/publishing/question.ts';
import { delivered, keepLease, outcomeOfFailure } from '../../host/delivery.ts';
import type { HandingOn } from '../../host/handing-on.ts';
import type { Behaviour } from '../../host/node.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

export interface Ports {
  readonly peer: HttpPeer;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly nodeId: string;
  /** For answers that enter another queue. */
  readonly handing?: HandingOn;
}

export function asking(config: Pick<Config, 'method' | 'path' | 'body'>, ports: Ports): Behaviour {
  const { peer, journal, clock, ids, nodeId, handing } = ports;
  return {
    async handle(message): Promise<Outcome> {
      const request = questionOf(message, config, peer.name, { id: nodeId, uuid: () => ids.uuid() });
      if (!request.ok) return reject(request.failure);
      const stop = keepLease(message.delivery, journal, clock);
      const reply = await peer.send(request.value).finally(stop);
      if (!reply.ok) return outcomeOfFailure(reply.failure);
      const event = answerOf(reply.value, message.event, clock.now());
      return delivered({ ...message, event }, acceptedBy(peer.name, reply.value), 'answer', journal, handing);
    },
    close: async () => handing?.close(),
  };
}
