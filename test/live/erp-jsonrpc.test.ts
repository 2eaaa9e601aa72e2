/** The contract on the real Odoo 19 by JSON-RPC; in a file of its own because it takes as long as that by JSON-2. */
import { erpContract } from '../contract/erp.ts';
import { realOdoo } from './odoo.ts';

const odoo = realOdoo('19');
const run = odoo.available ? describe : describe.skip;

run(`Odoo 19 by jsonrpc${odoo.available ? '' : ` (left out: ${odoo.reason})`}`, () =>
  erpContract('jsonrpc', odoo.open),
);
