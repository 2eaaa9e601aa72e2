/** Odoo changed a maintenance request: stage, plan or findings. */
import { z } from 'zod';
import { code, interval, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { assetPartition, assetSubject } from './asset.ts';

export const orderChanged = defineEvent({
  name: 'maintenance.order.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A maintenance request changed in Odoo',
  writer: z.strictObject({
    requestKey: code,
    physicalAssetId: code,
    stage: code,
    done: z.boolean(),
    revision: z.int().min(1),
    scheduled: interval.optional(),
    technician: code.optional(),
    findings: text.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['maint.ord', scope.enterprise, data.requestKey, data.revision],
  partition: assetPartition,
  subject: assetSubject,
  correlation: (data, scope) => `maint:${scope.enterprise}:${data.requestKey}`,
  owner: 'Odoo',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R3',
});
