/**
 * The contract on real servers, posting by batch action: Odoo 19 by both of its protocols, and Odoo 14. Its core, because
 * the same suite runs whole by calls and on the simulator; `LIVE_BATCH=whole` runs all of it.
 */
import { erpContract } from '../contract/erp.ts';
import { realOdoo } from './odoo.ts';

const depth = process.env['LIVE_BATCH'] === 'whole' ? 'whole' : 'core';
const servers = [
  ['19', 'json2'],
  ['19', 'jsonrpc'],
  ['14', 'jsonrpc'],
] as const;

for (const [version, protocol] of servers) {
  const odoo = realOdoo(version);
  const run = odoo.available ? describe : describe.skip;
  const why = odoo.available ? '' : ` (left out: ${odoo.reason})`;
  run(`Odoo ${version} by ${protocol}, posting by batch action${why}`, () =>
    erpContract(protocol, odoo.open, version === '14' ? 14 : 19, 'batch', depth),
  );
}
