/** The plant says that the work on an asset is done. */
import { z } from 'zod';
import { code, instant, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { assetCorrelation, assetPartition, assetSubject } from './asset.ts';

export const requestClosed = defineEvent({
  name: 'maintenance.request.closed',
  major: 1,
  version: '1.0.0',
  summary: 'The maintenance that was asked for is done',
  writer: z.strictObject({
    physicalAssetId: code,
    class: code,
    closedAt: instant,
    findings: z.array(text).max(50).optional(),
    personId: code.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['maint.done', scope.site, data.physicalAssetId, data.class, data.closedAt],
  partition: assetPartition,
  subject: assetSubject,
  correlation: assetCorrelation,
  owner: 'MES',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R3',
});
