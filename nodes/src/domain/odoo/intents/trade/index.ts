/** The intents of this family. */
import { receive } from './receive.ts';

export const trade = [receive] as const;
