/** The maps Plantwire ships: facts and master data → intents. Data, not code; a site pack changes rows through `maps`. */
import { maintenanceMaps } from './maintenance-maps.ts';
import { masterMaps } from './master-maps.ts';
import { ordersMaps } from './orders-maps.ts';
import { qualityMaps } from './quality-maps.ts';
import type { EventMap, Rule } from './rules.ts';
import { salesMaps } from './sales-maps.ts';
import { serviceMaps } from './service-maps.ts';
import { stockMaps } from './stock-maps.ts';
import { traceMaps } from './trace-maps.ts';
import { tradeMaps } from './trade-maps.ts';

const material = 'data.material.materialDefinitionId';

/** What every intent about an order takes from its event. */
const ofOrder: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  order: { from: 'data.operationsRequestId' },
  material: { from: material, lookup: 'material' },
  quantity: { from: 'data.quantity', convert: 'quantity', material },
  lot: { from: 'data.lot.lotId', lookup: 'lot', optional: true },
  shiftId: { from: 'data', convert: 'shift' },
  at: { from: 'time', convert: 'instant' },
  policy: { from: 'data', convert: 'policy' },
};

export const baseMaps: readonly EventMap[] = [
  {
    type: 'production.output.reported',
    to: 'produce',
    fields: { ...ofOrder, report: { from: 'data.reportKind' } },
  },
  {
    type: 'production.scrap.reported',
    to: 'scrap',
    fields: {
      ...ofOrder,
      stage: { from: 'data.scrapStage' },
      reason: { from: 'data.reason.code', lookup: 'reason' },
    },
  },
  {
    type: 'production.byproduct.reported',
    to: 'byproduct',
    fields: ofOrder,
  },
  {
    type: 'material.consumed',
    to: 'consume',
    fields: { ...ofOrder, direction: { from: 'data.direction' } },
  },
  {
    /** Closing an order adds nothing to it: quantity zero, once all counters it awaits are posted. */
    type: 'operations.performance.reported',
    to: 'produce',
    when: [{ path: 'data.closeRequested', is: [true] }],
    fields: {
      ...ofOrder,
      material: { from: 'data', convert: 'order-material' },
      quantity: { from: 'data', convert: 'nothing-made' },
      report: { value: 'final' },
      awaits: { from: 'data.awaits', optional: true },
    },
  },
  ...qualityMaps,
  ...stockMaps,
  ...maintenanceMaps,
  ...tradeMaps,
  ...salesMaps,
  ...serviceMaps,
  ...ordersMaps,
  ...traceMaps,
  ...masterMaps,
];
