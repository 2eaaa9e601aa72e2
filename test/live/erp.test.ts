/** The contract on the real Odoo 19, by both of its protocols. */
import { erpContract } from '../contract/erp.ts';
import { realOdoo } from './odoo.ts';

const odoo = realOdoo('19');
const run = odoo.available ? describe : describe.skip;

for (const protocol of ['json2', 'jsonrpc'] as const) {
  run(`Odoo 19 by ${protocol}${odoo.available ? '' : ` (left out: ${odoo.reason})`}`, () =>
    erpContract(protocol, odoo.open),
  );
}
