/** The intents of this family. */
import { acknowledgeRelease } from './acknowledge-release.ts';
import { cancelOrder } from './cancel-order.ts';
import { changeQuantity } from './change-quantity.ts';
import { downtime } from './downtime.ts';
import { reschedule } from './reschedule.ts';
import { workOrderState } from './work-order-state.ts';

export const orders = [changeQuantity, reschedule, cancelOrder, acknowledgeRelease, workOrderState, downtime] as const;
