/**
 * `npm run generate`: every table and file that repeats what is decided elsewhere. With `--check` nothing is written and
 * the exit code is 1 when something is stale. Written by hand: everything outside the markers.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { catalogueTable, fillSection, renderPages } from '../../flows/_tools/diagram.ts';
import { loadPalette } from '../../flows/_tools/palette.ts';
import { readTemplates } from '../../flows/_tools/template.ts';
import { envExample, readmeTable } from '../../settings/environment-text.ts';
import { nodeType } from '../src/host/define.ts';
import { intentsPage } from './intents.ts';
import { labelOf, NODES, type PaletteFolder, readPalette } from './palette.ts';

const ROOT = join(NODES, '..');
const ORDER = ['plant', 'events', 'odoo', 'operations', 'config'];

/** File → text it should have. */
export async function generated(root = ROOT): Promise<ReadonlyMap<string, string>> {
  const palette = await readPalette(join(root, 'nodes'));
  const templates = readTemplates(join(root, 'flows'));
  const pages = new Map(renderPages(templates, await loadPalette(root), join(root, 'flows')));
  pages.set(join(root, '.env.example'), envExample());
  const intents = join(root, 'nodes/docs/intents.md');
  if (existsSync(dirname(intents))) pages.set(intents, intentsPage(root));
  const sections = {
    nodes: nodeTable(palette),
    variables: readmeTable(),
    templates: catalogueTable(templates).replaceAll('](t', '](flows/t'),
  };
  for (const file of [join(root, 'README.md'), join(root, 'nodes/README.md')]) {
    if (existsSync(file)) pages.set(file, filled(readFileSync(file, 'utf8'), sections));
  }
  return pages;
}

/** Fills the sections a page has; a page chooses by its markers which tables it wants. */
function filled(page: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce(
    (text, [name, content]) => (text.includes(`<!-- ${name}:start -->`) ? fillSection(text, name, content) : text),
    page,
  );
}

export function nodeTable(palette: readonly PaletteFolder[]): string {
  const sorted = [...palette].sort(
    (a, b) =>
      ORDER.indexOf(a.definition.category) - ORDER.indexOf(b.definition.category) || (a.folder < b.folder ? -1 : 1),
  );
  const rows = sorted.map((folder) => {
    const { definition } = folder;
    const outputs = (definition.outputs ?? []).map(({ name }) => `\`${name}\``).join(', ');
    return `| ${labelOf(folder)} | \`${nodeType(definition)}\` | ${definition.category} | ${definition.summary} | ${outputs} |`;
  });
  return ['| Node | Type | Category | What it does | Outputs |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

async function main(check: boolean): Promise<void> {
  const pages = await generated();
  const stale = [...pages].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  for (const [file, text] of stale) {
    if (!check) writeFileSync(file, text);
    console.log(`${check ? 'stale' : 'written'}: ${relative(ROOT, file)}`);
  }
  if (check && stale.length > 0) {
    console.log('Run `npm run generate` and commit the result.');
    process.exitCode = 1;
  }
}

if (process.argv[1] === import.meta.filename) await main(process.argv.includes('--check'));
