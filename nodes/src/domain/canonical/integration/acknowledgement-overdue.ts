/** An interface has not answered in time; `late` first, `escalated` when it still has not. */
import { z } from 'zod';
import { code, instant, properties } from '../blocks.ts';
import { defineEvent, type KeyScope, PRIORITY } from '../definition.ts';
import { orderCorrelation, orderPartition, subject } from '../scopes.ts';

interface About {
  readonly interface: string;
  readonly about: string;
  readonly subject: string;
}

/** What is late about an order stands in line with everything else about it. */
const orderOf = ({ about, subject: name }: About) =>
  about === 'operationsRequestId' ? { operationsRequestId: name } : undefined;

const otherwise = ({ interface: peer, subject: name }: About): string => `ack:${peer}:${name}`;

export const acknowledgementOverdue = defineEvent({
  name: 'integration.acknowledgement.overdue',
  major: 1,
  version: '1.0.0',
  summary: 'An interface has not answered in time',
  writer: z.strictObject({
    /** Row of the site pack's interfaces. */
    interface: code,
    /** Field of the question's data that names its subject, such as `operationsRequestId`. */
    about: code,
    subject: code,
    revision: z.int().min(1),
    level: z.enum(['late', 'escalated']),
    /** Event type of the question, and which event it was. */
    asked: code,
    askedEventId: z.string().min(1).max(200),
    askedAt: instant,
    dueAt: instant,
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, { site }) => [
    ...['ack.overdue', site, data.interface, data.subject, data.revision],
    ...[data.level, data.askedAt],
  ],
  partition: (data, scope: KeyScope) => {
    const order = orderOf(data);
    return order ? orderPartition(order, scope) : `${scope.site}:${otherwise(data)}`;
  },
  subject: (data) => subject('acknowledgement', `${data.interface}/${data.subject}`),
  correlation: (data, scope) => {
    const order = orderOf(data);
    return order ? orderCorrelation(order, scope) : otherwise(data);
  },
  owner: 'Plantwire',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
