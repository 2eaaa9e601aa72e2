/** The intents of this family. */
import { confirmSupply } from './confirm-supply.ts';
import { expectGoods } from './expect.ts';
import { receive } from './receive.ts';

export const trade = [expectGoods, receive, confirmSupply] as const;
