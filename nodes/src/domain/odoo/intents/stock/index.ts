/** The intents of this family. */
import { adjust } from './adjust.ts';
import { count } from './count.ts';
import { reserve, unreserve } from './reserve.ts';
import { returnGoods } from './return.ts';
import { ship } from './ship.ts';
import { putaway, stage, transfer } from './transfer.ts';

export const stock = [transfer, putaway, stage, count, adjust, reserve, unreserve, ship, returnGoods] as const;
