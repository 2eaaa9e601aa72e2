/** Catalogues of words as the editor gets them: their keys, and what is filled in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Words = { [key: string]: string | Words };

export function catalogues<T extends Words = Words>(part: string): { readonly en: T; readonly de: T } {
  const folder = join(__dirname, '../../nodes/src/host/editor', part, 'locale');
  const read = (language: string): T => JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'))[part];
  return { en: read('en-US'), de: read('de') };
}

export const keys = (words: Words, at = ''): string[] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [at + name] : keys(value, `${at}${name}.`),
  );

export const placeholders = (words: Words): string[] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [...new Set(value.match(/__\w+?__/g) ?? [])].map((found) => `${name} ${found}`)
      : placeholders(value),
  );
