/** The promises of all standing intents; a family adds its line. */
import type { ErpBench, Posting } from '../erp.ts';
import { downtimePromises } from './downtime.ts';
import { financePromises } from './finance.ts';
import { maintenancePromises } from './maintenance.ts';
import { masterDataPromises } from './master-data.ts';
import { orderPromises } from './orders.ts';
import { qualityPromises } from './quality.ts';
import { recordPromises } from './records.ts';
import { salesPromises } from './sales.ts';
import { servicePromises } from './service.ts';
import { shiftPromises } from './shift-summary.ts';
import { stockPromises } from './stock.ts';
import { tradePromises } from './trade.ts';
import { unbuildPromises } from './unbuild.ts';
import { capacityPromises } from './work-capacity.ts';
import { workOrderPromises } from './work-orders.ts';

export type Promises = (get: () => ErpBench, major: 14 | 19, posting: Posting) => void;

const FAMILIES: readonly Promises[] = [
  stockPromises,
  downtimePromises,
  maintenancePromises,
  orderPromises,
  workOrderPromises,
  qualityPromises,
  recordPromises,
  capacityPromises,
  shiftPromises,
  tradePromises,
  salesPromises,
  financePromises,
  servicePromises,
  unbuildPromises,
  masterDataPromises,
];

export const standingPromises: Promises = (get, major, posting) => {
  for (const promises of FAMILIES) promises(get, major, posting);
};
