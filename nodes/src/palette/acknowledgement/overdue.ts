/** The event that says that an answer is missing. */
import { type Exchange, type Level, latest } from '../../domain/acknowledgement/exchange.ts';
import { buildEvent } from '../../domain/canonical/build.ts';
import { events, eventType } from '../../domain/canonical/registry.ts';
import { eventText } from '../../domain/delivery/routing.ts';
import type { Message } from '../../domain/message.ts';
import type { Hash } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { Arrived } from '../../host/intake.ts';

export interface Late {
  readonly exchange: Exchange;
  readonly level: Level;
  readonly dueMs: number;
}

interface Place {
  readonly config: { readonly interface: string; readonly subject: string };
  readonly pack: SitePackResource['pack'];
  readonly hash: Hash;
  readonly nowMs: number;
}

const TYPE = eventType(events['integration.acknowledgement.overdue']);

export const isOverdue = (message: Message): boolean => eventText(message, 'type') === TYPE;

export function overdueMessage({ exchange, level, dueMs }: Late, { config, pack, hash, nowMs }: Place): Arrived {
  const question = latest(exchange);
  if (!question) throw new Error('what is late was asked');
  const at = new Date(nowMs).toISOString();
  const data = {
    ...{ interface: config.interface, about: config.subject, subject: exchange.subject },
    ...{ revision: question.revision, level, asked: question.type, askedEventId: question.event },
    askedAt: new Date(question.askedMs).toISOString(),
    dueAt: new Date(dueMs).toISOString(),
  };
  const built = buildEvent(
    'integration.acknowledgement.overdue',
    data,
    {
      ...{ enterprise: pack.enterprise, site: pack.site, system: 'plantwire', time: at, recordedtime: at },
      ...{ timequality: 'synced', sequence: { epoch: 0, counter: 0 }, causationid: question.event },
    },
    hash,
  );
  if (!built.ok) throw new Error(built.failure.reason);
  return {
    identity: [exchange.subject, question.revision, level, question.askedMs],
    message: { event: built.value, trail: [] },
  };
}
