/** Goods were put into a logistic unit, or taken out of it. Follows the EPCIS AggregationEvent, ADD and DELETE. */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, quantity } from '../blocks.ts';
import { defineEvent, type EventRule, PRIORITY } from '../definition.ts';
import { isGs1, sscc } from '../gs1.ts';
import { unitCorrelation, unitPartition, unitSubject } from './scopes.ts';

const child = z.strictObject({ material: materialRef, lot: lotRef.optional(), quantity });

const labelChecks: EventRule<{ readonly sscc: string }> = {
  rule: 'SSCC check digit is wrong',
  path: 'data.sscc',
  holds: (data) => isGs1(data.sscc),
};

const aboveZero: EventRule<{ readonly children: readonly z.output<typeof child>[] }> = {
  rule: 'every child needs a quantity above zero',
  path: 'data.children',
  holds: ({ children }) => children.every((one) => Number(one.quantity.value) > 0),
};

export const unitPacked = defineEvent({
  name: 'logistics.unit.packed',
  major: 1,
  version: '1.0.0',
  summary: 'Goods were put into a logistic unit, or taken out of it',
  writer: z.strictObject({
    /** Number of the packing at the system that saw it: the same goods may go in twice. */
    packId: code,
    sscc,
    action: z.enum(['add', 'delete']),
    locationId: code,
    children: z.array(child).min(1).max(200),
    ...circumstances,
  }),
  rules: [labelChecks, aboveZero],
  naturalKey: (data, scope) => ['pack', scope.site, data.sscc, data.action, data.packId],
  partition: unitPartition,
  subject: unitSubject,
  correlation: unitCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R2',
});
