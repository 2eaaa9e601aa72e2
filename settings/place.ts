/** Where the repository (or the image's /app) begins, found from any file inside it: sources and compiled output lie at different depths. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export function findRoot(from: string): string {
  const manifest = path.join(from, 'package.json');
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'plantwire') return from;
  const parent = path.dirname(from);
  if (parent === from)
    throw new Error('Plantwire was taken out of its folder: no package.json named plantwire above it.');
  return findRoot(parent);
}
