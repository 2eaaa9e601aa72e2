/** The intents of this family. */
import { confirmSupply } from './confirm-supply.ts';
import { receive } from './receive.ts';

export const trade = [receive, confirmSupply] as const;
