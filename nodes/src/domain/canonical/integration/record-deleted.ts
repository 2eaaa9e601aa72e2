/** A record of a business system is gone: noticed by a sweep, for nothing is left that could tell when and by whom. */
import { z } from 'zod';
import { code, instant } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { recordCorrelation, recordPartition, recordSubject } from '../scopes.ts';

export const recordDeleted = defineEvent({
  name: 'integration.record.deleted',
  major: 1,
  version: '1.0.0',
  summary: 'A record of a business system was deleted',
  writer: z.strictObject({ model: code, recordId: z.int().min(1), noticedAt: instant }),
  rules: [],
  naturalKey: ({ model, recordId }, { enterprise, system }) => ['record.deleted', enterprise, system, model, recordId],
  partition: recordPartition,
  subject: recordSubject,
  correlation: recordCorrelation,
  owner: 'Odoo',
  priority: PRIORITY.masterData,
  retention: 'status',
  delivery: 'R3',
});
