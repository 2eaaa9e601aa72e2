/** A sales order whose goods a manufacturing order makes, tied as Odoo ties them when it replenishes on order. */
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import { loadOne, must, type SeededPlant } from '../../live/seed.ts';

export interface Sold {
  readonly quantity: number;
  readonly promised: string;
  /** The manufacturing order. */
  readonly makes: number;
  readonly customer?: number;
}

type Maker = Pick<SeededPlant, 'prefix'> & { readonly fg: Pick<SeededPlant['fg'], 'id'> };

export async function sold(admin: Erp, plant: Maker, { quantity, promised, makes, customer }: Sold) {
  const one = async (model: string, domain: unknown): Promise<number> => {
    const [id] = await must<number[]>(admin, { model, method: 'search', args: { domain, limit: 1 } });
    if (id === undefined) throw new Error(`${model}: nothing found`);
    return id;
  };
  const own = `pws_${plant.prefix.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`;
  const row = { id: `${own}.buyer`, name: `${plant.prefix} Buyer`, is_company: '1' };
  const partner_id = customer ?? (await loadOne(admin, 'res.partner', row));
  const order_line = [[0, 0, { product_id: plant.fg.id, product_uom_qty: quantity }]];
  const values = { partner_id, client_order_ref: `PO-${makes}`, commitment_date: `${promised} 12:00:00`, order_line };
  const model = 'sale.order';
  const ids = await must<number[]>(admin, { model, method: 'create', args: { vals_list: [values] } });
  await must(admin, { model, method: 'action_confirm', ids });
  const leaves = await one('stock.move', [['sale_line_id.order_id', 'in', ids]]);
  const finished = await one('stock.move', [
    ['production_id', '=', makes],
    ['product_id', '=', plant.fg.id],
  ]);
  const vals = { move_dest_ids: [[4, leaves]] };
  await must(admin, { model: 'stock.move', method: 'write', ids: [finished], args: { vals } });
  const read = { model, method: 'read', ids, args: { fields: ['name'] } };
  const [shown] = await must<{ id: number; name: string }[]>(admin, read);
  if (!shown) throw new Error('the sales order is gone');
  return { id: shown.id, name: shown.name };
}
