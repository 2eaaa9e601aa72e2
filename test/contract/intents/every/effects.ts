/** What a day left in Odoo, counted: an effect that happened twice shows, whoever made it. */
import type { Erp } from '../../../../nodes/src/domain/ports.ts';
import { must } from '../../../live/seed.ts';

type Domain = readonly (readonly [string, string, unknown])[];

export async function effects(admin: Erp, prefix: string, major: 14 | 19): Promise<Record<string, number>> {
  const goods: Domain = [['product_id.default_code', '=like', `${prefix}-%`]];
  const customer: Domain = [['partner_id.ref', '=', `${prefix}-CUS`]];
  const centre: Domain = [['workcenter_id.code', '=', `${prefix}-WC`]];
  const counted: readonly (readonly [model: string, domain: Domain])[] = [
    ['stock.move', [...goods, ['state', '=', 'done']]],
    ['stock.scrap', goods],
    ['mrp.unbuild', goods],
    ['mrp.production', goods],
    ['repair.order', goods],
    ['mrp.workcenter.productivity', centre],
    ['maintenance.request', [['equipment_id.serial_no', '=', `${prefix}-EQ`]]],
    ['sale.order', customer],
    ['purchase.order', customer],
    ['account.move', customer],
    [
      'res.partner',
      [
        ['name', '=like', `Drill ${prefix}%`],
        ['active', 'in', [true, false]],
      ],
    ],
    ['ir.attachment', [['name', '=', `${prefix}.txt`]]],
  ];
  const counts: Record<string, number> = {};
  for (const [model, domain] of counted)
    counts[model] = await must<number>(admin, { model, method: 'search_count', args: { domain } });
  const beside = await notes(admin, goods, customer, major);
  return { ...counts, ...beside, onHand: await onHand(admin, prefix) };
}

/** Notes and tasks beside the records of the day; what Odoo itself says there is of another type. */
async function notes(admin: Erp, goods: Domain, customer: Domain, major: 14 | 19): Promise<Record<string, number>> {
  const owners: readonly (readonly [model: string, domain: Domain])[] = [
    ['mrp.production', goods],
    [major === 14 ? 'stock.production.lot' : 'stock.lot', goods],
    ['sale.order', customer],
    ['purchase.order', customer],
    ['stock.picking', customer],
    ['res.partner', customer.map(([, operator, value]) => ['ref', operator, value] as const)],
  ];
  const counts = { notes: 0, tasks: 0 };
  for (const [model, domain] of owners) {
    const ids = await must<number[]>(admin, { model, method: 'search', args: { domain } });
    const said: Domain = [
      ['model', '=', model],
      ['res_id', 'in', ids],
      ['message_type', '=', 'comment'],
    ];
    const asked: Domain = [
      ['res_model', '=', model],
      ['res_id', 'in', ids],
    ];
    counts.notes += await must<number>(admin, {
      model: 'mail.message',
      method: 'search_count',
      args: { domain: said },
    });
    counts.tasks += await must<number>(admin, {
      model: 'mail.activity',
      method: 'search_count',
      args: { domain: asked },
    });
  }
  return counts;
}

/** What a day comes to, on every version, however it was told. */
export const EFFECTS: Readonly<Record<string, number>> = {
  'account.move': 2,
  'ir.attachment': 1,
  'maintenance.request': 2,
  'mrp.production': 5,
  'mrp.unbuild': 1,
  'mrp.workcenter.productivity': 4,
  'purchase.order': 1,
  'repair.order': 1,
  'res.partner': 3,
  'sale.order': 3,
  'stock.move': 23,
  'stock.scrap': 1,
  notes: 15,
  onHand: 94,
  tasks: 2,
};

async function onHand(admin: Erp, prefix: string): Promise<number> {
  const domain = [
    ['product_id.default_code', '=', `${prefix}-RM`],
    ['location_id.usage', '=', 'internal'],
  ];
  const found = { model: 'stock.quant', method: 'search_read', args: { domain, fields: ['quantity'] } };
  const quants = await must<{ quantity: number }[]>(admin, found);
  return quants.reduce((sum, { quantity }) => sum + quantity, 0);
}
