/** Words of the sidebar, and what it computes; how it behaves is proven in the browser. */
import { refusalCodes } from '../../../nodes/src/domain/odoo/refusals.ts';
import { findingCodes } from '../../../nodes/src/domain/odoo/still-right-findings.ts';
import { differences } from '../../../nodes/src/host/editor/letters/differences.ts';
import { catalogues, keys, placeholders, type Words } from '../../support/words.ts';

const both = catalogues<Words & Record<'cause' | 'finding', Words>>('letters');

test('every word is there in both languages; what the runtime says in English is translated only', () => {
  const isTranslation = (key: string): boolean => /^cause\..+\.next$|^finding\./.test(key);
  expect(keys(both.de).filter((key) => !isTranslation(key))).toEqual(keys(both.en));
});

test('every cause Odoo can have, and every finding, has its words', () => {
  const causes = { en: Object.keys(both.en.cause), de: Object.keys(both.de.cause) };
  for (const code of refusalCodes) expect(causes.en).toContain(code);
  expect(causes.de).toEqual(causes.en);
  expect(Object.keys(both.de.finding).sort()).toEqual([...findingCodes].sort());
  expect(keys(both.de).filter((key) => /^cause\..+\.title$/.test(key)).length).toBe(
    keys(both.de).filter((key) => /^cause\..+\.next$/.test(key)).length,
  );
});

test('no placeholder is lost in translation', () => {
  expect(placeholders(both.de).sort()).toEqual(placeholders(both.en).sort());
});

test('differences name each path that changed, came or went', () => {
  const before = { order: 'MO-1', lots: ['a', 'b'], gone: 1 };
  expect(differences(before, { order: 'MO-2', lots: ['a', 'c'], more: { x: 1 } }, '')).toEqual([
    ['order', 'MO-1', 'MO-2'],
    ['lots.1', 'b', 'c'],
    ['gone', 1, undefined],
    ['more', undefined, { x: 1 }],
  ]);
  expect(differences(before, structuredClone(before), '')).toEqual([]);
  expect(differences('x', { a: 1 }, '')).toEqual([['/', 'x', { a: 1 }]]);
});
