/** A record of a business system changed: what a flow follows that no event type of its own speaks for. */
import { z } from 'zod';
import { code, instant, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { recordCorrelation, recordPartition, recordSubject } from '../scopes.ts';

export const recordChanged = defineEvent({
  name: 'integration.record.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A record of a business system was created or changed',
  writer: z.strictObject({
    model: code,
    recordId: z.int().min(1),
    /** The system's own time of the change, whole seconds; several changes may bear the same. */
    changedAt: instant,
    /** Numbers changes that bear the same time. */
    turn: z.int().min(0),
    /** Hash of the values: tells changes apart that the time does not. */
    fingerprint: code,
    created: z.boolean().optional(),
    /** Number of the user who wrote last, never a name. */
    changedBy: z.int().min(1).optional(),
    values: z.record(text, z.json()),
  }),
  rules: [],
  naturalKey: ({ model, recordId, changedAt, turn, fingerprint }, { enterprise, system }) => [
    ...['record.changed', enterprise, system, model],
    ...[recordId, changedAt, turn, fingerprint],
  ],
  partition: recordPartition,
  subject: recordSubject,
  correlation: recordCorrelation,
  owner: 'Odoo',
  priority: PRIORITY.masterData,
  retention: 'status',
  delivery: 'R2',
});
