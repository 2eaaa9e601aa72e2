/** Where site packs lie: the plant's own first, then the examples that ship with the palette. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `site-packs` of the package, two rooms above this one in source and in the built package alike. */
const shipped = fileURLToPath(new URL('../../../site-packs/', import.meta.url));

/** A pack in the user directory hides a shipped one of the same name. */
export function packFolders(userDir: string): readonly string[] {
  return [join(userDir, 'site-packs'), shipped];
}
