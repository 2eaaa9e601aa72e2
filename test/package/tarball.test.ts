/** What npm would publish: all of the palette, nothing of the workshop. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/appliance.ts';
import { type Packed, packPalette } from '../support/packed.ts';
import { palette } from '../support/palette.ts';

let packed: Packed;
beforeAll(() => {
  packed = packPalette();
}, 60_000);
afterAll(() => packed.remove());

test('every node has its runtime, editor half, icon and both languages', () => {
  const wanted = palette().flatMap(({ folder }) => [
    `dist/palette/${folder}/${folder}.js`,
    `dist/palette/${folder}/${folder}.html`,
    `dist/palette/${folder}/icons/${folder}.svg`,
    ...['en-US', 'de'].flatMap((language) =>
      ['json', 'html'].map((ending) => `dist/palette/${folder}/locales/${language}/${folder}.${ending}`),
    ),
  ]);
  expect(wanted.filter((file) => !packed.files.includes(file))).toEqual([]);
});

test('nothing but runtime, editor files, examples and papers is inside', () => {
  const known =
    /^(dist\/(adapters|domain|host|palette)\/.+\.(js|html|json|svg)|examples\/.+\.json|site-packs\/.+\.json|resources\/.+|docs\/.+\.md|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
  expect(packed.files.filter((file) => !known.test(file))).toEqual([]);
});

test('every file the manifest names is inside', () => {
  const manifest = JSON.parse(readFileSync(join(packed.path, 'package.json'), 'utf8'))['node-red'];
  const named = [...Object.values(manifest.nodes), ...Object.values(manifest.plugins)] as string[];
  expect(named.filter((file) => !packed.files.includes(file))).toEqual([]);
});

test('every relative import inside leads to a file inside', () => {
  const broken = packed.files
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => {
      const text = readFileSync(join(packed.path, file), 'utf8');
      const targets = [...text.matchAll(/(?:from|import\(|new URL\()\s*['"](\.[^'"]+)['"]/g)].map((match) =>
        String(match[1]),
      );
      return targets
        .map((target) => join(file, '..', target))
        .filter(
          (target) =>
            !packed.files.some((path) => path === target || (target.endsWith('/') && path.startsWith(target))),
        );
    });
  expect(broken).toEqual([]);
});

test('an editor half stays small enough to be loaded with all others', () => {
  const heavy = packed.files
    .filter((file) => /^dist\/palette\/[^/]+\/[^/]+\.html$/.test(file))
    .map((file) => ({ file, bytes: readFileSync(join(packed.path, file)).length }))
    .filter(({ bytes }) => bytes > 12_000);
  expect(heavy).toEqual([]);
  expect(readFileSync(join(packed.path, 'dist/host/plugin.html')).length).toBeLessThan(40_000);
  const onlyWhenLookedAt = readFileSync(join(packed.path, 'resources/lists.js')).length;
  expect(onlyWhenLookedAt).toBeGreaterThan(10_000);
  expect(onlyWhenLookedAt).toBeLessThan(40_000);
});

test('the licence is the full text of Apache-2.0, the same in both packages', () => {
  const text = readFileSync(join(packed.path, 'LICENSE'), 'utf8');
  expect(text).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
  expect(readFileSync(join(ROOT, 'LICENSE'), 'utf8')).toBe(text);
});
