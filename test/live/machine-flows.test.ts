/** Templates that count at machines, in one process on the real Odoo. */
import { odooSide } from '../flows/bench/odoo-side.ts';
import { scenarioSuite } from '../flows/bench/suite.ts';
import { realOdoo } from './odoo.ts';

const TEMPLATES = ['t03-completion', 't04-scrap-yield', 't05-consumption'];

const odoo = realOdoo('19');
const describeReal = odoo.available ? describe : describe.skip;

const open = async () => odooSide(await odoo.open(), `LM${Date.now().toString(36).slice(-6).toUpperCase()}`);

describeReal(`machines and a real Odoo 19 (${odoo.available ? odoo.how : odoo.reason})`, () => {
  scenarioSuite(TEMPLATES, open, 'live');
});
