/** Maps of quality: what is decided about a lot. */
import type { EventMap, Rule } from './rules.ts';

const material = 'data.material.materialDefinitionId';

const ofLot: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'data.effectiveAt', convert: 'instant' },
  material: { from: material, lookup: 'material' },
  lot: { from: 'data.lot.lotId', lookup: 'lot' },
  hold: { from: 'data.dispositionId' },
};

export const qualityMaps: readonly EventMap[] = [
  {
    type: 'quality.disposition.changed',
    to: 'holdLot',
    when: [{ path: 'data.action', is: ['hold'] }],
    fields: {
      ...ofLot,
      quantity: { from: 'data.quantity', convert: 'quantity', material, optional: true },
      quarantine: { from: 'data.holdLocation', lookup: 'location-record', optional: true },
      reason: { from: 'data.reason.text' },
    },
  },
  {
    type: 'quality.disposition.changed',
    to: 'releaseLot',
    when: [{ path: 'data.action', is: ['release'] }],
    fields: ofLot,
  },
];
