/** What a suite needs from the machine: looked for first, installed where the machine allows, otherwise told in one line. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

export interface Need {
  /** Debian packages. */
  readonly packages?: readonly string[];
  /** Programs that tell that the packages' work is already done, on whatever system. */
  readonly programs?: readonly string[];
  /** Root on Debian: own file systems, containers. */
  readonly rootOnDebian?: boolean;
  /** The right to mount, which root in a plain container lacks. */
  readonly mayMount?: boolean;
  /** Variable that names something of one's own instead; then nothing else is needed. */
  readonly unless?: string;
  /** What alone is left out without these; the rest of the suite runs all the same. */
  readonly onlyFor?: string;
  /** How somebody without these runs the suite, completing "run it …". */
  readonly otherwise: string;
}

/** Resolves with why the suite cannot run here, or nothing when it can. Installs packages on the way, as root on Debian. */
export async function missing(need: Need, say: (text: string) => void): Promise<string | undefined> {
  if (need.unless !== undefined && process.env[need.unless]) return undefined;
  if (need.rootOnDebian && !isRootOnDebian()) return `it needs root on Debian; run it ${need.otherwise}`;
  if (need.mayMount && spawnSync('unshare', ['--mount', 'true']).status !== 0)
    return `it needs the right to mount, which this container lacks; run it ${need.otherwise}, or start the container with --privileged`;
  if (need.programs?.every(isProgram)) return undefined;
  const absent = (need.packages ?? []).filter((name) => !isInstalled(name));
  if (absent.length === 0) return undefined;
  const command = `apt-get install -y --no-install-recommends ${absent.join(' ')}`;
  if (!isRootOnDebian()) return `it needs ${absent.join(', ')}; run it ${need.otherwise} (${command})`;
  say(command);
  const failed = (await apt(['update', '-q'])) ?? (await apt(['install', '-yq', '--no-install-recommends', ...absent]));
  return failed === undefined ? undefined : `installing ${absent.join(', ')} failed: ${failed}`;
}

const isRootOnDebian = (): boolean =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && isProgram('apt-get');

const isProgram = (name: string): boolean => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

function isInstalled(name: string): boolean {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f', '$' + '{Status}', name], { encoding: 'utf8' });
  return status === 0 && stdout === 'install ok installed';
}

/** Waits for another apt on the machine; resolves with its last words when it fails. */
async function apt(args: readonly string[]): Promise<string | undefined> {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const said: string[] = [];
  const child = spawn('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (status) => resolve(status ?? 1));
  });
  return code === 0 ? undefined : (said.join('').trim().split('\n').at(-1) ?? 'no reason given');
}
