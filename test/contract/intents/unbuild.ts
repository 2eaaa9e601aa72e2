/** What unbuilding promises. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import { createOrder } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Line } from '../erp-line.ts';
import { Bench } from './bench.ts';

export function unbuildPromises(get: () => ErpBench): void {
  const made = async (quantity: string) => {
    const line = new Line(get().erp, get().plant, await createOrder(get().erp, get().plant, Number(quantity)), {});
    await line.posted(line.good(quantity, 'final', { lot: line.lot() }));
    const bench = new Bench(get().erp);
    const take = (value: string, more: object = {}) => ({
      kind: 'unbuild',
      order: line.order.name,
      quantity: { value, uom: 'C62' },
      lot: line.lot(),
      reason: 'wrong label',
      ...bench.head(),
      ...more,
    });
    return { line, bench, take };
  };

  describe('unbuilding', () => {
    test('brings components and their lots back, once, also when four ask for it', async () => {
      const { line, bench, take } = await made('10');
      const { rmA, rmB, fg, lotsOfB } = line.plant;
      const inStock = async () => {
        const place = ['location_id', '=', line.plant.stockLocation];
        const quants = await bench.read('stock.quant', [['product_id', '=', rmA.id], place], ['quantity']);
        const a = quants.reduce((sum, quant) => sum + Number(quant['quantity']), 0);
        return { a, b: await line.stock(rmB, lotsOfB[0]) };
      };
      const before = await inStock();
      const intent = take('4');
      expect(await bench.posted(intent)).toMatchObject({
        verdict: 'posted',
        readBack: { state: 'done', quantity: '4' },
      });
      await bench.inParallel(intent, 4);
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already' });
      expect(await line.stock(fg, line.lot())).toBe(6);
      expect(await inStock()).toEqual({ a: before.a + 2, b: before.b + 8 });
    });

    test('takes back no more than was made, and nothing of an open order', async () => {
      const { bench, take } = await made('3');
      await bench.posted(take('2'));
      expect(await bench.refused(take('2'))).toBe('unbuild-too-much');
      expect(await bench.refused(take('1', { lot: 'nobody made this' }))).toBe('lot-unknown');
      const open = await createOrder(get().erp, get().plant, 1);
      expect(await bench.refused(take('1', { order: open.name }))).toBe('order-open');
    });

    test('whose answer was lost is not done again', async () => {
      const { line, bench, take } = await made('5');
      const intent = take('2');
      get().wire.loseAnswerTo('action_validate');
      expect(await bench.refused(intent)).toBe('odoo-answer-lost');
      expect(await bench.posted(intent)).toMatchObject({ readBack: { state: 'done' } });
      expect(await line.stock(line.plant.fg, line.lot())).toBe(3);
      const [row] = await bench.named(externalId('unbuild', intent.key));
      const [shown] = await bench.read('mrp.unbuild', [['id', '=', row?.['id']]], ['state', 'product_qty']);
      expect(shown).toMatchObject({ state: 'done', product_qty: 2 });
    });
  });
}
