/** The intents of this family. */
import { downtime } from './downtime.ts';

export const orders = [downtime] as const;
