/** The event types of this area. */
import { shipmentMilestoneChanged } from './milestone-changed.ts';
import { unitPacked } from './packed.ts';
import { shipmentShipped } from './shipped.ts';
import { shipmentStaged } from './staged.ts';

export const logistics = {
  'logistics.unit.packed': unitPacked,
  'shipment.staged': shipmentStaged,
  'shipment.shipped': shipmentShipped,
  'shipment.milestone.changed': shipmentMilestoneChanged,
} as const;
