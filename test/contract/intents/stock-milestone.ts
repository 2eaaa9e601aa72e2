/** What telling about a shipment promises. */
import { must } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import type { Row } from './bench.ts';
import { material, pieces, type Store, storeOf } from './stock-bench.ts';
import { newDelivery } from './stock-ship.ts';

export function milestonePromises(get: () => ErpBench, major: 14 | 19): void {
  const ref = (name: unknown) => ({ id: String(name), by: 'name', value: String(name) });
  const telling = (store: Store, picking: Row, milestone: string, more: object = {}) => ({
    kind: 'shipmentMilestone',
    ...store.bench.head(),
    ...{ delivery: ref(picking['name']), milestone, reached: '2026-11-20T09:40:00Z' },
    ...more,
  });
  const ofPicking = (picking: Row, model: 'model' | 'res_model') => [
    [model, '=', 'stock.picking'],
    ['res_id', '=', picking['id']],
  ];
  const notes = async (store: Store, picking: Row, text: string) =>
    (await store.bench.read('mail.message', ofPicking(picking, 'model'), ['body'])).filter(({ body }) =>
      String(body).includes(text),
    );

  describe('a milestone of a shipment', () => {
    test('waits until the goods have left in Odoo, and is noted once by four', async () => {
      const store = await storeOf(get());
      const { rmB, lotsOfB } = get().plant;
      const picking = await newDelivery(get(), major, [[rmB, 2]]);
      const departed = telling(store, picking, 'departed', { tracking: 'JD0146', carrier: 'DHL' });
      expect(await store.bench.refused(departed)).toBe('waiting-for-shipment');
      expect(await store.bench.refused(telling(store, { name: 'WH/OUT/NOT-YET' }, 'loaded'))).toBe(
        'waiting-for-document',
      );
      await store.bench.posted(telling(store, picking, 'loaded'));
      const line = { material: material(rmB), lot: lotsOfB[1], quantity: pieces('2') };
      await store.bench.posted({ kind: 'ship', ...store.bench.head(), delivery: ref(picking['name']), lines: [line] });
      await store.bench.inParallel(departed, 4);
      expect(await store.bench.posted(departed)).toMatchObject({ verdict: 'already' });
      expect(await notes(store, picking, 'JD0146')).toHaveLength(1);
      expect(await notes(store, picking, 'Loaded')).toHaveLength(1);
    });

    test('that is trouble, or none at all, is a task for people, also before the goods have left; a cancelled delivery has none', async () => {
      const store = await storeOf(get());
      const picking = await newDelivery(get(), major, [[get().plant.rmB, 1]]);
      for (const milestone of ['exception', 'late']) {
        const told = telling(store, picking, milestone, milestone === 'late' ? {} : { reason: 'Pallet damaged' });
        await store.bench.posted(told);
        expect(await store.bench.posted(told)).toMatchObject({ verdict: 'already' });
      }
      const todos = await store.bench.read('mail.activity', ofPicking(picking, 'res_model'), ['summary']);
      expect(todos.map(({ summary }) => summary)).toEqual([
        expect.stringContaining('Pallet damaged'),
        expect.stringContaining('not answered in time'),
      ]);
      await must(get().admin, { model: 'stock.picking', method: 'action_cancel', ids: [Number(picking['id'])] });
      expect(await store.bench.refused(telling(store, picking, 'delivered'))).toBe('document-cancelled');
    });
  });
}
