/** Times cut into days and months of a zone, as groups are made of them. */
import { valueError } from './error.ts';
import { dateTimeMs, dateTimeText, type Json } from './value.ts';

const DAY_MS = 86_400_000;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Milliseconds that the wall clock of the zone is ahead of UTC at this moment. */
export function offsetMs(zone: string, atMs: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(atMs);
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(parts.find((part) => part.type === 'timeZoneName')?.value ?? '');
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000 : 0;
}

/** Begin of the group in UTC, and its label: what Odoo 19 gives as the value of such a group. */
export function grainOf(text: string, grain: string, zone: Json | undefined): [string, string] {
  const inZone = typeof zone === 'string' && zone !== '' ? zone : 'UTC';
  const atMs = dateTimeMs(text);
  const wall = new Date(atMs + offsetMs(inZone, atMs));
  const month = MONTHS[wall.getUTCMonth()] ?? '';
  if (grain === 'month') {
    const begin = Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), 1);
    return [toUtc(begin, inZone), `${month} ${wall.getUTCFullYear()}`];
  }
  if (grain !== 'day') throw valueError(`'${grain}' isn't a valid granularity`);
  const day = String(wall.getUTCDate()).padStart(2, '0');
  const label = `${day} ${month.slice(0, 3)} ${wall.getUTCFullYear()}`;
  return [toUtc(Math.floor(wall.getTime() / DAY_MS) * DAY_MS, inZone), label];
}

/** Conditions of the records of one group; 36 hours or 45 days behind a begin lies the next one. */
export function termsOf(path: string, grain: string, [begin]: [string, string], zone: Json | undefined): Json[] {
  const later = dateTimeText(dateTimeMs(begin) + (grain === 'month' ? 45 : 1.5) * DAY_MS);
  return [
    [path, '>=', begin],
    [path, '<', grainOf(later, grain, zone)[0]],
  ];
}

const toUtc = (wallMs: number, zone: string): string =>
  dateTimeText(wallMs - offsetMs(zone, wallMs - offsetMs(zone, wallMs)));
