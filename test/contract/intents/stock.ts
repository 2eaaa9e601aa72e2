/** The promises of the stock family. */
import type { Promises } from './all.ts';
import { countPromises } from './stock-count.ts';
import { milestonePromises } from './stock-milestone.ts';
import { shipPromises } from './stock-ship.ts';
import { stagePromises } from './stock-stage.ts';
import { transferPromises } from './stock-transfer.ts';

export const stockPromises: Promises = (get, major) => {
  transferPromises(get);
  countPromises(get, major);
  shipPromises(get, major);
  stagePromises(get, major);
  milestonePromises(get, major);
};
