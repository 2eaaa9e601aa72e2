/** What changing, moving, cancelling and acknowledging an order promises. */
import { readBinding } from '../../../nodes/src/domain/odoo/binding.ts';
import { createOrder, must, type SeededOrder } from '../../live/seed.ts';
import type { ErpBench, Posting } from '../erp.ts';
import { Line } from '../erp-line.ts';
import { Bench } from './bench.ts';

export function orderPromises(get: () => ErpBench, major: 14 | 19, posting: Posting): void {
  const STARTS = major < 15 ? 'date_planned_start' : 'date_start';

  const make = async (quantity: number): Promise<{ bench: Bench; order: SeededOrder }> => ({
    bench: new Bench(get().erp),
    order: await createOrder(get().erp, get().plant, quantity),
  });
  const show = async (bench: Bench, { id }: SeededOrder, ...fields: string[]) => {
    const [row] = await bench.read('mrp.production', [['id', '=', id]], ['state', 'product_qty', ...fields]);
    return row ?? {};
  };
  const demand = (bench: Bench, { id }: SeededOrder) =>
    bench.read('stock.move', [['raw_material_production_id', '=', id]], ['product_uom_qty']);
  const later = (days: number): string =>
    `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 11)}06:00:00Z`;

  describe('another quantity', () => {
    const change = (bench: Bench, order: SeededOrder, value: string, more: object = {}) => ({
      kind: 'changeQuantity',
      order: order.name,
      quantity: { value, uom: 'C62' },
      ...bench.head(),
      ...more,
    });

    test('brings components along, once, also when four ask for it', async () => {
      const { bench, order } = await make(10);
      const intent = change(bench, order, '15');
      await bench.inParallel(intent, 4);
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already', readBack: { ordered: '15' } });
      expect(await show(bench, order)).toMatchObject({ state: 'confirmed', product_qty: 15 });
      expect((await demand(bench, order)).map((move) => move['product_uom_qty'])).toEqual([7.5, 30]);
    });

    test('leaves what is counted, in the unit of the order', async () => {
      const { bench, order } = await make(10);
      const line = new Line(get().erp, get().plant, order, {});
      const counted = line.good('4', 'partial', { lot: line.lot() });
      await line.posted(counted);
      const dozen = change(bench, order, '1', { quantity: { value: '2', uom: 'DZN' } });
      expect(await bench.posted(dozen)).toMatchObject({ readBack: { ordered: '24', producing: '4' } });
      await line.posted(line.good('3', 'partial', { lot: line.lot() }));
      expect(await line.inOdoo()).toMatchObject([{ state: 'progress', producing: 7, produced: 0 }]);
      expect(await bench.refused(change(bench, order, '5'))).toBe('below-made');
    });

    test('leaves beside it what the order remembers of its counts', async () => {
      const { bench, order } = await make(10);
      const line = new Line(get().erp, get().plant, order, {});
      const partial = line.good('4', 'partial', { lot: line.lot() });
      await line.posted(partial);
      bench.share(partial.partition, { ...line.binding });
      await bench.posted({ ...change(bench, order, '12'), partition: partial.partition });
      const note = bench.note(partial.partition) ?? {};
      expect(readBinding(note)).toMatchObject({ ...readBinding(line.binding), standing: expect.any(Object) });
      line.binding = note;
      await line.posted(line.good('8', 'final', { lot: line.lot() }));
      expect(await line.inOdoo()).toMatchObject([{ state: 'done', produced: 12 }]);
      expect(line.binding).toHaveProperty('standing');
    });

    if (posting === 'calls')
      test('whose answer was lost leaves what is counted, too', async () => {
        const { bench, order } = await make(10);
        const line = new Line(get().erp, get().plant, order, {});
        await line.posted(line.good('4', 'partial', { lot: line.lot() }));
        const intent = change(bench, order, '12');
        get().wire.loseAnswerTo('change_prod_qty');
        expect(await bench.refused(intent)).toBe('odoo-answer-lost');
        expect(await bench.posted(intent)).toMatchObject({ readBack: { ordered: '12', producing: '4' } });
        await line.posted(line.good('8', 'final', { lot: line.lot() }));
        expect(await line.inOdoo()).toMatchObject([
          { state: 'done', produced: 12, components: { [line.plant.rmA.code]: 6 } },
        ]);
      });

    test('of an order that Odoo does not know is refused', async () => {
      const { bench, order } = await make(1);
      expect(await bench.refused(change(bench, { ...order, name: 'WH/MO/nowhere' }, '2'))).toBe('order-not-found');
    });
  });

  describe('another time', () => {
    test('moves an order, and plans it again when it was planned', async () => {
      const { bench, order } = await make(10);
      const move = (start: string, more: object = {}) => ({
        kind: 'reschedule',
        order: order.name,
        start,
        ...bench.head(),
        ...more,
      });
      const first = move(later(30));
      expect(await bench.posted(first)).toMatchObject({ verdict: 'posted' });
      expect(await bench.posted(first)).toMatchObject({ verdict: 'already' });
      const shown = later(30).slice(0, 19).replace('T', ' ');
      expect(await show(bench, order, STARTS, 'is_planned')).toMatchObject({ [STARTS]: shown, is_planned: false });
      await bench.posted(move(later(31), { planning: 'plan' }));
      const again = move(later(40));
      await bench.posted(again);
      expect(await bench.posted(again)).toMatchObject({ verdict: 'already' });
      const planned = await show(bench, order, STARTS, 'is_planned');
      expect(planned).toMatchObject({ is_planned: true });
      expect(String(planned[STARTS]).slice(0, 10) >= later(40).slice(0, 10)).toBe(true);
    });

    test('of an order on which work has begun is refused', async () => {
      const { bench, order } = await make(2);
      const [work] = await bench.read('mrp.workorder', [['production_id', '=', order.id]], ['name']);
      await must(get().erp, { model: 'mrp.workorder', method: 'button_start', ids: [Number(work?.['id'])] });
      const intent = { kind: 'reschedule', order: order.name, start: later(9), ...bench.head() };
      expect(await bench.refused(intent)).toBe('order-started');
    });
  });

  describe('cancelling', () => {
    const cancel = (bench: Bench, order: SeededOrder) => ({
      kind: 'cancelOrder',
      order: order.name,
      reason: 'customer <withdrew>',
      ...bench.head(),
    });

    test('ends an order with its reason beside it, once', async () => {
      const { bench, order } = await make(5);
      const intent = cancel(bench, order);
      await bench.inParallel(intent, 4);
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already', readBack: { state: 'cancel' } });
      const notes = await bench.read(
        'mail.message',
        [
          ['model', '=', 'mrp.production'],
          ['res_id', '=', order.id],
          ['body', 'like', 'withdrew'],
        ],
        ['body'],
      );
      expect(notes.map((note) => note['body'])).toEqual(['<p>Cancelled: customer &lt;withdrew&gt;</p>']);
    });

    test('is refused once something is made', async () => {
      const { bench, order } = await make(5);
      const line = new Line(get().erp, get().plant, order, {});
      await line.posted(line.good('1', 'partial', { lot: line.lot() }));
      expect(await bench.refused(cancel(bench, order))).toBe('cancel-too-late');
      expect(await line.inOdoo()).toMatchObject([{ state: 'progress', producing: 1 }]);
    });
  });

  describe('an acknowledgement', () => {
    test('stands on the order once; a refusal is also a task', async () => {
      const { bench, order } = await make(3);
      const head = bench.head();
      const intent = { kind: 'acknowledgeRelease', order: order.name, version: 2, decision: 'accepted', ...head };
      await bench.inParallel(intent, 4);
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already' });
      const no = { ...intent, ...bench.head(), version: 3, decision: 'rejected', reason: 'no such recipe' };
      expect(await bench.posted(no)).toMatchObject({ verdict: 'posted', readBack: { decision: 'rejected' } });
      expect(await bench.posted(no)).toMatchObject({ verdict: 'already' });
      const beside = [['res_id', '=', order.id]];
      const said = await bench.read('mail.message', [...beside, ['body', 'like', 'The plant']], ['body']);
      expect(said.map((note) => String(note['body']).slice(0, 30))).toEqual([
        '<p>The plant accepted version ',
        '<p>The plant rejected version ',
      ]);
      expect(await bench.read('mail.activity', [...beside, ['summary', 'like', 'The plant']], ['id'])).toHaveLength(1);
      const silent = { ...intent, key: bench.head().key, version: 4, decision: 'late' };
      expect(String((await bench.posted(silent)).readBack['note'])).toMatch(
        /has not answered version 4 .*goes on with version 2/,
      );
      expect(await bench.posted({ ...silent, key: bench.head().key })).toMatchObject({ verdict: 'already' });
      expect(await bench.read('mail.activity', [...beside, ['summary', 'like', 'The plant']], ['id'])).toHaveLength(2);
    });
  });
}
