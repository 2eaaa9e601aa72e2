/** Words of the sidebar in the language of the editor; what only the runtime knows comes from there in English. */
import { editor } from '../globals.ts';

const CATALOGUE = '@plantwire/node-red-odoo/plantwire-operations:letters.';

export const say = (key: string, values: Record<string, unknown> = {}): string => editor()._(CATALOGUE + key, values);

/** Undefined where the catalogue has no such word. */
export function known(key: string): string | undefined {
  const text = say(key);
  return text === '' || text.endsWith(`letters.${key}`) || text === key ? undefined : text;
}

/** Title of a cause in plain words; its code where nobody has written one. */
export const causeTitle = (code: string): string => known(`cause.${code}.title`) ?? code;

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `3 hours ago`, as short as the language has it. */
export function ago(ageMs: number): string {
  const format = new Intl.RelativeTimeFormat(locale(), { style: 'short' });
  const [unit, size] = UNITS.find(([, least]) => ageMs >= least) ?? (['second', 1_000] as const);
  return format.format(-Math.floor(ageMs / size), unit);
}

export const moment = (at: number | string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(at));

/** Times and numbers in the language of the words around them. */
const locale = (): string => known('locale') ?? 'en';
