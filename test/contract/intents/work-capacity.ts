/** What logging time, unblocking and planned standstills promise. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import { createOrder, must } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Bench } from './bench.ts';

export function capacityPromises(get: () => ErpBench, major: 14 | 19): void {
  const PLANNED = major < 15 ? 'date_planned_start' : 'date_start';
  const centre = () => ({ id: 'PRESS', by: 'code', value: get().plant.prefix });

  describe('time on a job', () => {
    const log = (bench: Bench, order: string, more: object = {}) => ({
      kind: 'timeLog',
      order,
      workOrder: 'Fill',
      activity: 'run',
      from: '2026-11-19T22:00:00Z',
      to: '2026-11-20T02:00:00Z',
      ...bench.head(),
      ...more,
    });

    test('is one exact row for each person, also when it is told late, again, or by four at once', async () => {
      const bench = new Bench(get().erp);
      const order = await createOrder(get().erp, get().plant, 10);
      const admin = { id: 'p:1', by: 'code', value: get().server.adminLogin };
      const intent = log(bench, order.name, { person: admin });
      await bench.inParallel(intent, 4);
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already', readBack: { minutes: 240 } });
      const second = log(bench, order.name, { activity: 'setup', to: '2026-11-19T22:30:00Z' });
      expect(await bench.posted(second)).toMatchObject({ verdict: 'posted', readBack: { minutes: 30 } });
      const rows = await bench.read(
        'mrp.workcenter.productivity',
        [['production_id', '=', order.id]],
        ['date_start', 'date_end', 'user_id'],
      );
      expect(rows).toMatchObject([{ date_end: '2026-11-20 02:00:00' }, { date_end: '2026-11-19 22:30:00' }]);
      expect(new Set(rows.map((row) => JSON.stringify(row['user_id']))).size).toBe(2);
    });

    test('without a category of its own, or that ends before it begins, is refused', async () => {
      const bench = new Bench(get().erp);
      const order = await createOrder(get().erp, get().plant, 1);
      expect(await bench.refused(log(bench, order.name, { activity: 'idle' }))).toBe('unmapped');
      expect(await bench.refused(log(bench, order.name, { to: '2026-11-19T21:00:00Z' }))).toBe('ends-before-start');
    });
  });

  describe('a work centre', () => {
    test('is unblocked at the time of the plant, and only once', async () => {
      const bench = new Bench(get().erp);
      const head = bench.head();
      const loss = { id: 'breakdown', by: 'externalId', value: 'mrp.block_reason1' };
      const stop = { kind: 'downtime', stop: 's', workCentre: centre(), loss, from: '2026-11-20T03:00:00Z', ...head };
      await bench.posted(stop);
      const unblock = { kind: 'unblockWorkCentre', workCentre: centre(), ...bench.head(), at: '2026-11-20T03:40:00Z' };
      const early = { ...unblock, ...bench.head(), at: '2026-11-20T02:00:00Z' };
      expect(await bench.refused(early)).toBe('ends-before-start');
      expect(await bench.posted(unblock)).toMatchObject({ verdict: 'posted', readBack: { open: 0 } });
      expect(await bench.posted(unblock)).toMatchObject({ verdict: 'already' });
      const [row] = await bench.named(externalId('downtime', `${head.partition}.s`));
      const [shown] = await bench.read('mrp.workcenter.productivity', [['id', '=', row?.['id']]], ['date_end']);
      expect(shown).toMatchObject({ date_end: '2026-11-20 03:40:00' });
    });

    test('that will stand still has its work planned around it, once', async () => {
      const bench = new Bench(get().erp);
      const order = await createOrder(get().erp, get().plant, 60);
      const ids = [order.id];
      await must(get().erp, { model: 'mrp.production', method: 'button_plan', ids });
      const planned = () => bench.read('mrp.workorder', [['production_id', '=', order.id]], ['name', PLANNED]);
      const [before] = await planned();
      const from = Date.parse(`${String(before?.[PLANNED]).replace(' ', 'T')}Z`) - 3_600_000;
      const to = new Date(from + 8 * 3_600_000).toISOString().slice(0, 19);
      const stop = {
        kind: 'plannedDowntime',
        stop: 'revision',
        workCentre: centre(),
        from: new Date(from).toISOString(),
        to: `${to}Z`,
        ...bench.head(),
      };
      await bench.inParallel(stop, 4);
      expect(await bench.posted(stop)).toMatchObject({ verdict: 'already' });
      for (const work of await planned()) expect(String(work[PLANNED]) >= to.replace('T', ' ')).toBe(true);
      const name = externalId('leave', `${stop.partition}.revision`);
      expect(await bench.named(name)).toHaveLength(1);
    });
  });
}
