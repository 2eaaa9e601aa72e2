/** Words of the sidebar tabs in the language of the editor; what only the runtime knows comes from there in English. */
import { editor } from './globals.ts';

export interface Catalogue {
  say(key: string, values?: Record<string, unknown>): string;
  /** Undefined where the catalogue has no such word. */
  known(key: string): string | undefined;
}

export function catalogue(part: string): Catalogue {
  const say: Catalogue['say'] = (key, values = {}) =>
    editor()._(`@plantwire/node-red-odoo/plantwire-operations:${part}.${key}`, values);
  const known: Catalogue['known'] = (key) => {
    const text = say(key);
    return text === '' || text.endsWith(`${part}.${key}`) || text === key ? undefined : text;
  };
  return { say, known };
}

/** What all tabs say alike. */
export const { say, known } = catalogue('sidebar');

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
