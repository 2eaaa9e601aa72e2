import { grant } from '../contract/intents/grant.ts';
import { odooSide } from '../flows/bench/odoo-side.ts';
import { scenarioSuite } from '../flows/bench/suite.ts';
import { realOdoo } from './odoo.ts';

const odoo = realOdoo('19');
const prefix = (code: string): string => `${code}${Date.now().toString(36).slice(-6).toUpperCase()}`;

const describeReal = odoo.available ? describe : describe.skip;

describeReal(`templates on a real Odoo 19 (${odoo.available ? odoo.how : odoo.reason})`, () => {
  describe('T-02 work-order status', () => {
    scenarioSuite('t02-work-order-status', async () => odooSide(await odoo.open(), prefix('L2')), 'live');
  });
  describe('T-03 completion', () => {
    scenarioSuite('t03-completion', async () => odooSide(await odoo.open(), prefix('L3')), 'live');
  });
  describe('T-04 scrap and yield', () => {
    scenarioSuite('t04-scrap-yield', async () => odooSide(await odoo.open(), prefix('L4')), 'live');
  });
  describe('T-05 consumption', () => {
    scenarioSuite('t05-consumption', async () => odooSide(await odoo.open(), prefix('L5')), 'live');
  });
  describe('T-11 maintenance', () => {
    const open = async () => {
      const server = await odoo.open();
      const side = await odooSide(server, prefix('LB'));
      await grant({ admin: side.admin, server }, 'maintenance.group_equipment_manager');
      return side;
    };
    scenarioSuite('t11-maintenance', open, 'live');
  });
  describe('T-10 hold and release', () => {
    scenarioSuite('t10-lot-hold', async () => odooSide(await odoo.open(), prefix('L10')), 'live');
  });
});
