/** Somebody or something asks for maintenance of an asset. One request is open per asset and class. */
import { z } from 'zod';
import { code, equipmentPath, instant, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { assetCorrelation, assetPartition, assetSubject } from './asset.ts';

export const requestRaised = defineEvent({
  name: 'maintenance.request.raised',
  major: 1,
  version: '1.0.0',
  summary: 'Maintenance of an asset is asked for, or its cause came again',
  writer: z.strictObject({
    requestKey: code,
    /** The asset; where a plant names none, the ISA-95 path of the equipment. */
    physicalAssetId: code,
    equipmentId: equipmentPath.optional(),
    trigger: z.enum(['alarm', 'condition', 'runtime', 'operator']),
    /** Kind of trouble; each class has a request of its own. */
    class: code,
    /** Rises whenever the trouble begins anew, such as the second it began; repetitions belong to the same cycle. */
    openCycle: z.int().min(1),
    /** Absent or 1: the cycle's first report; rises with each report of repetitions. */
    report: z.int().min(1).optional(),
    /** How often the cause came since the last report. */
    occurrences: z.int().min(1).max(1_000_000).optional(),
    summary: z.string().trim().min(1).max(200),
    /** As in Odoo: 0 very low to 3 high. */
    priority: z.int().min(0).max(3),
    work: z.enum(['corrective', 'preventive']),
    conditionId: code.optional(),
    details: z.array(text).max(50).optional(),
    stopsProduction: z.boolean().optional(),
    wanted: instant.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => [
    ...['maint.req', scope.site, data.physicalAssetId, data.class, data.openCycle],
    ...(data.report === undefined || data.report === 1 ? [] : [data.report]),
  ],
  partition: assetPartition,
  subject: assetSubject,
  correlation: assetCorrelation,
  owner: 'SCADA',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
