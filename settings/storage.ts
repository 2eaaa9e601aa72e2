/** Where everything that must survive lives: the data folder is Node-RED's user directory and holds the journal. */
import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment.ts';
import type { Problem } from './problems.ts';

/** Absolute path of the data folder; a relative one counts from the repository. */
export const dataFolder = (environment: Environment, root: string): string =>
  path.resolve(root, environment.PLANTWIRE_DATA);

/** Creates the folder when it is missing and proves by writing that it can be written; says why not otherwise. */
export function prepareDataFolder(environment: Environment, root: string): Problem[] {
  const folder = dataFolder(environment, root);
  if (folder === root || folder === path.parse(folder).root)
    return [
      unusable(
        folder,
        'this folder holds other things',
        'Name a folder of its own, such as .data or /var/lib/plantwire.',
      ),
    ];
  try {
    makeFolder(folder);
    if (!statSync(folder).isDirectory()) return [standsInTheWay(folder)];
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const probe = path.join(folder, '.writable');
    writeFileSync(probe, '');
    rmSync(probe);
    return [];
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    return [unusable(folder, `${REASONS[code] ?? 'cannot be used'} (${code})`, advice(folder, code))];
  }
}

/** One level at a time: Node's own recursive way never returns on a file system that refuses new folders, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'the file system refuses new folders there',
  ENOTDIR: 'a file stands in the way',
};

function advice(folder: string, code: string): string {
  if (code === 'ENOSPC') return 'Free some space: the journal must be able to write.';
  if (code === 'ENOTDIR' || code === 'ENOENT') return 'Name another folder.';
  return `Give the folder to this user (chown ${process.getuid?.() ?? 'user'} ${folder}) or name another one.`;
}

const unusable = (given: string, wrong: string, todo: string): Problem => ({
  variable: 'PLANTWIRE_DATA',
  given,
  wrong,
  todo,
});

const standsInTheWay = (folder: string): Problem =>
  unusable(folder, `${REASONS['ENOTDIR']} (ENOTDIR)`, advice(folder, 'ENOTDIR'));

/** Node-RED's storage settings. Context in memory by default; `disk` for what must survive. */
export const storage = (folder: string) => ({
  userDir: folder,
  flowFile: 'flows.json',
  flowFilePretty: true,
  contextStorage: { default: { module: 'memory' }, disk: { module: 'localfilesystem' } },
});
