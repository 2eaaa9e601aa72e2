/** Maps of what lies and moves: movements, counts, corrections, what is packed, staged and shipped. */
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
  // A scanner is quicker than a completion.
  shortage: { value: 'wait' },
};

const shipment: Readonly<Record<string, Rule>> = {
  ...head,
  delivery: { from: 'data.deliveryId', convert: 'named-record' },
  lines: { from: 'data.lines', convert: 'shipped-lines' },
};

const staged: Readonly<Record<string, Rule>> = {
  ...head,
  items: { from: 'data.items', convert: 'staged-items' },
  to: { from: 'data.locationId', lookup: 'location-record' },
  from: { from: 'data.fromLocationId', lookup: 'location-record', optional: true },
  delivery: { from: 'data.deliveryId', convert: 'named-record', optional: true },
  reference: { from: 'data.scanId' },
  complete: { from: 'data.complete', optional: true },
};

const packed: Readonly<Record<string, Rule>> = {
  ...head,
  package: { from: 'data.sscc' },
  action: { from: 'data.action' },
  place: { from: 'data.locationId', lookup: 'location-record' },
  items: { from: 'data.children', convert: 'shipped-lines' },
};

const milestone: Readonly<Record<string, Rule>> = {
  ...head,
  delivery: { from: 'data.deliveryId', convert: 'named-record' },
  milestone: { from: 'data.milestone' },
  reached: { from: 'data.milestoneAt' },
  carrier: { from: 'data.carrier', optional: true },
  tracking: { from: 'data.trackingId', optional: true },
  place: { from: 'data.place', optional: true },
  eta: { from: 'data.eta', optional: true },
  proof: { from: 'data.proofId', optional: true },
  reason: { from: 'data.reason.text', optional: true },
};

/** A carrier that was told of a shipment and says nothing. */
const silence: Readonly<Record<string, Rule>> = {
  ...head,
  delivery: { from: 'data.subject', convert: 'named-record' },
  milestone: { from: 'data.level' },
  reached: { from: 'data.dueAt' },
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
  { type: 'logistics.unit.packed', to: 'pack', fields: packed },
  { type: 'shipment.staged', to: 'stageDelivery', fields: staged },
  { type: 'shipment.shipped', to: 'ship', fields: shipment },
  { type: 'shipment.milestone.changed', to: 'shipmentMilestone', fields: milestone },
  {
    type: 'integration.acknowledgement.overdue',
    to: 'shipmentMilestone',
    when: [{ path: 'data.about', is: ['deliveryId'] }],
    fields: silence,
  },
];
