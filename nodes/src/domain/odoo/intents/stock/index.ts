/** The intents of this family. */
import { adjust } from './adjust.ts';
import { count } from './count.ts';
import { putaway, stage, transfer } from './transfer.ts';

export const stock = [transfer, putaway, stage, count, adjust] as const;
