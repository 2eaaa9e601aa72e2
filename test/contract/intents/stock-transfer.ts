/** What moving goods promises. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import type { ErpBench } from '../erp.ts';
import { kilograms, material, pieces, type Store, storeOf } from './stock-bench.ts';

export function transferPromises(get: () => ErpBench): void {
  const lotMove = (store: Store, value: string, more: object = {}) => ({
    kind: 'transfer',
    ...store.bench.head(),
    material: material(get().plant.rmB),
    lot: get().plant.lotsOfB[0],
    quantity: pieces(value),
    from: store.main,
    to: store.shelf,
    ...more,
  });

  describe('a transfer', () => {
    test('moves the lot it names and no other, once, however often it is told', async () => {
      const store = await storeOf(get());
      const { bench, main, shelf } = store;
      const { rmB, lotsOfB } = get().plant;
      const before = await store.stock(rmB, main, lotsOfB[0]);
      const intent = lotMove(store, '12', { kind: 'putaway', reference: 'TASK-1' });
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'posted', records: [{ state: 'done' }] });
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already' });
      expect(await store.stock(rmB, shelf, lotsOfB[0])).toBe(12);
      expect(await store.stock(rmB, main, lotsOfB[0])).toBe(before - 12);
      const [made] = await bench.named(externalId('putaway', intent.key));
      const [move] = await bench.read('stock.picking', [['id', '=', made?.['id']]], ['origin', 'state']);
      expect(move).toMatchObject({ origin: 'TASK-1', state: 'done' });
    });

    test('told by four at once moves once', async () => {
      const store = await storeOf(get());
      const { rmA } = get().plant;
      const before = await store.stock(rmA, store.dock);
      const goods = { material: material(rmA), quantity: kilograms('2.5'), to: store.dock };
      const intent = lotMove(store, '1', { kind: 'stage', ...goods });
      await store.bench.inParallel(intent, 4);
      expect(await store.stock(rmA, store.dock)).toBe(before + 2.5);
    });

    test('of goods that do not lie there is refused and leaves nothing behind, unless the message insists', async () => {
      const store = await storeOf(get());
      const { rmB, lotsOfB } = get().plant;
      const short = lotMove(store, '3', { kind: 'stage', from: store.dock, lot: lotsOfB[1] });
      expect(await store.bench.refused(short)).toBe('stock-short');
      expect(await store.bench.named(externalId('stage', short.key))).toEqual([]);
      await store.bench.posted({ ...short, shortage: 'post' });
      expect(await store.stock(rmB, store.dock, lotsOfB[1])).toBe(-3);
      await store.bench.posted(lotMove(store, '3', { to: store.dock, lot: lotsOfB[1] }));
      expect(await store.stock(rmB, store.dock, lotsOfB[1])).toBe(0);
    });

    test('with an unknown lot, no lot, the same place twice or a place that holds no goods is refused', async () => {
      const store = await storeOf(get());
      const refused = (more: object) => store.bench.refused(lotMove(store, '1', more));
      expect(await refused({ lot: 'NO-SUCH-LOT' })).toBe('lot-unknown');
      expect(await refused({ lot: undefined })).toBe('lot-missing');
      expect(await refused({ to: store.main })).toBe('same-place');
      expect(await refused({ quantity: { value: '1', uom: 'KGM' } })).toBe('unit-mismatch');
      const customers = { id: 'OUT', by: 'externalId', value: 'stock.stock_location_customers' };
      expect(await refused({ to: customers })).toBe('not-a-store');
    });

    test('whose answer was lost is found as it stands', async () => {
      const store = await storeOf(get());
      const { rmB, lotsOfB } = get().plant;
      const before = await store.stock(rmB, store.dock, lotsOfB[0]);
      expect(await store.bench.posted(lotMove(store, '1', { to: store.dock }))).toMatchObject({ verdict: 'posted' });
      const intent = lotMove(store, '4', { to: store.dock });
      get().wire.loseAnswerTo('button_validate');
      await store.bench.post(intent);
      expect(await store.bench.posted(intent)).toMatchObject({ records: [{ state: 'done' }] });
      expect(await store.bench.posted(intent)).toMatchObject({ verdict: 'already' });
      expect(await store.stock(rmB, store.dock, lotsOfB[0])).toBe(before + 5);
    });
  });
}
