/** The promises of the quality family. */
import type { Promises } from './all.ts';
import { genealogyPromises } from './genealogy.ts';
import { qualityFactPromises } from './quality-facts.ts';
import { holdPromises } from './quality-hold.ts';

export const qualityPromises: Promises = (get, major) => {
  holdPromises(get, major);
  qualityFactPromises(get, major);
  genealogyPromises(get, major);
};
