/** The promises of the quality family. */
import type { Promises } from './all.ts';
import { genealogyPromises } from './genealogy.ts';
import { downstreamPromises } from './quality-downstream.ts';
import { qualityFactPromises } from './quality-facts.ts';
import { holdPromises } from './quality-hold.ts';
import { holdPlacesPromises } from './quality-hold-places.ts';
import { holdStepsPromises } from './quality-hold-steps.ts';

export const qualityPromises: Promises = (get, major) => {
  holdPromises(get, major);
  holdPlacesPromises(get, major);
  holdStepsPromises(get, major);
  downstreamPromises(get, major);
  qualityFactPromises(get, major);
  genealogyPromises(get, major);
};
