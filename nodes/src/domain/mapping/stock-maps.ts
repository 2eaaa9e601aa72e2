/** Maps of what lies and moves: movements, counts, corrections, deliveries that left. */
import type { EventMap, Rule } from './rules.ts';

const head: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'time', convert: 'instant' },
};

const material = 'data.material.materialDefinitionId';

const ofGoods: Readonly<Record<string, Rule>> = {
  ...head,
  material: { from: material, lookup: 'material' },
  lot: { from: 'data.lot.lotId', lookup: 'lot', optional: true },
};

const movement: Readonly<Record<string, Rule>> = {
  ...ofGoods,
  quantity: { from: 'data.quantity', convert: 'quantity', material },
  from: { from: 'data.fromLocationId', lookup: 'location-record' },
  to: { from: 'data.toLocationId', lookup: 'location-record' },
  reference: { from: 'data.moveId' },
};

const shipment: Readonly<Record<string, Rule>> = {
  ...head,
  delivery: { from: 'data.deliveryId', convert: 'named-record' },
  lines: { from: 'data.lines', convert: 'shipped-lines' },
};

export const stockMaps: readonly EventMap[] = [
  {
    type: 'inventory.moved',
    to: 'putaway',
    when: [{ path: 'data.purpose', is: ['putaway'] }],
    fields: movement,
  },
  { type: 'inventory.moved', to: 'stage', when: [{ path: 'data.purpose', is: ['stage'] }], fields: movement },
  { type: 'inventory.moved', to: 'transfer', fields: movement },
  {
    type: 'inventory.counted',
    to: 'count',
    fields: {
      ...ofGoods,
      quantity: { from: 'data.countedQuantity', convert: 'quantity', material },
      expected: { from: 'data.bookAtFreeze', convert: 'quantity', material, optional: true },
      place: { from: 'data.locationId', lookup: 'location-record' },
      reference: { from: 'data.countId' },
    },
  },
  {
    type: 'inventory.adjusted',
    to: 'adjust',
    fields: {
      ...ofGoods,
      quantity: { from: 'data.quantity', convert: 'quantity', material },
      place: { from: 'data.locationId', lookup: 'location-record' },
      reason: { from: 'data.reason.code', lookup: 'reason' },
      reference: { from: 'data.adjustmentId' },
    },
  },
  { type: 'shipment.shipped', to: 'ship', fields: shipment },
];
