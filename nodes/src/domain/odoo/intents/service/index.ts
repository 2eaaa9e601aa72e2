/** The intents of this family. */
import { repair } from './repair.ts';

export const service = [repair] as const;
