/** What the intents about suppliers and customers promise. */
import type { Promises } from './all.ts';
import { confirmPromises } from './trade-confirm.ts';
import { expectPromises } from './trade-expect.ts';
import { receivePromises } from './trade-receive.ts';

export const tradePromises: Promises = (get, major) => {
  expectPromises(get, major);
  receivePromises(get, major);
  confirmPromises(get, major);
};
