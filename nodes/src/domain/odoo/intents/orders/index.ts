/** The intents of this family. */
import { acknowledgeRelease } from './acknowledge-release.ts';
import { cancelOrder } from './cancel-order.ts';
import { changeQuantity } from './change-quantity.ts';
import { downtime } from './downtime.ts';
import { plannedDowntime } from './planned-downtime.ts';
import { reschedule } from './reschedule.ts';
import { shiftSummary } from './shift-summary.ts';
import { timeLog } from './time-log.ts';
import { unblockWorkCentre } from './unblock-work-centre.ts';
import { unbuild } from './unbuild.ts';
import { workOrderState } from './work-order-state.ts';

export const orders = [
  changeQuantity,
  reschedule,
  cancelOrder,
  acknowledgeRelease,
  workOrderState,
  timeLog,
  downtime,
  unblockWorkCentre,
  plannedDowntime,
  shiftSummary,
  unbuild,
] as const;
