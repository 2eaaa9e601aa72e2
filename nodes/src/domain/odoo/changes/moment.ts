/** Times as Odoo writes them: UTC, whole seconds, no zone. They compare as text. */
import { odooTime } from '../time.ts';

export const EPOCH = '1970-01-01 00:00:00';

export const msOf = (text: string): number => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);
export const textOf = (ms: number): string => odooTime(new Date(Math.max(0, ms)).toISOString());
export const instantOf = (text: string): string => new Date(msOf(text)).toISOString();
export const shifted = (text: string, ms: number): string => textOf(msOf(text) + ms);
export const laterOf = (one: string, other: string): string => (one > other ? one : other);
