/** What packing and staging promise. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import type { RecordRef } from '../../../nodes/src/domain/odoo/intents/spec.ts';
import { loadOne, must } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import type { Row } from './bench.ts';
import { kilograms, material, pieces, type Store, storeOf } from './stock-bench.ts';
import { newDelivery } from './stock-ship.ts';

interface Chain {
  readonly pick: Row;
  readonly delivery: Row;
}

export function stagePromises(get: () => ErpBench, major: 14 | 19): void {
  const ref = (picking: Row): RecordRef => {
    const name = String(picking['name']);
    return { id: name, by: 'name', value: name };
  };
  const ofLot = (value: string, at = 1) => ({
    material: material(get().plant.rmB),
    lot: get().plant.lotsOfB[at],
    quantity: pieces(value),
  });
  const staging = (store: Store, to: RecordRef, items: readonly object[], more: object = {}) => ({
    kind: 'stageDelivery',
    ...store.bench.head(),
    items,
    to,
    ...more,
  });
  const packing = (store: Store, name: string, items: readonly object[], more: object = {}) => ({
    kind: 'pack',
    ...store.bench.head(),
    ...{ package: name, action: 'add', place: store.main, items },
    ...more,
  });
  const label = (name: string) => `${get().plant.prefix}-${name}`;

  /** A place beside the stock with lanes in it, as the output of a warehouse. */
  async function output(): Promise<{ readonly id: number; readonly lane: RecordRef }> {
    const { admin, plant } = get();
    const place = (name: string, parent: number): Promise<number> => {
      const barcode = label(name);
      const row = { id: `pwo_${plant.prefix.toLowerCase()}.${name.toLowerCase()}`, name: barcode, barcode };
      return loadOne(admin, 'stock.location', { ...row, 'location_id/.id': String(parent), usage: 'internal' });
    };
    const [house] = await must<{ view_location_id: [number, string] }[]>(admin, {
      model: 'stock.warehouse',
      method: 'search_read',
      args: { domain: [], fields: ['view_location_id'], limit: 1 },
    });
    const id = await place('OUTPUT', house?.view_location_id[0] ?? 0);
    await place('LANE', id);
    return { id, lane: { id: 'LANE', by: 'barcode', value: label('LANE') } };
  }

  /** As the routes of a warehouse with two steps make them: the delivery waits for its picking. */
  async function inTwoSteps(quantity: number): Promise<Chain> {
    const { admin, plant } = get();
    const { id: out } = await output();
    const search = async (model: string, domain: readonly unknown[], fields: readonly string[]): Promise<Row> =>
      (
        await must<Row[]>(admin, { model, method: 'search_read', args: { domain, fields, limit: 1, order: 'id' } })
      )[0] ?? {};
    const [types, customers, product] = [
      await search('stock.warehouse', [], ['out_type_id', 'int_type_id']),
      await search('stock.location', [['usage', '=', 'customer']], ['name']),
      await search('product.product', [['id', '=', plant.rmB.id]], ['uom_id']),
    ];
    const create = async (from: number, to: unknown, type: unknown, more: object): Promise<Row> => {
      const way = { location_id: from, location_dest_id: to };
      const goods = {
        ...{ product_id: plant.rmB.id, product_uom: (product['uom_id'] as number[])[0], product_uom_qty: quantity },
        ...(major < 15 ? { name: 'Step' } : {}),
      };
      const [id = 0] = await must<number[]>(admin, {
        model: 'stock.picking',
        method: 'create',
        args: {
          vals_list: [
            {
              ...way,
              picking_type_id: (type as number[])[0],
              [major < 15 ? 'move_lines' : 'move_ids']: [[0, 0, { ...way, ...goods, ...more }]],
            },
          ],
        },
      });
      return search('stock.picking', [['id', '=', id]], ['name']);
    };
    const delivery = await create(out, customers['id'], types['out_type_id'], { procure_method: 'make_to_order' });
    const last = await search('stock.move', [['picking_id', '=', delivery['id']]], ['state']);
    const pick = await create(plant.stockLocation, out, types['int_type_id'], { move_dest_ids: [[4, last['id']]] });
    for (const { id } of [pick, delivery])
      await must(admin, { model: 'stock.picking', method: 'action_confirm', ids: [Number(id)] });
    await must(admin, { model: 'stock.picking', method: 'action_assign', ids: [Number(pick['id'])] });
    return { pick, delivery };
  }

  const shown = (store: Store, picking: Row) =>
    store.bench.read(
      'stock.move.line',
      [['picking_id', '=', picking['id']]],
      ['lot_id', major < 15 ? 'product_uom_qty' : 'quantity', 'location_id', 'result_package_id'],
    );
  const stateOf = async (store: Store, picking: Row) =>
    (await store.bench.read('stock.picking', [['id', '=', picking['id']]], ['state']))[0]?.['state'];
  const contents = (store: Store, name: string) =>
    store.bench.read(
      'stock.quant',
      [
        ['package_id.name', '=', name],
        ['quantity', '>', 0],
      ],
      ['lot_id', 'quantity', 'location_id'],
    );

  describe('staging', () => {
    test('ends the picking step with the lots that were brought; the delivery holds exactly them, the rest stays open', async () => {
      const store = await storeOf(get());
      const { lotsOfB } = get().plant;
      const { lane } = await output();
      const { pick, delivery } = await inTwoSteps(10);
      const first = staging(store, lane, [ofLot('4')], { delivery: ref(delivery), reference: 'SCAN-1' });
      expect(await store.bench.posted(first)).toMatchObject({ verdict: 'posted', readBack: { ready: false } });
      expect(await store.bench.posted(first)).toMatchObject({ verdict: 'already' });
      expect(await stateOf(store, pick)).toBe('done');
      expect(await shown(store, delivery)).toMatchObject([
        {
          lot_id: [expect.any(Number), lotsOfB[1]],
          [major < 15 ? 'product_uom_qty' : 'quantity']: 4,
          location_id: [expect.any(Number), expect.stringContaining('LANE')],
        },
      ]);
      const second = staging(store, lane, [ofLot('5', 0), ofLot('1')], { delivery: ref(delivery), complete: true });
      expect(await store.bench.posted(second)).toMatchObject({ readBack: { ready: true } });
      expect(await stateOf(store, delivery)).toBe('assigned');
      expect(await store.bench.posted(first)).toMatchObject({ verdict: 'already' });
    });

    test('of a delivery in one step is a transfer; what is missing is told once, when nothing more will come', async () => {
      const store = await storeOf(get());
      const { rmA, rmB, fg, lotsOfB } = get().plant;
      const before = await store.stock(rmB, store.dock, lotsOfB[1]);
      const delivery = await newDelivery(get(), major, [
        [rmB, 6],
        [fg, 1_000_000],
      ]);
      const told = (more: object = {}) =>
        staging(store, store.dock, [ofLot('6')], { delivery: ref(delivery), from: store.main, ...more });
      await store.bench.inParallel(told({ complete: true }), 4);
      expect(await store.stock(rmB, store.dock, lotsOfB[1])).toBe(before + 6);
      const todos = await store.bench.read(
        'mail.activity',
        [
          ['res_model', '=', 'stock.picking'],
          ['res_id', '=', delivery['id']],
        ],
        ['summary'],
      );
      expect(todos).toMatchObject([{ summary: expect.stringContaining('goods are missing') }]);
      expect(await store.bench.refused(told({ items: [ofLot('7')] }))).toBe('over-delivery');
      expect(await store.bench.refused(told({ items: [{ material: material(rmA), quantity: kilograms('1') }] }))).toBe(
        'over-delivery',
      );
      await must(get().admin, { model: 'stock.picking', method: 'action_cancel', ids: [Number(delivery['id'])] });
    });

    test('of what is not there yet waits; of what lies elsewhere, or goes where nothing takes it, is refused', async () => {
      const store = await storeOf(get());
      const { bench } = store;
      const { lane } = await output();
      const { pick, delivery } = await inTwoSteps(3);
      const refused = (to: RecordRef, items: readonly object[], more: object = {}) =>
        bench.refused(staging(store, to, items, { delivery: ref(delivery), ...more }));
      expect(await refused(lane, [{ ...ofLot('1'), lot: 'NOT-MADE-YET' }])).toBe('waiting-for-goods');
      expect(await refused(lane, [{ package: label('NO-SUCH-LABEL') }])).toBe('waiting-for-goods');
      const later = { delivery: { id: 'D', by: 'name', value: label('OUT/1') } };
      expect(await refused(lane, [ofLot('1')], later)).toBe('waiting-for-document');
      expect(await refused(store.dock, [ofLot('1')])).toBe('staging-elsewhere');
      const loose = { delivery: undefined, from: store.shelf };
      expect(await refused(store.dock, [ofLot('90000')], loose)).toBe('goods-elsewhere');
      expect(await refused(store.dock, [ofLot('1')], { delivery: undefined })).toBe('values-refused');
      expect(await stateOf(store, pick)).toBe('assigned');
    });

    test('whose answer was lost, at any step, is staged once', async () => {
      const store = await storeOf(get());
      const { lane } = await output();
      for (const step of ['stagedelivery', 'button_validate']) {
        const { delivery } = await inTwoSteps(3);
        const intent = staging(store, lane, [ofLot('2')], { delivery: ref(delivery) });
        get().wire.loseAnswerTo(step);
        await store.bench.post(intent);
        await store.bench.post(intent);
        expect(await store.bench.posted(intent)).toMatchObject({ verdict: 'already' });
        expect((await shown(store, delivery)).length).toBe(1);
      }
    });
  });

  describe('a package', () => {
    test('is packed where the goods stand, staged whole by its label, and brings nothing when scanned again', async () => {
      const store = await storeOf(get());
      const { rmB, lotsOfB } = get().plant;
      const name = label('PALLET-1');
      const main = await store.stock(rmB, store.main, lotsOfB[1]);
      const packed = packing(store, name, [ofLot('6'), ofLot('2', 0)]);
      await store.bench.inParallel(packed, 4);
      expect(await store.bench.posted(packed)).toMatchObject({ verdict: 'already' });
      expect(await store.stock(rmB, store.main, lotsOfB[1])).toBe(main);
      const scan = (key: object = {}) => ({ ...staging(store, store.dock, [{ package: name }]), ...key });
      expect(await store.bench.posted(scan())).toMatchObject({ verdict: 'posted' });
      expect(await contents(store, name)).toMatchObject([
        { quantity: 6, location_id: [store.idOf(store.dock), expect.any(String)] },
        { quantity: 2, location_id: [store.idOf(store.dock), expect.any(String)] },
      ]);
      expect(await store.bench.posted(scan())).toMatchObject({ verdict: 'already' });
      await store.bench.posted(packing(store, name, [ofLot('6')], { action: 'delete', place: store.dock }));
      expect(await contents(store, name)).toMatchObject([{ lot_id: [expect.any(Number), lotsOfB[0]], quantity: 2 }]);
      expect(
        await store.bench.refused(packing(store, name, [ofLot('1')], { action: 'delete', place: store.dock })),
      ).toBe('stock-short');
      await store.bench.posted(
        staging(store, store.main, [ofLot('6')], { from: store.dock, reference: externalId('back', name) }),
      );
    });
  });
}
