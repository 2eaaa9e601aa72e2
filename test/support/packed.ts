/** The palette as it would be published: packed and unpacked once per test process. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBuilt, NODE, ROOT } from './appliance.ts';

export interface Packed {
  /** Folder with the unpacked `package.json`. */
  readonly path: string;
  /** Paths inside the package. */
  readonly files: readonly string[];
  remove(): void;
}

export function packPalette(): Packed {
  ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-packed-'));
  const pack = run(npm(), ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], join(ROOT, 'nodes'));
  const file = pack.trim().split('\n').at(-1) ?? '';
  run('tar', ['-xzf', join(folder, file)], folder);
  const files = run('tar', ['-tzf', join(folder, file)], folder)
    .trim()
    .split('\n');
  return {
    path: join(folder, 'package'),
    files: files.map((entry) => entry.replace(/^package\//, '')).sort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The npm that came with the system, or the one Node-RED brings along. */
const npm = (): string => (existsSync(join(dirname(NODE), 'npm')) ? join(dirname(NODE), 'npm') : 'npm');

function run(command: string, args: readonly string[], cwd: string): string {
  const result = spawnSync(command, [...args], { cwd, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${result.error?.message ?? result.stderr}`);
  return result.stdout;
}

export const entries = (path: string): readonly string[] => readdirSync(path).sort();
