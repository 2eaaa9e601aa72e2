/** The event types of this area. */
import { inventoryAdjusted } from './adjusted.ts';
import { balanceSnapshot } from './balance-snapshot.ts';
import { inventoryCounted } from './counted.ts';
import { inventoryMoved } from './moved.ts';

export const inventory = {
  'inventory.moved': inventoryMoved,
  'inventory.counted': inventoryCounted,
  'inventory.adjusted': inventoryAdjusted,
  'inventory.balance.snapshot': balanceSnapshot,
} as const;
