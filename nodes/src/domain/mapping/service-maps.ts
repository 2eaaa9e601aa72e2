/** Maps about service. */
import type { EventMap } from './rules.ts';

export const serviceMaps: readonly EventMap[] = [
  {
    type: 'service.repair.recorded',
    to: 'repair',
    fields: {
      key: { from: 'idempotencykey' },
      partition: { from: 'partitionkey' },
      at: { from: 'time', convert: 'instant' },
      repair: { from: 'data.repairId' },
      material: { from: 'data.material.materialDefinitionId', lookup: 'material' },
      serial: { from: 'data.serial', lookup: 'lot' },
      customer: { from: 'data.customerId', convert: 'customer-record', optional: true },
      summary: { from: 'data.summary', optional: true },
      underWarranty: { from: 'data.underWarranty', optional: true },
      parts: { from: 'data.lines', convert: 'repair-lines' },
    },
  },
];
