/** Words of the crosswalk. */
import { catalogue } from '../words.ts';
import type { Row } from './model.ts';

export const { say, known } = catalogue('crosswalk');

export const domainTitle = (domain: string): string => known(`domain.${domain}`) ?? domain;

/** `*` is every system. */
export const systemTitle = (system: string): string => (system === '*' ? say('every') : system);

export function days({ validFrom, validTo }: Pick<Row, 'validFrom' | 'validTo'>): string {
  if (validFrom && validTo) return say('days.both', { from: validFrom, to: validTo });
  if (validFrom) return say('days.from', { from: validFrom });
  return validTo ? say('days.to', { to: validTo }) : say('days.all');
}
