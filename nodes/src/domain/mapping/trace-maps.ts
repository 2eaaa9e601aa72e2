/**
 * Maps of genealogy: a gap is a nonconformance of its lot or order until it is healed. Goods that left without a lot have
 * neither: the people of the delivery are told.
 */
import type { EventMap, Rule } from './rules.ts';

const head: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'time', convert: 'instant' },
};
const delivery: Rule = { from: 'data.deliveryId', convert: 'named-record' };
const ofDelivery = { path: 'data.about', is: ['delivery'] };

export const traceMaps: readonly EventMap[] = [
  {
    type: 'trace.gap.changed',
    to: 'nonconformance',
    when: [{ path: 'data.about', is: ['order', 'lot'] }],
    fields: {
      ...head,
      material: { from: 'data.material.materialDefinitionId', lookup: 'material', optional: true },
      lot: { from: 'data.lot.lotId', lookup: 'lot', optional: true },
      order: { from: 'data.operationsRequestId', optional: true },
      nc: { from: 'data.gapId' },
      revision: { from: 'data.revision' },
      status: { from: 'data.status' },
      severity: { from: 'data.severity' },
      description: { from: 'data.description' },
    },
  },
  {
    type: 'trace.gap.changed',
    to: 'shipmentMilestone',
    when: [ofDelivery, { path: 'data.status', is: ['opened'] }],
    fields: {
      ...head,
      delivery,
      milestone: { value: 'exception' },
      reached: { from: 'time', convert: 'instant' },
      reason: { from: 'data.description' },
    },
  },
  {
    type: 'trace.gap.changed',
    to: 'note',
    when: [ofDelivery, { path: 'data.status', is: ['closed'] }],
    fields: {
      ...head,
      model: { value: 'stock.picking' },
      record: delivery,
      text: { from: 'data.description' },
    },
  },
];
