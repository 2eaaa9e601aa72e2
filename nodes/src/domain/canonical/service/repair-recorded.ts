/** A repair was done: which parts went into a serial number and which came out. */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, quantity, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { linesAboveZero } from '../procurement/scopes.ts';
import { subject } from '../scopes.ts';

const part = z.strictObject({
  lineNo: code.optional(),
  use: z.enum(['add', 'remove']),
  material: materialRef,
  quantity,
  lot: lotRef.optional(),
});

interface OfRepair {
  readonly repairId: string;
}

export const repairRecorded = defineEvent({
  name: 'service.repair.recorded',
  major: 1,
  version: '1.0.0',
  summary: 'A repair was done, with the parts that went in and came out',
  writer: z.strictObject({
    /** Number of the repair or the case at its source. */
    repairId: code,
    material: materialRef,
    serial: code,
    customerId: code.optional(),
    summary: text.min(1).optional(),
    underWarranty: z.boolean().optional(),
    lines: z.array(part).max(100),
    ...circumstances,
  }),
  rules: [linesAboveZero],
  naturalKey: (data, scope) => ['repair', scope.site, scope.system, data.repairId],
  partition: ({ repairId }: OfRepair, { site }) => `${site}:repair:${repairId}`,
  subject: ({ repairId }: OfRepair) => subject('repair', repairId),
  correlation: ({ repairId }: OfRepair, { enterprise }) => `repair:${enterprise}:${repairId}`,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
