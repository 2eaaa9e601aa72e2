/** A released order was changed; the plant applies the highest version it acknowledged and ignores lower ones. */
import { z } from 'zod';
import { code, instant, properties, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

/** One field that changed: JSON pointer into the release, value before and after (plain JSON). */
const change = z.strictObject({ path: z.string().min(1).max(200), old: z.json(), new: z.json() });

export const requestChanged = defineEvent({
  name: 'operations.request.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A released production order was changed',
  writer: z.strictObject({
    operationsRequestId: code,
    requestVersion: z.int().min(1),
    changes: z.array(change).min(1).max(500),
    effectiveFrom: instant,
    reason: reason.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['or.changed', scope.enterprise, data.operationsRequestId, data.requestVersion],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'Odoo',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
