/** The event types of this area. */
import { inventoryAdjusted } from './adjusted.ts';
import { inventoryCounted } from './counted.ts';
import { inventoryMoved } from './moved.ts';

export const inventory = {
  'inventory.moved': inventoryMoved,
  'inventory.counted': inventoryCounted,
  'inventory.adjusted': inventoryAdjusted,
} as const;
