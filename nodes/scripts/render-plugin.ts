/** The editor half of the operations plugin: the form code of all nodes, once, with its look. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { LANGUAGES } from './words.ts';

export function renderPlugin(nodes: string): void {
  const source = join(nodes, 'src/host/editor');
  const dist = join(nodes, 'dist/host');
  const bundle = buildSync({
    entryPoints: [join(source, 'main.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  });
  const script = (bundle.outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
  const look = readFileSync(join(source, 'form.css'), 'utf8');
  mkdirSync(dist, { recursive: true });
  writeFileSync(
    join(dist, 'plugin.html'),
    `<style>\n${look}</style>\n<script type="text/javascript">\n${script}</script>\n`,
  );
  for (const language of LANGUAGES) {
    mkdirSync(join(dist, 'locales', language), { recursive: true });
    cpSync(join(source, 'locale', `${language}.json`), join(dist, 'locales', language, 'plugin.json'));
  }
}
