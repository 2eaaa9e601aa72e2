/** The intents of this family. */
import { acknowledgeRelease } from './acknowledge-release.ts';
import { cancelOrder } from './cancel-order.ts';
import { changeQuantity } from './change-quantity.ts';
import { downtime } from './downtime.ts';
import { reschedule } from './reschedule.ts';

export const orders = [changeQuantity, reschedule, cancelOrder, acknowledgeRelease, downtime] as const;
