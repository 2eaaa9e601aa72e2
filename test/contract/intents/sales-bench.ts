/** Customers, and what sales sees of their orders. */
import type { RecordRef } from '../../../nodes/src/domain/odoo/intents/spec.ts';
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import { loadOne, must, type SeededProduct, stockUp } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Bench, type Row } from './bench.ts';
import { grant } from './grant.ts';

export interface Counter {
  readonly bench: Bench;
  customer(name: string, more?: Readonly<Record<string, string>>): Promise<RecordRef>;
  orders(customer: RecordRef): Promise<Row[]>;
  notes(model: string, record: unknown, words: string): Promise<string[]>;
  partner(customer: RecordRef): Promise<Row>;
}

const counters = new Map<string, Counter>();

/** Made once for each plant. */
export async function counterOf(get: ErpBench): Promise<Counter> {
  const { admin, erp, plant } = get;
  const known = counters.get(plant.prefix);
  if (known) return known;
  // The simulated Odoo has no groups.
  await grant(get, 'sales_team.group_sale_salesman_all_leads').catch(() => undefined);
  const bench = new Bench(erp);
  const counter: Counter = {
    bench,
    async customer(name, more = {}) {
      const ref = `${plant.prefix}-${name}`;
      const id = `pws_${plant.prefix.toLowerCase()}.${name.toLowerCase()}`;
      await loadOne(admin, 'res.partner', { id, name: ref, ref, is_company: '1', ...more });
      return { id: name, by: 'code', value: ref };
    },
    orders: ({ value }) =>
      bench.read(
        'sale.order',
        [['partner_id.ref', '=', value]],
        ['name', 'state', 'commitment_date', 'client_order_ref', 'origin'],
      ),
    async notes(model, record, words) {
      const domain = [
        ['model', '=', model],
        ['res_id', '=', record],
        ['body', 'like', words],
      ];
      return (await bench.read('mail.message', domain, ['body'])).map((row) => String(row['body']));
    },
    async partner({ value }) {
      const fields = ['sale_warn_msg', 'credit_limit', 'category_id'];
      const [row = {}] = await bench.read('res.partner', [['ref', '=', value]], fields);
      return row;
    },
  };
  counters.set(plant.prefix, counter);
  return counter;
}

/** A product of its own with so many pieces in stock. */
export async function goodsOf(admin: Erp, code: string, place: number, pieces: number): Promise<SeededProduct> {
  const externalId = `pws_${code.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}.goods`;
  const kind = (await isOld(admin))
    ? { type: 'product', 'uom_po_id/id': 'uom.product_uom_unit' }
    : { type: 'consu', is_storable: '1' };
  const row = { id: externalId, name: code, default_code: code, 'uom_id/id': 'uom.product_uom_unit', ...kind };
  const id = await loadOne(admin, 'product.product', row);
  await stockUp(admin, id, place, pieces);
  return { id, code, externalId };
}

/** A receipt that is on its way. */
export async function planned(admin: Erp, goods: SeededProduct, place: number, pieces: number, at: string) {
  const old = await isOld(admin);
  const one = async (model: string, domain: unknown): Promise<number> => {
    const [id = 0] = await must<number[]>(admin, { model, method: 'search', args: { domain, limit: 1 } });
    return id;
  };
  const type = await one('stock.picking.type', [['code', '=', 'incoming']]);
  const way = { location_id: await one('stock.location', [['usage', '=', 'supplier']]), location_dest_id: place };
  const unit = await one('uom.uom', [['name', 'in', ['Units', 'Unit(s)']]]);
  const move = { ...way, product_id: goods.id, product_uom_qty: pieces, product_uom: unit, date: at };
  const lines = { [old ? 'move_lines' : 'move_ids']: [[0, 0, old ? { ...move, name: goods.code } : move]] };
  const values = { ...way, ...lines, picking_type_id: type, scheduled_date: at };
  const model = 'stock.picking';
  const ids = await must<number[]>(admin, { model, method: 'create', args: { vals_list: [values] } });
  await must(admin, { model, method: 'action_confirm', ids });
  await must(admin, { model, method: 'write', ids, args: { vals: { scheduled_date: at } } });
}

async function isOld(admin: Erp): Promise<boolean> {
  const profile = await admin.profile();
  return profile.ok && profile.value.major < 19;
}
