/** The Odoo behind a run: simulated in this process, or a real server that is restarted under the process under test. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Posting } from '../contract/erp.ts';
import { odooSide } from '../flows/bench/odoo-side.ts';
import { realOdoo } from '../live/odoo.ts';
import { startSimulatedOdoo } from '../plant/odoo/server.ts';
import type { RigOptions } from './rig.ts';

type Opened = Pick<RigOptions, 'openOdoo' | 'disaster'>;

const run = promisify(execFile);
const PROVISION = join(import.meta.dirname, '../live/provision.sh');
/** Commands of `provision.sh` for a real server. Simulated ones lose their line only. */
const DISASTERS = {
  'kill-odoo': 'Odoo is killed and started again',
  'restart-postgres': 'PostgreSQL is restarted under Odoo',
  'cut-postgres': 'PostgreSQL drops the connections of Odoo',
} as const;
type Disaster = keyof typeof DISASTERS;
const DISASTER_EVERY = 9;

let runs = 0;
/** Keeps the products of one run apart from everything else on the server. */
function prefix(): string {
  runs += 1;
  return `C${Date.now().toString(36).slice(-6)}${runs.toString(36)}`.toUpperCase();
}

/** `isShared`: other databases of the same PostgreSQL are in use by others. */
export const openers: Readonly<Record<string, (isShared: boolean, posting: Posting) => Promise<Opened>>> = {
  sim: async (_isShared, posting) => ({
    openOdoo: async (kill) => {
      const server = await startSimulatedOdoo();
      return odooSide({ ...server, stop: server.stop }, prefix(), kill, posting);
    },
  }),
  real: async (isShared, posting) => {
    const odoo = realOdoo('19');
    if (!odoo.available) throw new Error(odoo.reason);
    const names: readonly Disaster[] = ['kill-odoo', isShared ? 'cut-postgres' : 'restart-postgres'];
    let turn = 0;
    const disaster = {
      every: DISASTER_EVERY,
      happens: async () => {
        const name = names[turn++ % names.length] ?? 'kill-odoo';
        await run(PROVISION, [name]);
        return DISASTERS[name];
      },
    };
    return {
      openOdoo: async (kill) => odooSide(await odoo.open(), prefix(), kill, posting),
      // A server that somebody named is not ours to kill.
      ...(odoo.how === 'provision.sh' ? { disaster } : {}),
    };
  },
};
