/** What counting and correcting promise. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import type { SeededProduct } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { kilograms, material, pieces, type Store, storeOf } from './stock-bench.ts';

export function countPromises(get: () => ErpBench, major: 14 | 19): void {
  const told = (kind: string, store: Store, product: SeededProduct, quantity: object, more: object = {}) => ({
    kind,
    ...store.bench.head(),
    material: material(product),
    quantity,
    place: store.shelf,
    ...more,
  });

  describe('a count', () => {
    test('makes the books say what was counted, once: what moves later stays moved', async () => {
      const store = await storeOf(get());
      const { rmB, lotsOfB } = get().plant;
      const lot = lotsOfB[1];
      const first = told('count', store, rmB, pieces('40'), { lot, reference: 'SHEET-1' });
      expect(await store.bench.posted(first)).toMatchObject({ verdict: 'posted', readBack: { counted: '40' } });
      expect(await store.stock(rmB, store.shelf, lot)).toBe(40);
      await store.bench.posted(told('adjust', store, rmB, pieces('-3'), { lot, reason: 'breakage' }));
      expect(await store.bench.posted(first)).toMatchObject({ verdict: 'already' });
      expect(await store.stock(rmB, store.shelf, lot)).toBe(37);
      await store.bench.posted(told('count', store, rmB, pieces('0'), { lot }));
      expect(await store.stock(rmB, store.shelf, lot)).toBe(0);
    });

    test('by four at once is one inventory move; counting what is there is none', async () => {
      const store = await storeOf(get());
      const { byproduct } = get().plant;
      await store.bench.inParallel(told('count', store, byproduct, kilograms('7.25')), 4);
      expect(await store.stock(byproduct, store.shelf)).toBe(7.25);
      const arrived = [
        ['product_id', '=', byproduct.id],
        ['location_dest_id', '=', store.idOf(store.shelf)],
      ];
      const moves = () => store.bench.read('stock.move', arrived, ['state']);
      expect(await moves()).toMatchObject([{ state: 'done' }]);
      expect(await store.bench.posted(told('count', store, byproduct, { value: '7250', uom: 'GRM' }))).toMatchObject({
        verdict: 'already',
      });
      expect(await moves()).toHaveLength(1);
    });

    test('that began when the books said something else is refused', async () => {
      const store = await storeOf(get());
      const { rmA } = get().plant;
      const there = await store.stock(rmA, store.shelf);
      const expected = kilograms(String(there + 1));
      expect(await store.bench.refused(told('count', store, rmA, kilograms('5'), { expected }))).toBe('count-outdated');
      expect(await store.stock(rmA, store.shelf)).toBe(there);
      await store.bench.posted(told('count', store, rmA, kilograms('5'), { expected: kilograms(String(there)) }));
      expect(await store.stock(rmA, store.shelf)).toBe(5);
    });

    test('whose answer was lost is not counted again', async () => {
      const store = await storeOf(get());
      const { rmB, lotsOfB } = get().plant;
      const lot = lotsOfB[0];
      const there = await store.stock(rmB, store.shelf, lot);
      const intent = told('count', store, rmB, pieces(String(there + 9)), { lot });
      get().wire.loseAnswerTo(major < 15 ? 'button_validate' : 'inventory_quantity_auto_apply');
      await store.bench.post(intent);
      await store.bench.posted(intent);
      expect(await store.stock(rmB, store.shelf, lot)).toBe(there + 9);
    });
  });

  describe('a correction', () => {
    test('adds or takes away, with its reason, once however often it is told', async () => {
      const store = await storeOf(get());
      const { rmA } = get().plant;
      const before = await store.stock(rmA, store.main);
      const less = told('adjust', store, rmA, kilograms('-2.5'), { place: store.main, reason: 'spilled' });
      await store.bench.inParallel(less, 4);
      expect(await store.bench.posted(less)).toMatchObject({ verdict: 'already' });
      expect(await store.stock(rmA, store.main)).toBeCloseTo(before - 2.5, 6);
      const [made] = await store.bench.named(externalId('adjust', less.key));
      const [move] = await store.bench.read('stock.picking', [['id', '=', made?.['id']]], ['origin', 'state']);
      expect(move).toMatchObject({ origin: 'spilled', state: 'done' });
      await store.bench.posted(told('adjust', store, rmA, kilograms('4'), { place: store.main, reason: 'found' }));
      expect(await store.stock(rmA, store.main)).toBeCloseTo(before + 1.5, 6);
    });

    test('of more than is there is refused', async () => {
      const store = await storeOf(get());
      const { fg } = get().plant;
      const lot = { lot: 'NOBODY-MADE-IT' };
      expect(await store.bench.refused(told('adjust', store, fg, pieces('-1'), { ...lot, reason: 'lost' }))).toBe(
        'lot-unknown',
      );
      const { rmA } = get().plant;
      expect(await store.bench.refused(told('adjust', store, rmA, kilograms('-100000'), { reason: 'lost' }))).toBe(
        'stock-short',
      );
    });
  });
}
