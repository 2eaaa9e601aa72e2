/** Templates that live on messages of other systems, in one process on the real Odoo; with machines: `machine-flows`. */
import { grant } from '../contract/intents/grant.ts';
import { haveShiftTable } from '../contract/intents/shift-table.ts';
import { odooSide } from '../flows/bench/odoo-side.ts';
import { scenarioSuite } from '../flows/bench/suite.ts';
import { realOdoo } from './odoo.ts';

const TEMPLATES = [
  't01-order-release',
  't02-work-order-status',
  't07-staging',
  't08-inventory-reconciliation',
  't09-nonconformance',
  't10-lot-hold',
  't11-maintenance',
  't13-downtime',
  't16-shift-summary',
  't17-genealogy',
  't18-asn-receipt',
  't19-supplier-confirmation',
  't20-shipment',
  't21-crm-order',
  't22-commitment-risk',
  't29-file-exchange',
];
/** Beyond what the templates that every plant has need. */
const GROUPS = [
  'maintenance.group_equipment_manager',
  'purchase.group_purchase_user',
  'sales_team.group_sale_salesman_all_leads',
];

/** A server of its own: flows see what is released and shipped by whomever, and would tell of the goods of other suites. */
const OWN = { ODOO_DB: 'flows', ODOO_PORT: '8096' };

const odoo = realOdoo('19', { ...OWN, ...process.env });
const describeReal = odoo.available ? describe : describe.skip;

async function open() {
  const server = await odoo.open();
  const side = await odooSide(server, `LF${Date.now().toString(36).slice(-6).toUpperCase()}`);
  for (const group of GROUPS) await grant({ admin: side.admin, server }, group);
  await haveShiftTable(side.admin);
  return side;
}

describeReal(`templates on a real Odoo 19 (${odoo.available ? odoo.how : odoo.reason})`, () => {
  scenarioSuite(TEMPLATES, open, 'live');
});
