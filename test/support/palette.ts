/** The palette's folders with their definitions, loaded at once so that tests can name a case per node. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeDefinition } from '../../nodes/src/host/define.ts';
import { ROOT } from './sources.ts';

export interface PaletteNode {
  readonly folder: string;
  readonly path: string;
  readonly definition: NodeDefinition;
  text(file: string): string;
}

export function palette(): readonly PaletteNode[] {
  const root = join(ROOT, 'nodes/src/palette');
  return readdirSync(root)
    .filter((folder) => existsSync(join(root, folder, 'definition.ts')))
    .map((folder) => {
      const path = join(root, folder);
      const { definition } = require(join(path, 'definition.ts')) as { definition: NodeDefinition };
      const text = (file: string): string =>
        existsSync(join(path, file)) ? readFileSync(join(path, file), 'utf8') : '';
      return { folder, path, definition, text };
    });
}
