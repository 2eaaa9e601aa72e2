import { Bench } from '../flows/bench/bench.ts';
import { fiftyOrdersSuite } from '../flows/bench/fifty-suite.ts';
import { odooSide } from '../flows/bench/odoo-side.ts';
import { realOdoo } from './odoo.ts';

// A server process and a database of its own beside those of the other suites: the server is what this one waits for.
const odoo = realOdoo('19', { ODOO_DB: 'fifty', ODOO_PORT: '8098', ...process.env });
const describeReal = odoo.available ? describe : describe.skip;

describeReal(`fifty orders on a real Odoo 19 (${odoo.available ? odoo.how : odoo.reason})`, () => {
  const prefix = `F${Date.now().toString(36).slice(-6).toUpperCase()}`;
  fiftyOrdersSuite(async () => Bench.start(await odooSide(await odoo.open(), prefix)));
});
