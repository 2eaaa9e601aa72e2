/**
 * The contract on real servers, posting by batch action: Odoo 19 by both of its protocols, and Odoo 14. Its core, in which
 * every intent is told once and again, because the same suite runs whole by calls and on the simulator, and the protocol
 * changes little; `LIVE_BATCH=whole` runs all.
 */
import { erpContract } from '../contract/erp.ts';
import { realOdoo } from './odoo.ts';

const isWhole = process.env['LIVE_BATCH'] === 'whole';
const servers = [
  ['19', 'json2', 'core'],
  ['19', 'jsonrpc', 'spot'],
  ['14', 'jsonrpc', 'core'],
] as const;

for (const [version, protocol, depth] of servers) {
  const odoo = realOdoo(version);
  const run = odoo.available ? describe : describe.skip;
  const why = odoo.available ? '' : ` (left out: ${odoo.reason})`;
  run(`Odoo ${version} by ${protocol}, posting by batch action${why}`, () =>
    erpContract(protocol, odoo.open, version === '14' ? 14 : 19, 'batch', isWhole ? 'whole' : depth),
  );
}
