/** Reading of a meter that ages an asset: running hours or cycles since it was new or the meter was replaced. */
import { z } from 'zod';
import { code, equipmentPath, properties, quantity } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { assetCorrelation, assetPartition, assetSubject } from './asset.ts';

export const runtimeReported = defineEvent({
  name: 'equipment.runtime.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Running hours or cycles of an asset',
  writer: z.strictObject({
    physicalAssetId: code,
    equipmentId: equipmentPath.optional(),
    meterId: code,
    reading: quantity,
    /** Rises when the meter was replaced or set back. */
    epoch: z.int().min(0).max(9_999_999_999),
    /** Interval of the preventive work that this meter asks for. */
    threshold: quantity.optional(),
    sinceService: quantity.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => [
    ...['meter', scope.site, data.physicalAssetId, data.meterId, data.epoch, data.reading.value],
  ],
  partition: assetPartition,
  subject: assetSubject,
  correlation: assetCorrelation,
  owner: 'SCADA',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B1',
});
