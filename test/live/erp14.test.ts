/** The contract on the real Odoo 14. */
import { erpContract } from '../contract/erp.ts';
import { realOdoo } from './odoo.ts';

const odoo = realOdoo('14');
const run = odoo.available ? describe : describe.skip;

run(`Odoo 14 by jsonrpc${odoo.available ? '' : ` (left out: ${odoo.reason})`}`, () =>
  erpContract('jsonrpc', odoo.open, 14),
);
