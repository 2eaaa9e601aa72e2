/** The intents of this family. */
import { holdLot } from './hold-lot.ts';
import { releaseLot } from './release-lot.ts';

export const quality = [holdLot, releaseLot] as const;
