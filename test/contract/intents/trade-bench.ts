/** Purchase orders of the seeded components, as a buyer makes them. */
import { loadOne, must, type SeededProduct } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Bench, type Row } from './bench.ts';
import { grant } from './grant.ts';

export interface Purchase {
  readonly id: number;
  readonly name: string;
}

export interface Dock {
  readonly bench: Bench;
  order(lines: readonly (readonly [product: SeededProduct, quantity: number])[]): Promise<Purchase>;
  lines(order: Purchase): Promise<Row[]>;
  /** In the stock of the warehouse, of one lot. */
  stock(product: SeededProduct, lot: string): Promise<number>;
}

const docks = new Map<string, Dock>();

/** Made once for each plant. */
export async function dockOf(get: ErpBench, major: 14 | 19): Promise<Dock> {
  const { admin, erp, plant } = get;
  const known = docks.get(plant.prefix);
  if (known) return known;
  // The simulated Odoo has no groups.
  await grant(get, 'purchase.group_purchase_user').catch(() => undefined);
  const bench = new Bench(erp);
  const supplier = await loadOne(admin, 'res.partner', {
    id: `pwt_${plant.prefix.toLowerCase()}.supplier`,
    name: `${plant.prefix} Supplier`,
    ref: `${plant.prefix}-S`,
  });
  const dock: Dock = {
    bench,
    async order(lines) {
      const units = await bench.read('product.product', [['id', 'in', lines.map(([{ id }]) => id)]], ['uom_id']);
      const unitOf = (id: number): unknown => {
        const unit = units.find((row) => row['id'] === id)?.['uom_id'];
        return Array.isArray(unit) ? unit[0] : undefined;
      };
      const order_line = lines.map(([product, product_qty]) => {
        const cells = { product_id: product.id, product_qty, price_unit: 2, date_planned: '2026-12-01 08:00:00' };
        return [0, 0, major === 14 ? { ...cells, name: product.code, product_uom: unitOf(product.id) } : cells];
      });
      const created = await must<number | number[]>(admin, {
        model: 'purchase.order',
        method: 'create',
        args: { vals_list: [{ partner_id: supplier, order_line }] },
      });
      const id = Array.isArray(created) ? (created[0] ?? 0) : created;
      await must(admin, { model: 'purchase.order', method: 'button_confirm', ids: [id] });
      const [row] = await bench.read('purchase.order', [['id', '=', id]], ['name']);
      return { id, name: String(row?.['name']) };
    },
    lines: ({ id }) =>
      bench.read('purchase.order.line', [['order_id', '=', id]], ['product_qty', 'qty_received', 'date_planned']),
    async stock(product, lot) {
      const domain = [
        ['product_id', '=', product.id],
        ['location_id.usage', '=', 'internal'],
        ['lot_id.name', '=', lot],
      ];
      const quants = await bench.read('stock.quant', domain, ['quantity']);
      return quants.reduce((sum, quant) => sum + (quant['quantity'] as number), 0);
    },
  };
  docks.set(plant.prefix, dock);
  return dock;
}
