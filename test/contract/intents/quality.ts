/** The promises of the quality family. */
import type { Promises } from './all.ts';
import { holdPromises } from './quality-hold.ts';

export const qualityPromises: Promises = (get, major) => {
  holdPromises(get, major);
};
