/**
 * Gives a test a real Odoo: the one that ODOO_URL names, or one provisioned on this machine (root on Debian), or one in
 * Docker. Where none is possible it says in one line what is left out and how to run it.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ErpServer } from '../contract/erp.ts';

export type RealOdoo =
  | { readonly available: true; readonly how: string; readonly reason: ''; open(): Promise<ErpServer> }
  | { readonly available: false; readonly reason: string; open(): Promise<ErpServer> };

const SCRIPT = join(import.meta.dirname, 'provision.sh');
const run = promisify(execFile);

/** For `14` the variables are ODOO14_URL and so on, because both versions may be given at once. */
export function realOdoo(version: '19' | '14', environment = process.env): RealOdoo {
  const prefix = version === '19' ? 'ODOO' : 'ODOO14';
  if (environment[`${prefix}_URL`]) {
    return { available: true, how: `${prefix}_URL`, reason: '', open: async () => given(prefix, environment) };
  }
  if (canProvision())
    return { available: true, how: 'provision.sh', reason: '', open: () => provisioned(version, environment) };
  const reason = `needs a real Odoo ${version}: run as root on Debian, or set ${prefix}_URL, ${prefix}_DB, ${prefix}_LOGIN, ${prefix}_API_KEY, ${prefix}_ADMIN_LOGIN and ${prefix}_ADMIN_PASSWORD (compose.yaml has one for Docker)`;
  return { available: false, reason, open: () => Promise.reject(new Error(reason)) };
}

function given(prefix: string, environment: NodeJS.ProcessEnv): ErpServer {
  const variable = (name: string): string => {
    const value = environment[`${prefix}_${name}`];
    if (!value) throw new Error(`${prefix}_URL is set, ${prefix}_${name} is not`);
    return value;
  };
  return {
    url: variable('URL'),
    db: variable('DB'),
    login: variable('LOGIN'),
    apiKey: variable('API_KEY'),
    adminLogin: variable('ADMIN_LOGIN'),
    adminPassword: variable('ADMIN_PASSWORD'),
  };
}

/** Root, Debian's own tools, and the right to mount: a plain container without that capability cannot. */
function canProvision(): boolean {
  const root = process.getuid?.() === 0;
  const debian =
    existsSync('/etc/debian_version') &&
    spawnSync('sh', ['-c', 'command -v apt-get && command -v flock && command -v curl']).status === 0;
  return root && debian;
}

/** Left running: the next suite finds it in no time, `provision.sh stop` ends it. */
async function provisioned(version: '19' | '14', environment: NodeJS.ProcessEnv): Promise<ErpServer> {
  const { stdout } = await run(SCRIPT, ['up'], {
    env: { ...environment, ODOO_VERSION: version },
    maxBuffer: 1024 * 1024,
  });
  const lines = stdout.split('\n').map((line) => line.split('=') as [string, ...string[]]);
  return given('ODOO', Object.fromEntries(lines.map(([name, ...value]) => [name, value.join('=')])));
}
