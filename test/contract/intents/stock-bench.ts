/** Places of a small store beside the seeded plant, and what lies in them. */
import type { RecordRef } from '../../../nodes/src/domain/odoo/intents/spec.ts';
import { loadOne, must, type SeededProduct } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Bench, type Row } from './bench.ts';

export interface Store {
  readonly bench: Bench;
  /** The stock of the warehouse, where the seeded materials lie. */
  readonly main: RecordRef;
  readonly shelf: RecordRef;
  readonly dock: RecordRef;
  idOf(place: RecordRef): number;
  /** In one place exactly, all lots unless one is named. */
  stock(product: SeededProduct, place: RecordRef, lot?: string): Promise<number>;
}

export const material = (product: SeededProduct): object => ({
  id: product.code,
  by: 'code',
  value: product.code,
});
export const pieces = (value: string): object => ({ value, uom: 'C62' });
export const kilograms = (value: string): object => ({ value, uom: 'KGM' });

const stores = new Map<string, Store>();

/** Made once for each plant. */
export async function storeOf({ admin, erp, plant }: ErpBench): Promise<Store> {
  const known = stores.get(plant.prefix);
  if (known) return known;
  const bench = new Bench(erp);
  const [main] = await bench.read('stock.location', [['id', '=', plant.stockLocation]], ['complete_name']);
  const ids = new Map<string, number>();
  const place = async (name: string): Promise<RecordRef> => {
    const barcode = `${plant.prefix}-${name}`;
    const row = { id: `pws_${plant.prefix.toLowerCase()}.${name.toLowerCase()}`, name: barcode, barcode };
    const parent = { 'location_id/.id': String(plant.stockLocation), usage: 'internal' };
    ids.set(barcode, await loadOne(admin, 'stock.location', { ...row, ...parent }));
    return { id: name, by: 'barcode', value: barcode };
  };
  const whole = String(main?.['complete_name']);
  ids.set(whole, plant.stockLocation);
  const store: Store = {
    bench,
    main: { id: 'MAIN', by: 'code', value: whole },
    shelf: await place('SHELF'),
    dock: await place('DOCK'),
    idOf: (ref) => ids.get(ref.value) ?? 0,
    async stock(product, ref, lot) {
      const domain = [
        ['product_id', '=', product.id],
        ['location_id', '=', store.idOf(ref)],
        ...(lot === undefined ? [] : [['lot_id.name', '=', lot]]),
      ];
      const quants = await must<Row[]>(erp, {
        model: 'stock.quant',
        method: 'search_read',
        args: { domain, fields: ['quantity'] },
      });
      return quants.reduce((sum, quant) => sum + (quant['quantity'] as number), 0);
    },
  };
  stores.set(plant.prefix, store);
  return store;
}
