/**
 * Records the scenarios from a real Odoo 19: `node test/plant/odoo/parity/record.ts [scenario…]` with ODOO_URL, ODOO_DB,
 * ODOO_API_KEY, ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD set. Leaves records with a prefix of its own on that server.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { clientOf, smallPlant } from '../bench.ts';
import { SCENARIOS } from './scenarios.ts';
import { openTape } from './tape.ts';

const variable = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is not set; see the head of this file`);
  process.exit(2);
};

const client = clientOf({
  url: variable('ODOO_URL'),
  db: variable('ODOO_DB'),
  apiKey: variable('ODOO_API_KEY'),
  adminLogin: variable('ODOO_ADMIN_LOGIN'),
  adminPassword: variable('ODOO_ADMIN_PASSWORD'),
});
const run = Date.now().toString(36).slice(-6);
const wanted = process.argv.slice(2);
for (const [at, [name, play]] of Object.entries(SCENARIOS).entries()) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const prefix = `q${run}${at}z`;
  const tape = openTape(client, await smallPlant(client, prefix), prefix);
  await play(tape);
  await writeFile(path.join(import.meta.dirname, 'recorded', `${name}.txt`), `${tape.lines.join('\n')}\n`);
  console.log(`${name}: ${tape.lines.length} lines`);
}
