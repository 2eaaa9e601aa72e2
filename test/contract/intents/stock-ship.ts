/** What reserving and shipping promise. */
import { must } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import type { Row } from './bench.ts';
import { kilograms, material, pieces, type Store, storeOf } from './stock-bench.ts';

type Wish = readonly [product: { readonly id: number }, quantity: number];

/** A confirmed delivery to a customer, reserved as Odoo sees fit. */
export async function newDelivery(
  { erp, plant }: Pick<ErpBench, 'erp' | 'plant'>,
  major: 14 | 19,
  wishes: readonly Wish[],
  origin = 'contract',
): Promise<Row> {
  const search = (model: string, domain: readonly unknown[], fields: readonly string[]) =>
    must<Row[]>(erp, { model, method: 'search_read', args: { domain, fields, limit: 1, order: 'id' } });
  const [type] = await search('stock.picking.type', [['code', '=', 'outgoing']], ['name']);
  const [customers] = await search('stock.location', [['usage', '=', 'customer']], ['name']);
  const places = { location_id: plant.stockLocation, location_dest_id: customers?.['id'] };
  const moves = await Promise.all(
    wishes.map(async ([product, quantity]) => {
      const [found] = await search('product.product', [['id', '=', product.id]], ['uom_id']);
      const [unit] = (found?.['uom_id'] ?? []) as readonly number[];
      const named = major < 15 ? { name: 'Delivery' } : {};
      return [0, 0, { ...named, ...places, product_id: product.id, product_uom: unit, product_uom_qty: quantity }];
    }),
  );
  const values = { origin, picking_type_id: type?.['id'], ...places, [major < 15 ? 'move_lines' : 'move_ids']: moves };
  const model = 'stock.picking';
  const [id = 0] = await must<number[]>(erp, { model, method: 'create', args: { vals_list: [values] } });
  await must(erp, { model, method: 'action_confirm', ids: [id] });
  await must(erp, { model, method: 'action_assign', ids: [id] });
  const [picking] = await search(model, [['id', '=', id]], ['name', 'state']);
  return picking ?? {};
}

export function shipPromises(get: () => ErpBench, major: 14 | 19): void {
  const ref = (picking: Row) => ({ id: String(picking['name']), by: 'name', value: picking['name'] });
  const shipping = (store: Store, picking: Row, lines: readonly object[], more: object = {}) => ({
    kind: 'ship',
    ...store.bench.head(),
    delivery: ref(picking),
    lines,
    ...more,
  });
  const ofLot = (value: string, at = 1) => ({
    material: material(get().plant.rmB),
    lot: get().plant.lotsOfB[at],
    quantity: pieces(value),
  });
  const stateOf = async (store: Store, picking: Row) =>
    (await store.bench.read('stock.picking', [['id', '=', picking['id']]], ['state']))[0]?.['state'];
  const restOf = (store: Store, picking: Row) =>
    store.bench.read('stock.picking', [['backorder_id', '=', picking['id']]], ['name', 'state']);

  describe('a shipment', () => {
    test('takes the lots that left instead of those reserved; the rest stays as a backorder and is shipped next', async () => {
      const store = await storeOf(get());
      const { rmA, rmB, lotsOfB } = get().plant;
      const picking = await newDelivery(get(), major, [
        [rmB, 10],
        [rmA, 2],
      ]);
      const before = await store.stock(rmB, store.main, lotsOfB[1]);
      const first = shipping(store, picking, [
        { ...ofLot('4'), package: `PKG-${picking['name']}` },
        { material: material(rmA), quantity: { value: '2000', uom: 'GRM' } },
      ]);
      await store.bench.posted(first);
      const [rest] = await restOf(store, picking);
      expect(await store.bench.posted(first)).toMatchObject({
        verdict: 'already',
        readBack: { backorder: rest?.['name'] },
      });
      expect(await store.stock(rmB, store.main, lotsOfB[1])).toBe(before - 4);
      const moved = await store.bench.read(
        'stock.move.line',
        [
          ['picking_id', '=', picking['id']],
          ['product_id', '=', rmB.id],
        ],
        ['lot_id', 'result_package_id'],
      );
      expect(moved).toMatchObject([
        { lot_id: [expect.any(Number), lotsOfB[1]], result_package_id: [expect.any(Number), `PKG-${picking['name']}`] },
      ]);
      await store.bench.posted(shipping(store, picking, [ofLot('5'), ofLot('1')]));
      expect(await stateOf(store, rest ?? {})).toBe('done');
      expect(await store.stock(rmB, store.main, lotsOfB[1])).toBe(before - 10);
    });

    test('told by four at once, with its rest given up, leaves once and no backorder', async () => {
      const store = await storeOf(get());
      const { rmB, lotsOfB } = get().plant;
      const picking = await newDelivery(get(), major, [[rmB, 6]]);
      const before = await store.stock(rmB, store.main, lotsOfB[1]);
      await store.bench.inParallel(shipping(store, picking, [ofLot('2')], { remainder: 'cancel' }), 4);
      expect(await store.stock(rmB, store.main, lotsOfB[1])).toBe(before - 2);
      expect((await restOf(store, picking)).filter(({ state }) => state !== 'cancel')).toEqual([]);
    });

    test('of more than is asked for, of goods that are not there, or of nothing open is refused', async () => {
      const store = await storeOf(get());
      const { rmB, byproduct } = get().plant;
      const picking = await newDelivery(get(), major, [[rmB, 3]]);
      const refused = (...lines: object[]) => store.bench.refused(shipping(store, picking, lines));
      expect(await refused(ofLot('4'))).toBe('over-delivery');
      expect(await refused({ material: material(byproduct), quantity: kilograms('1') })).toBe('over-delivery');
      expect(await refused(ofLot('2'), { ...ofLot('1'), lot: 'NO-SUCH-LOT' })).toBe('lot-unknown');
      expect(await stateOf(store, picking)).toBe('assigned');
      await store.bench.posted(shipping(store, picking, [ofLot('3')]));
      expect(await refused(ofLot('1'))).toBe('document-missing');
    });

    test('whose answer was lost, at any step, leaves once', async () => {
      const store = await storeOf(get());
      const { rmB, lotsOfB } = get().plant;
      const before = await store.stock(rmB, store.main, lotsOfB[1]);
      for (const step of ['ship__', 'button_validate']) {
        const picking = await newDelivery(get(), major, [[rmB, 3]]);
        const intent = shipping(store, picking, [ofLot('3')]);
        get().wire.loseAnswerTo(step);
        await store.bench.post(intent);
        await store.bench.post(intent);
        expect(await store.bench.posted(intent)).toMatchObject({ records: [{ state: 'done' }] });
      }
      expect(await store.stock(rmB, store.main, lotsOfB[1])).toBe(before - 6);
    });
  });

  describe('a return', () => {
    test('brings back what was shipped, tied to it, once; more than that is refused', async () => {
      const store = await storeOf(get());
      const { bench } = store;
      const { rmB, lotsOfB } = get().plant;
      const before = await store.stock(rmB, store.main, lotsOfB[1]);
      const picking = await newDelivery(get(), major, [[rmB, 5]]);
      const back = (value: string, more: object = {}) => ({
        kind: 'return',
        ...store.bench.head(),
        document: ref(picking),
        lines: [ofLot(value)],
        ...more,
      });
      expect(await bench.refused(back('1'))).toBe('document-missing');
      await store.bench.posted(shipping(store, picking, [ofLot('5')]));
      const first = back('2', { reason: 'damaged' });
      await bench.inParallel(first, 4);
      expect(await bench.posted(first)).toMatchObject({ verdict: 'already', records: [{ state: 'done' }] });
      expect(await store.stock(rmB, store.main, lotsOfB[1])).toBe(before - 3);
      const [shipped] = await store.bench.read('stock.move', [['picking_id', '=', picking['id']]], ['state']);
      const tied = [['origin_returned_move_id', '=', shipped?.['id']]];
      expect(await store.bench.read('stock.move', tied, ['state', 'to_refund'])).toMatchObject([
        { state: 'done', to_refund: true },
      ]);
      expect(await bench.refused(back('4'))).toBe('over-return');
      const dock = await store.stock(rmB, store.dock, lotsOfB[1]);
      await bench.posted(back('3', { place: store.dock }));
      expect(await store.stock(rmB, store.dock, lotsOfB[1])).toBe(dock + 3);
    });
  });

  describe('a reservation', () => {
    test('is given back and taken again, also of an order; more than is there is refused', async () => {
      const store = await storeOf(get());
      const { fg, rmB } = get().plant;
      const picking = await newDelivery(get(), major, [[rmB, 3]]);
      const told = (kind: string, document: Row, more: object = {}) => ({
        kind,
        ...store.bench.head(),
        of: 'transfer',
        document: ref(document),
        ...more,
      });
      expect(await store.bench.posted(told('reserve', picking))).toMatchObject({ verdict: 'already' });
      expect(await store.bench.posted(told('unreserve', picking))).toMatchObject({
        verdict: 'posted',
        readBack: { moves: ['confirmed'] },
      });
      expect(await store.bench.posted(told('unreserve', picking))).toMatchObject({ verdict: 'already' });
      expect(await store.bench.posted(told('reserve', picking, { whole: true }))).toMatchObject({ verdict: 'posted' });
      const nothing = await newDelivery(get(), major, [[fg, 1_000_000]]);
      expect(await store.bench.refused(told('reserve', nothing, { whole: true }))).toBe('not-reserved');
      // It would take all that is made from now on.
      await must(get().admin, { model: 'stock.picking', method: 'action_cancel', ids: [Number(nothing['id'])] });
    });
  });
}
