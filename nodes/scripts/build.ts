/** Compiles the palette and renders each node's editor half, help and catalogues. Skips when nothing changed. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyExamples, copySitePacks } from './examples.ts';
import { NODES, type PaletteFolder, readPalette, textOf } from './palette.ts';
import { renderEditor } from './render-editor.ts';
import { renderCatalogue, renderHelp } from './render-locale.ts';
import { renderPlugin } from './render-plugin.ts';
import { stampOf } from './stamp.ts';
import { LANGUAGES } from './words.ts';

const ROOT = join(NODES, '..');
const STAMP = join(NODES, 'dist/.built');
const READ = [
  'nodes/src',
  'nodes/scripts',
  'nodes/package.json',
  'nodes/tsconfig.json',
  'nodes/tsconfig.base.json',
  'flows',
];

const startedAt = Date.now();
const stamp = stampOf(ROOT, READ);
if (textOf(STAMP) === stamp && !process.argv.includes('--force')) {
  console.log('[build] nothing changed');
} else {
  rmSync(STAMP, { force: true });
  const compiled = compile();
  const palette = await readPalette();
  dropRemoved(palette);
  for (const folder of palette) render(folder);
  renderPlugin(NODES);
  copySitePacks(ROOT);
  const examples = copyExamples(ROOT);
  const size = `${palette.length} nodes, ${examples.length} examples`;
  console.log(`[build] ${size} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  if (compiled) writeFileSync(STAMP, stamp);
  else process.exitCode = 1;
}

/** Emits even where types are wrong, so that one unfinished node does not hide the others; the exit code tells. */
function compile(): boolean {
  if (!existsSync(join(NODES, 'dist/host'))) rmSync(join(NODES, 'tsconfig.tsbuildinfo'), { force: true });
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const result = spawnSync(process.execPath, [tsc, '-p', NODES], { stdio: 'inherit' });
  return result.status === 0;
}

function render(folder: PaletteFolder): void {
  const out = join(NODES, 'dist/palette', folder.folder);
  mkdirSync(join(out, 'icons'), { recursive: true });
  writeFileSync(join(out, `${folder.folder}.html`), renderEditor(folder));
  for (const language of LANGUAGES) {
    const locales = join(out, 'locales', language);
    mkdirSync(locales, { recursive: true });
    writeFileSync(join(locales, `${folder.folder}.json`), renderCatalogue(folder, language));
    writeFileSync(join(locales, `${folder.folder}.html`), renderHelp(folder, language));
  }
  const icon = join(folder.path, 'icon.svg');
  if (existsSync(icon)) cpSync(icon, join(out, 'icons', `${folder.folder}.svg`));
}

/** A renamed node must not survive in the output, or the host would load both. */
function dropRemoved(palette: readonly PaletteFolder[]): void {
  const dist = join(NODES, 'dist/palette');
  const known = new Set(palette.map(({ folder }) => folder));
  for (const name of existsSync(dist) ? readdirSync(dist) : []) {
    if (!known.has(name)) rmSync(join(dist, name), { recursive: true });
  }
}
