/** What a legacy system finds in the folder from which it fetches: whole files, checked against their manifest. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MANIFEST = '.sha256';

export interface Fetched {
  readonly name: string;
  readonly text: string;
  /** What is wrong with it, or with its manifest. */
  readonly trouble?: string;
}

/** Temporary names have a leading point: a file that is being written is not there yet. */
export function fetchFrom(folder: string): readonly Fetched[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return names.filter((name) => !name.endsWith(MANIFEST)).map((name) => fetchOne(folder, name, names));
}

function fetchOne(folder: string, name: string, names: readonly string[]): Fetched {
  const bytes = readFileSync(join(folder, name));
  const text = bytes.toString('utf8');
  if (!names.includes(name + MANIFEST)) return { name, text, trouble: 'has no manifest yet' };
  const [first = ''] = readFileSync(join(folder, name + MANIFEST), 'utf8').split('\n');
  const sum = createHash('sha256').update(bytes).digest('hex');
  return first === `${sum}  ${name}` ? { name, text } : { name, text, trouble: `does not fit its manifest: ${first}` };
}
