/** Trucks that leave and shelves that are counted, as a warehouse tells them: every second truck has too little on it. */
import { GOODS, type Ground } from '../senders/ground.ts';
import type { Round } from '../senders/story.ts';

const SHORT_BY = 2;

export function trucksOf(ground: Ground, key: string): Round {
  const { material, lot } = GOODS.shipped;
  const gone = new Set<string>();
  return async (round, say) => {
    const delivery = ground.deliveries().find(({ name }) => !gone.has(name));
    if (!delivery) return;
    gone.add(delivery.name);
    const quantity = round % 2 === 0 ? delivery.quantity - SHORT_BY : delivery.quantity;
    await say({
      ...{ path: '/shipments', system: 'wms', name: 'shipment.shipped', proof: { key } },
      data: (nowMs) => ({
        ...{
          deliveryId: delivery.name,
          despatchAdviceId: `${delivery.name}-DA`,
          shippedAt: new Date(nowMs).toISOString(),
        },
        lines: [
          {
            ...{ material: { materialDefinitionId: material }, lot: { lotId: lot } },
            quantity: { value: String(quantity), uom: 'C62' },
          },
        ],
      }),
    });
  };
}

/** The warehouse misses three of what Odoo has. */
export function countsOf(ground: Ground, key: string): Round {
  const { material, lot } = GOODS.counted;
  const missing = 3;
  const first = ground.counted() - missing;
  return async (_round, say) =>
    say({
      ...{ path: '/stock/snapshots', system: 'wms', name: 'inventory.balance.snapshot', proof: { key } },
      data: (nowMs) => ({
        ...{ scope: 'HALL-1', asOf: new Date(nowMs).toISOString(), locations: ['STOCK'], materials: [material] },
        lines: [
          {
            ...{ locationId: 'STOCK', material: { materialDefinitionId: material }, lot: { lotId: lot } },
            quantity: { value: String(first), uom: 'C62' },
          },
        ],
      }),
    });
}
