/** Words of the dead letters. */
import { catalogue } from '../words.ts';

export const { say, known } = catalogue('letters');

/** Title of a cause in plain words; its code where nobody has written one. */
export const causeTitle = (code: string): string => known(`cause.${code}.title`) ?? code;
