/** What lies there for another system, compared with what a scenario expects. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Expectation } from '../../../flows/_tools/scenario.ts';
import { type Fetched, fetchFrom } from '../../plant/files/legacy.ts';
import type { Bench } from './bench.ts';
import type { Node } from './flow-side.ts';

const isChecked = ({ manifest }: Node): boolean => manifest !== 'none';

/** Without a manifest a file is there when it has its name. */
function plainFiles(folder: string): readonly Fetched[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return names.map((name) => ({ name, text: readFileSync(join(folder, name), 'latin1') }));
}

/** One line for each file that is missing, there twice, or without a text it should hold. */
export function leftDifferences(bench: Bench, wanted: NonNullable<Expectation['left']>): readonly string[] {
  const results = bench.nodesOf('plantwire-file-source').flatMap(({ resultFolder }) => resultFolder || []);
  const drops = bench.nodesOf('plantwire-file-drop');
  const checked = [...results, ...drops.filter(isChecked).map(({ folder }) => folder)].map(String);
  const plain = drops.map(({ folder }) => String(folder)).filter((folder) => !checked.includes(folder));
  const files = [
    ...[...new Set(checked)].flatMap((folder) => fetchFrom(join(bench.userDir, folder))),
    ...[...new Set(plain)].flatMap((folder) => plainFiles(join(bench.userDir, folder))),
  ];
  return Object.entries(wanted).flatMap(([pattern, texts]) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
    const name = new RegExp(`^${parts.join('.*')}$`);
    const found = files.filter((file) => name.test(file.name));
    const [only] = found;
    if (found.length !== 1 || !only) return [`files ${pattern}: ${found.length}, not 1`];
    if (only.trouble) return [`file ${only.name} ${only.trouble}`];
    return texts
      .filter((text) => !only.text.includes(text))
      .map((text) => `file ${only.name} lacks ${JSON.stringify(text)}: ${JSON.stringify(only.text)}`);
  });
}
