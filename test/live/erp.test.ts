/** The contract on the real Odoo 19 by JSON-2. */
import { erpContract } from '../contract/erp.ts';
import { realOdoo } from './odoo.ts';

const odoo = realOdoo('19');
const run = odoo.available ? describe : describe.skip;

run(`Odoo 19 by json2${odoo.available ? '' : ` (left out: ${odoo.reason})`}`, () => erpContract('json2', odoo.open));
