/** A nonconformance was opened, contained, decided or closed. Follows ISA-95 OperationsEvent, Quality. */
import { z } from 'zod';
import { code, properties, quantity, reason, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { aboutFields, lotCorrelation, lotPartition, lotSubject, namesItsObject } from './about.ts';

export const nonconformanceChanged = defineEvent({
  name: 'quality.nonconformance.changed',
  major: 1,
  version: '1.1.0',
  summary: 'A nonconformance was opened or has changed',
  writer: z.strictObject({
    ncId: code,
    revision: z.int().min(0),
    status: z.enum(['opened', 'contained', 'dispositioned', 'closed']),
    severity: z.enum(['minor', 'major', 'critical']),
    description: text.min(1),
    ...aboutFields,
    quantity: quantity.optional(),
    /** Kind of defect, by the plant's code. */
    reason: reason.optional(),
    cause: text.optional(),
    supplierId: code.optional(),
    responsiblePersonId: code.optional(),
    /** By when the corrective action shall be done. */
    dueDate: z.iso.date().optional(),
    properties: properties.optional(),
  }),
  rules: [namesItsObject],
  naturalKey: (data, scope) => ['nc', scope.system, data.ncId, data.revision],
  partition: lotPartition,
  subject: lotSubject,
  correlation: lotCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R2',
});
