/** One event in, one request out; settled when the other system answered that it has it. */
import type { z } from 'zod';
import type { Journal } from '../../domain/journal.ts';
import { reject } from '../../domain/outcome.ts';
import type { Clock } from '../../domain/ports.ts';
import { acceptedBy, ownEvent, readEvent, requestOf } from '../../domain/publishing/event-request.ts';
import type { HttpPeer } from '../../domain/publishing/peer.ts';
import { delivered, keepLease, outcomeOfFailure } from '../../host/delivery.ts';
import type { Behaviour } from '../../host/node.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

export interface Ports {
  readonly peer: HttpPeer;
  readonly journal: Journal;
  readonly clock: Clock;
}

export function sender(config: Pick<Config, 'path' | 'body'>, { peer, journal, clock }: Ports): Behaviour {
  return {
    async handle(message) {
      const event = readEvent(message.event, `send it to ${peer.name}`);
      if (!event.ok) return reject(event.failure);
      if (peer.system !== '' && event.value.originsystem === peer.system)
        return delivered(message, ownEvent(peer.name), 'accepted', journal);
      const stop = keepLease(message.delivery, journal, clock);
      const answer = await peer.send(requestOf(event.value, config, peer.name)).finally(stop);
      if (!answer.ok) return outcomeOfFailure(answer.failure);
      return delivered(message, acceptedBy(peer.name, answer.value), 'accepted', journal);
    },
  };
}
