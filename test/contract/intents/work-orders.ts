/** What bringing a work order where the plant is promises. */
import { createOrder, type SeededOrder } from '../../live/seed.ts';
import type { ErpBench, Posting } from '../erp.ts';
import { Line } from '../erp-line.ts';
import { Bench } from './bench.ts';

export function workOrderPromises(get: () => ErpBench, _major: 14 | 19, posting: Posting): void {
  const make = async (): Promise<{ bench: Bench; order: SeededOrder }> => ({
    bench: new Bench(get().erp),
    order: await createOrder(get().erp, get().plant, 10),
  });
  const tell = (bench: Bench, order: SeededOrder, state: string, at: string, workOrder = 'Fill') => ({
    kind: 'workOrderState',
    order: order.name,
    workOrder,
    state,
    ...bench.head(),
    at: `2026-11-20T${at}:00Z`,
  });
  const works = (bench: Bench, { id }: SeededOrder) =>
    bench.read('mrp.workorder', [['production_id', '=', id]], ['name', 'state', 'date_start', 'date_finished']);
  const times = async (bench: Bench, { id }: SeededOrder) =>
    (
      await bench.read(
        'mrp.workcenter.productivity',
        [['production_id', '=', id]],
        ['date_start', 'date_end', 'duration'],
      )
    ).filter((row) => row['date_start'] !== row['date_end']);

  describe('a work order', () => {
    test('runs, pauses, goes on and ends at the times of the plant, and its order closes with what is counted', async () => {
      const { bench, order } = await make();
      const line = new Line(get().erp, get().plant, order, {});
      const start = tell(bench, order, 'Running', '08:00');
      await bench.inParallel(start, 4);
      expect(await bench.posted(start)).toMatchObject({ verdict: 'already' });
      expect(await times(bench, order)).toMatchObject([{ date_start: '2026-11-20 08:00:00', date_end: false }]);
      expect(await line.inOdoo()).toMatchObject([{ state: 'progress', producing: 0 }]);
      await line.posted(line.good('3', 'partial', { lot: line.lot() }));
      await bench.posted(tell(bench, order, 'Held', '08:20'));
      expect(await bench.posted(tell(bench, order, 'Suspended', '08:21'))).toMatchObject({ verdict: 'already' });
      await bench.posted(tell(bench, order, 'Execute', '08:30', '10'));
      const end = tell(bench, order, 'Complete', '09:00', `${order.name}-10`);
      expect(await bench.posted(end)).toMatchObject({ verdict: 'posted', readBack: { end: '2026-11-20 09:00:00' } });
      expect(await bench.posted(end)).toMatchObject({ verdict: 'already' });
      await bench.posted(tell(bench, order, 'Ended.Completed', '09:30', 'Pack'));
      expect(await works(bench, order)).toMatchObject([
        { state: 'done', date_start: '2026-11-20 08:00:00', date_finished: '2026-11-20 09:00:00' },
        { state: 'done', date_finished: '2026-11-20 09:30:00' },
      ]);
      expect(await times(bench, order)).toMatchObject([
        { date_start: '2026-11-20 08:00:00', date_end: '2026-11-20 08:20:00', duration: 20 },
        { date_start: '2026-11-20 08:30:00', date_end: '2026-11-20 09:00:00', duration: 30 },
      ]);
      await line.posted(line.good('5', 'final', { lot: line.lot() }));
      const { rmA } = line.plant;
      expect(await line.inOdoo()).toMatchObject([
        { state: 'done', produced: 8, components: { [rmA.code]: 4 } },
        { ordered: 2, producing: 0 },
      ]);
    });

    test('that is over does not begin again, and one that never began is not interrupted', async () => {
      const { bench, order } = await make();
      expect(await bench.refused(tell(bench, order, 'Held', '08:00'))).toBe('transition-illegal');
      expect(await bench.posted(tell(bench, order, 'Idle', '08:00'))).toMatchObject({ verdict: 'noted' });
      const closed = tell(bench, order, 'Ended.Closed', '08:10');
      await bench.posted(closed);
      expect(await bench.posted(closed)).toMatchObject({ verdict: 'already' });
      expect(await bench.refused(tell(bench, order, 'Running', '08:20'))).toBe('transition-illegal');
      expect(await bench.refused(tell(bench, order, 'Running', '08:20', 'Polish'))).toBe('work-order-not-found');
    });

    test('waits while its work centre stands still', async () => {
      const { bench, order } = await make();
      const stop = {
        kind: 'downtime',
        stop: order.name,
        workCentre: { id: 'PRESS', by: 'code', value: get().plant.prefix },
        loss: { id: 'breakdown', by: 'externalId', value: 'mrp.block_reason1' },
        from: '2026-11-20T07:00:00Z',
        ...bench.head(),
      };
      await bench.posted(stop);
      const start = tell(bench, order, 'Running', '07:30');
      expect(await bench.refused(start)).toBe('work-centre-blocked');
      await bench.posted({ ...stop, to: '2026-11-20T07:20:00Z' });
      expect(await bench.posted(start)).toMatchObject({ verdict: 'posted' });
    });

    if (posting === 'calls')
      test('whose start got lost on its way back starts once', async () => {
        const { bench, order } = await make();
        const start = tell(bench, order, 'Running', '08:00');
        get().wire.loseAnswerTo('button_start');
        expect(await bench.refused(start)).toBe('odoo-answer-lost');
        await bench.posted(start);
        expect(await times(bench, order)).toMatchObject([{ date_start: '2026-11-20 08:00:00', date_end: false }]);
        expect(await bench.read('mrp.production', [['id', '=', order.id]], ['qty_producing'])).toMatchObject([
          { qty_producing: 0 },
        ]);
      });
  });
}
