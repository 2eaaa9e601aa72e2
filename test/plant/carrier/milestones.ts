/** Milestones of what left, as a gateway to carriers tells them: every third shipment runs into trouble. */
import type { Ground } from '../senders/ground.ts';
import { before, type Line, type Round } from '../senders/story.ts';

const TROUBLE_EVERY = 3;

export function milestonesOf(ground: Ground, key: string): Round {
  const seen = new Set<string>();
  return async (_round, say) => {
    const delivery = ground.left().find(({ name }) => !seen.has(name));
    if (!delivery) return;
    seen.add(delivery.name);
    const number = seen.size;
    const at = (milestone: string, minutesAgo: number, more: object = {}): Line => ({
      ...{ path: '/milestones', system: 'carrier', name: 'shipment.milestone.changed', proof: { key } },
      data: (nowMs) => ({
        ...{ deliveryId: delivery.name, milestone, milestoneAt: before(nowMs, minutesAgo), carrier: 'DHL' },
        ...{ trackingId: `JD-${number}`, ...more },
      }),
    });
    await say(at('departed', 30));
    if (number % TROUBLE_EVERY === 0)
      return say(
        at('exception', 10, {
          place: 'Augsburg',
          reason: { code: 'DAMAGED', scheme: 'carrier', text: 'Pallet tipped over' },
        }),
      );
    await say(at('arrived', 10, { place: 'Augsburg' }));
    await say(at('delivered', 1, { place: 'Augsburg', proofId: `POD-${number}` }));
  };
}
