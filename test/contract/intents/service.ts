/** What recording a repair promises. */
import { loadOne, type SeededProduct, stockUp } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import type { Promises } from './all.ts';
import { Bench } from './bench.ts';
import { kilograms, material, pieces } from './stock-bench.ts';

export const servicePromises: Promises = (get, major) => {
  const lotModel = major === 14 ? 'stock.production.lot' : 'stock.lot';
  const moved = major === 14 ? 'qty_done' : 'quantity';

  /** A lot of the finished good, one piece in stock: what a serial number is to its repair. */
  async function piece({ admin, plant }: ErpBench, name: string): Promise<string> {
    const serial = `${plant.prefix}-${name}`;
    const lot = await lotOf(serial, plant.fg, name);
    await stockUp(admin, plant.fg.id, plant.stockLocation, 1, lot);
    return serial;
  }
  function lotOf(lot: string, product: SeededProduct, name: string): Promise<number> {
    const { admin, plant } = get();
    return loadOne(admin, lotModel, {
      ...{ id: `pwv_${plant.prefix.toLowerCase()}.${name.toLowerCase()}`, name: lot },
      'product_id/.id': String(product.id),
      ...(major === 14 ? { 'company_id/id': 'base.main_company' } : {}),
    });
  }
  const part = (use: string, lot: string, value: string) => ({
    ...{ use, material: material(get().plant.rmB), quantity: pieces(value), lot },
  });
  const record = (bench: Bench, serial: string, parts: object[], more: object = {}) => {
    const { key, ...head } = bench.head();
    const product = material(get().plant.fg);
    return { kind: 'repair', repair: key, material: product, serial, parts, key, ...head, ...more };
  };

  describe('a repair', () => {
    test('ties the parts that went in to the serial number, once, also by four at once', async () => {
      const bench = new Bench(get().erp);
      const { rmA, rmB, prefix } = get().plant;
      const serial = await piece(get(), 'V1');
      const old = `${prefix}-OLD`;
      await lotOf(old, rmB, 'old');
      // The last piece of its lot: what Odoo reserves by itself must not stand in the way.
      const last = `${prefix}-LAST`;
      await stockUp(get().admin, rmB.id, get().plant.stockLocation, 1, await lotOf(last, rmB, 'last'));
      const weight = { use: 'add', material: material(rmA), quantity: kilograms('0.5') };
      const wanted = record(bench, serial, [part('add', last, '1'), part('remove', old, '1'), weight], {
        ...{ summary: 'pump replaced', underWarranty: true },
      });
      await bench.inParallel(wanted, 4);
      expect(await bench.posted(wanted)).toMatchObject({
        ...{ verdict: 'already', records: [{ state: 'done' }] },
        readBack: { put: [last, rmA.code], takenOut: [old] },
      });
      const tied = [
        ['produce_line_ids.lot_id.name', '=', serial],
        ['state', '=', 'done'],
        ['location_dest_id.usage', '=', 'production'],
      ];
      const lines = await bench.read('stock.move.line', tied, ['product_id', 'lot_id', moved]);
      expect(lines.map((line) => [(line['product_id'] as number[])[0], line[moved]])).toEqual([
        [rmB.id, 1],
        [rmA.id, 0.5],
      ]);
      const gone = [
        ['lot_id.name', '=', last],
        ['location_id.usage', '=', 'internal'],
      ];
      const left = await bench.read('stock.quant', gone, ['quantity', 'reserved_quantity']);
      expect(left.filter((row) => row['quantity'] !== 0 || row['reserved_quantity'] !== 0)).toEqual([]);
    });

    test('with parts that are not there, or of a serial number that nobody has, leaves nothing behind', async () => {
      const bench = new Bench(get().erp);
      const { lotsOfB } = get().plant;
      const serial = await piece(get(), 'V2');
      const refused = (parts: object[], of = serial) => bench.refused(record(bench, of, parts));
      expect(await refused([part('add', lotsOfB[0], '10000000')])).toBe('stock-short');
      expect(await refused([part('add', 'NO-LOT', '1')])).toBe('lot-unknown');
      expect(await refused([], 'NO-SERIAL')).toBe('lot-unknown');
      expect(await bench.read('repair.order', [['lot_id.name', '=', serial]], ['state'])).toEqual([]);
    });

    test('whose answer was lost, at any step, is found as it stands; another part afterwards is refused', async () => {
      const { erp, wire, plant } = get();
      const bench = new Bench(erp);
      const serial = await piece(get(), 'V3');
      const wanted = record(bench, serial, [part('add', plant.lotsOfB[1], '2')]);
      wire.loseAnswerTo('action_repair_start');
      wire.loseAnswerTo('action_repair_end');
      await bench.post(wanted);
      await bench.post(wanted);
      expect(await bench.posted(wanted)).toMatchObject({ records: [{ state: 'done' }] });
      const orders = await bench.read('repair.order', [['lot_id.name', '=', serial]], ['state']);
      expect(orders).toMatchObject([{ state: 'done' }]);
      const more = { ...wanted, parts: [part('add', plant.lotsOfB[1], '2'), part('add', plant.lotsOfB[0], '1')] };
      expect(await bench.refused(more)).toBe('repair-over');
    });
  });
};
