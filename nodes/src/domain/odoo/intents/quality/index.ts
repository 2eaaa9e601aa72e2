/** The intents of this family. */
import { disposition } from './disposition.ts';
import { holdLot } from './hold-lot.ts';
import { nonconformance } from './nonconformance.ts';
import { qualityResult } from './quality-result.ts';
import { releaseLot } from './release-lot.ts';

export const quality = [holdLot, releaseLot, qualityResult, nonconformance, disposition] as const;
