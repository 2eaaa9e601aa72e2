/** The editor half of the operations plugin: the form code of all nodes, once, with its look; and the sidebar tabs' file. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { LANGUAGES } from './words.ts';

export function renderPlugin(nodes: string): void {
  const source = join(nodes, 'src/host/editor');
  const dist = join(nodes, 'dist/host');
  const script = bundled(join(source, 'main.ts'), 'iife').replaceAll('</script', '<\\/script');
  mkdirSync(join(nodes, 'resources'), { recursive: true });
  writeFileSync(join(nodes, 'resources/lists.js'), bundled(join(source, 'lists.ts'), 'esm'));
  const look = ['form.css', 'letters/letters.css'].map((file) => readFileSync(join(source, file), 'utf8')).join('');
  mkdirSync(dist, { recursive: true });
  writeFileSync(
    join(dist, 'plugin.html'),
    `<style>\n${look}</style>\n<script type="text/javascript">\n${script}</script>\n`,
  );
  for (const language of LANGUAGES) {
    mkdirSync(join(dist, 'locales', language), { recursive: true });
    const words = ['.', 'letters', 'reviews', 'crosswalk'].map((part) =>
      JSON.parse(readFileSync(join(source, part, 'locale', `${language}.json`), 'utf8')),
    );
    writeFileSync(join(dist, 'locales', language, 'plugin.json'), `${JSON.stringify(Object.assign({}, ...words))}\n`);
  }
}

function bundled(entry: string, format: 'iife' | 'esm'): string {
  const options = { bundle: true, write: false, minify: true, target: 'es2022', legalComments: 'none' } as const;
  return buildSync({ entryPoints: [entry], format, ...options }).outputFiles[0]?.text ?? '';
}
