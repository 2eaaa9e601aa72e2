/** Scaffolds a node: its folder, manifest line, tests and changelog line. `npm run new:node -- event-filter "Let pass what matters."` */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NODES } from './palette.ts';

/** Where each text of `scripts/new-node` goes. */
const places = (name: string): Readonly<Record<string, string>> => ({
  'definition.ts': `nodes/src/palette/${name}/definition.ts`,
  'behaviour.ts': `nodes/src/palette/${name}/behaviour.ts`,
  'entry.ts': `nodes/src/palette/${name}/${name}.ts`,
  'help.md': `nodes/src/palette/${name}/help.md`,
  'help.de.md': `nodes/src/palette/${name}/help.de.md`,
  'de.json': `nodes/src/palette/${name}/locale/de.json`,
  'icon.svg': `nodes/src/palette/${name}/icon.svg`,
  'behaviour.test.ts': `test/palette/${name}/behaviour.test.ts`,
  'node.test.ts': `test/palette/${name}/${name}.test.ts`,
});

/** Returns the files it wrote, relative to `root`. Throws with a sentence when the name cannot be used. */
export function scaffold(root: string, name: string, summary: string): readonly string[] {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new Error(`"${name}" is not a node name: use kebab-case, such as event-filter`);
  if (existsSync(join(root, 'nodes/src/palette', name))) throw new Error(`nodes/src/palette/${name} exists already`);
  const files = places(name);
  for (const [source, path] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), filled(source, name, summary));
  }
  addToManifest(join(root, 'nodes/package.json'), name);
  addToChangelog(join(root, 'nodes/CHANGELOG.md'), `- \`plantwire-${name}\`: ${summary}`);
  return Object.values(files);
}

function filled(source: string, name: string, summary: string): string {
  const mark = summary.includes("'") && !summary.includes('"') ? '"' : "'";
  const quoted = `${mark}${summary.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`)}${mark}`;
  return readFileSync(join(NODES, 'scripts/new-node', `${source}.txt`), 'utf8')
    .replaceAll('__QUOTED_SUMMARY__', () => quoted)
    .replaceAll('__SUMMARY__', () => summary)
    .replaceAll('__LABEL__', name.replaceAll('-', ' '))
    .replaceAll('__NAME__', name);
}

/** One line in alphabetical order; the rest of the manifest stays as people formatted it. */
function addToManifest(file: string, name: string): void {
  const text = readFileSync(file, 'utf8');
  const line = (node: string): string => `"plantwire-${node}": "dist/palette/${node}/${node}.js"`;
  const block = /("nodes": \{)([^}]*)(\})/.exec(text);
  if (!block) throw new Error(`${file} has no "nodes" block`);
  const names = [...(block[2] ?? '').matchAll(/"plantwire-([a-z0-9-]+)":/g)].map((match) => String(match[1]));
  const lines = [...names, name].sort().map((node) => `      ${line(node)}`);
  writeFileSync(file, text.replace(block[0], `"nodes": {\n${lines.join(',\n')}\n    }`));
}

function addToChangelog(file: string, line: string): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '# Changelog\n\n## Pending\n';
  const pending = text.includes('## Pending\n') ? text : text.replace(/(^# .*\n)/, '$1\n## Pending\n');
  writeFileSync(file, pending.replace(/## Pending\n(\n(?=-))?/, `## Pending\n\n${line}\n`));
}

if (process.argv[1] === import.meta.filename) {
  const [name = '', summary = 'Say in one sentence what this node does.'] = process.argv.slice(2);
  try {
    const written = scaffold(join(NODES, '..'), name, summary);
    console.log([...written, 'nodes/package.json', 'nodes/CHANGELOG.md'].map((file) => `  ${file}`).join('\n'));
    console.log('Next: describe it in definition.ts, write behaviour.ts and its test, then npm run generate.');
  } catch (cause) {
    console.error(`${cause instanceof Error ? cause.message : cause}\nUsage: npm run new:node -- <name> "<summary>"`);
    process.exitCode = 1;
  }
}
