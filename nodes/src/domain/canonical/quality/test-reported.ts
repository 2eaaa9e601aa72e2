/** Result of a test or inspection. Follows ISA-95 TestResult with its property measurements. */
import { z } from 'zod';
import { code, instant, properties, text, unitCode } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { aboutFields, lotCorrelation, lotPartition, lotSubject, namesItsObject } from './about.ts';

const verdict = z.enum(['pass', 'fail', 'inconclusive']);

export const testReported = defineEvent({
  name: 'quality.test.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Result of a quality test or inspection',
  writer: z.strictObject({
    testId: code,
    /** Rises when the same test is evaluated again. */
    revision: z.int().min(0),
    testSpecificationId: code,
    ...aboutFields,
    measurements: z
      .array(z.strictObject({ property: code, value: text, uom: unitCode.optional(), result: verdict.optional() }))
      .max(200),
    overall: verdict,
    evaluatedAt: instant,
    sampleSize: z.int().min(1).optional(),
    materialUse: z.enum(['Destructive', 'Returned', 'Retained Sample']).optional(),
    responsiblePersonId: code.optional(),
    properties: properties.optional(),
  }),
  rules: [namesItsObject],
  naturalKey: (data, scope) => ['qtest', scope.system, data.testId, data.revision],
  partition: lotPartition,
  subject: lotSubject,
  correlation: lotCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R2',
});
