/** What a hold promises wherever the lot lies and whoever has set it aside, and what its release gives back. */
import { createOrder, loadOne, must, type SeededPlant } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Line } from '../erp-line.ts';
import type { Row } from './bench.ts';
import { plantThatMakes } from './next-level.ts';
import { idOf, LotBench } from './quality-bench.ts';

export function holdPlacesPromises(get: () => ErpBench, major: 14 | 19): void {
  const old = major === 14;
  const packages = old ? 'stock.quant.package' : 'stock.package';

  /** Beside and below the stock: a shelf, and the place where goods wait for their truck. */
  const place = (name: string, parent: number): Promise<number> => {
    const { admin, plant } = get();
    const called = `${plant.prefix} ${name}`;
    return loadOne(admin, 'stock.location', {
      id: `pw_lots.${called.toLowerCase().replaceAll(' ', '_')}`,
      name: called,
      usage: 'internal',
      'location_id/.id': String(parent),
    });
  };

  const pallet = (bench: LotBench, name: string): Promise<number> =>
    loadOne(get().admin, packages, {
      id: `${bench.product.externalId}_${name}`,
      name: `${bench.product.code}-${name}`,
    });

  /** What is there of the lot: by place, package and owner. */
  const goods = async (bench: LotBench): Promise<string[]> => {
    const domain = [
      ['lot_id', '=', bench.lots['A']],
      ['location_id.usage', '=', 'internal'],
      ['quantity', '!=', 0],
    ];
    const fields = ['location_id', 'package_id', 'owner_id', 'quantity'];
    const name = (value: unknown): string => (Array.isArray(value) ? String(value[1]) : '-');
    const rows = await bench.read('stock.quant', domain, fields);
    return rows
      .map(
        (row) => `${name(row['location_id'])} ${name(row['package_id'])} ${name(row['owner_id'])} ${row['quantity']}`,
      )
      .sort((one, other) => one.localeCompare(other));
  };

  const openLines = (bench: LotBench): Promise<Row[]> =>
    bench.read(
      'stock.move.line',
      [
        ['lot_id', '=', bench.lots['A']],
        ['state', 'not in', ['done', 'cancel']],
      ],
      ['picking_id', 'location_id'],
    );

  /** Everybody who may wants to reserve and to ship what he has; Odoo refuses, asks, or leaves the lot alone. */
  const everybodyTries = async (bench: LotBench, pickings: readonly number[], order: number): Promise<void> => {
    const { erp } = get();
    await must(erp, { model: 'mrp.production', method: 'action_assign', ids: [order] });
    for (const id of pickings.slice(1)) {
      await must(erp, { model: 'stock.picking', method: 'action_assign', ids: [id], args: {} });
      const context = { skip_backorder: true, skip_sms: true };
      await erp.call({
        model: 'stock.picking',
        method: 'button_validate',
        ids: [id],
        args: {},
        context,
        repeatable: false,
      });
    }
    const left = await bench.read(
      'stock.move.line',
      [
        ['lot_id', '=', bench.lots['A']],
        ['state', '=', 'done'],
        ['location_dest_id.usage', '=', 'customer'],
      ],
      ['picking_id'],
    );
    expect(left.map((line) => idOf(line['picking_id']))).toEqual([pickings[0]]);
  };

  interface Taken {
    readonly bench: LotBench;
    /** What shares a pallet with it. */
    readonly other: LotBench;
    readonly pickings: readonly number[];
    readonly semi: SeededPlant;
    readonly order: { readonly id: number; readonly name: string };
  }

  /** Of lot A: in a delivery shipped in part, reserved, taken from the shelf, on pallets, staged, in an order, of another. */
  const takenEverywhere = async (): Promise<Taken> => {
    const { admin, erp, plant } = get();
    const bench = await LotBench.open(get(), major, { A: 20 });
    const shelf = await place('Shelf', plant.stockLocation);
    const output = await place('Output', await bench.parentOfStock());
    const [whole, shared] = [await pallet(bench, 'P1'), await pallet(bench, 'P2')];
    await bench.stockUp('A', 6, shelf, { package_id: whole });
    await bench.stockUp('A', 4, shelf, { package_id: shared });
    const other = await LotBench.open(get(), major, { A: 0 });
    await other.stockUp('A', 1, shelf, { package_id: shared });
    const owner = await loadOne(admin, 'res.partner', {
      id: `${bench.product.externalId}_owner`,
      name: `${bench.product.code} Owner`,
    });
    await bench.stockUp('A', 2, shelf, { owner_id: owner });
    const part = await bench.delivery(5);
    await bench.shipPart(part, 2);
    const [rest] = await bench.read('stock.picking', [['backorder_id', '=', part]], ['name']);
    await must(erp, { model: 'stock.picking', method: 'action_assign', ids: [idOf([rest?.['id']])], args: {} });
    const reserved = await bench.delivery(3);
    const picked = await bench.delivery(2, true);
    const onPallet = await bench.delivery(7, false, shelf);
    const staged = await bench.staged(4, output);
    const semi = await plantThatMakes(
      { admin, plant, major },
      { code: `${bench.product.code}-SEMI`, tracking: 'lot', of: bench.product },
    );
    const order = await createOrder(erp, semi, 3);
    await must(erp, { model: 'mrp.production', method: 'action_assign', ids: [order.id] });
    return { bench, other, semi, order, pickings: [part, idOf([rest?.['id']]), reserved, picked, onPallet, staged] };
  };

  describe('a lot that lies in many places, on pallets and with an owner', () => {
    test('is out of reach of everybody who had set it aside, and comes back where it was, once', async () => {
      const { bench, other, pickings, semi, order } = await takenEverywhere();
      const before = await goods(bench);
      const others = await goods(other);
      expect(before).toHaveLength(5);
      const had = new Set((await openLines(bench)).map((line) => idOf(line['picking_id'])));
      expect([...had].sort((one, other) => one - other)).toEqual(
        [0, ...pickings.slice(1)].sort((one, other) => one - other),
      );
      const hold = bench.holding('A', 'QA-P');
      expect(await bench.posted(hold)).toMatchObject({ readBack: { held: '30', inQuarantine: '30' } });
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 30 });
      expect(await openLines(bench)).toEqual([]);
      await everybodyTries(bench, pickings, order.id);
      expect(await openLines(bench)).toEqual([]);
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 30 });
      const line = new Line(get().erp, semi, order, { consumption: 'actual' });
      expect(await line.refused(line.consume(bench.product, '1', { lot: bench.lotName('A'), uom: 'C62' }))).toBe(
        'lot-on-hold',
      );
      expect(await bench.posted(hold)).toMatchObject({ verdict: 'already' });
      await bench.inParallel(bench.releasing('A', 'QA-P'), 4);
      expect(await goods(bench)).toEqual(before);
      expect(await goods(other)).toEqual(others);
    });
  });
}
