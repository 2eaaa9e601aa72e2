/**
 * The crash suite against a real Odoo 19 of its own, which is killed as well and loses its database connections. Fewer
 * kills than on the simulator, because each waits for a real posting; more: `npm run crash -- --odoo real --kills 100`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { NODE } from '../support/appliance.ts';
import { realOdoo } from './odoo.ts';

const KILLS = process.env['PLANTWIRE_KILLS'] ?? '15';
/** Other suites use the server of this PostgreSQL at the same time. */
const OWN_SERVER = { ODOO_DB: 'crash', ODOO_PORT: '8099' };

const odoo = realOdoo('19');
const testReal = odoo.available ? test : test.skip;

testReal.each(['calls', 'batch'])(
  `${KILLS} kills on a real Odoo 19, posting by %s: nothing lost, nothing twice, nothing stuck (${odoo.available ? odoo.how : odoo.reason})`,
  async (posting) => {
    const args = ['--kills', KILLS, '--odoo', 'real', '--shared', '--posting', posting];
    const env = { ...process.env, ...(process.env['ODOO_URL'] ? {} : OWN_SERVER) };
    const child = spawn(NODE, [join(__dirname, '../crash/main.ts'), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
    const code = await new Promise((resolve) => child.once('close', resolve));
    const tail = output.join('').split('\n').slice(-80).join('\n');
    // What matched would be left out of the difference, and it is what says why.
    if (code !== 0) throw new Error(`ended with ${code}:\n${tail}`);
    expect(tail).toContain(`${KILLS} kills`);
  },
  1_800_000,
);
