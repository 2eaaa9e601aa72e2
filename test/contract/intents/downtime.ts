/** What recording a standstill promises. */
import { z } from 'zod';
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import type { ErpBench } from '../erp.ts';
import { Bench, type Row } from './bench.ts';

export function downtimePromises(get: () => ErpBench): void {
  const stop = (bench: Bench, more: object = {}) => ({
    kind: 'downtime',
    stop: 'press-1/4711',
    workCentre: { id: 'PRESS', by: 'code', value: get().plant.prefix },
    loss: { id: 'breakdown', by: 'externalId', value: 'mrp.block_reason1' },
    from: '2026-11-20T08:00:00Z',
    ...bench.head(),
    ...more,
  });

  describe('a standstill', () => {
    test('blocks the work centre while it lasts, and frees it when its end is told', async () => {
      const bench = new Bench(get().erp);
      const centre = () => bench.read('mrp.workcenter', [['id', '=', get().plant.workcenter]], ['working_state']);
      const [open, closed] = [stop(bench), stop(bench, { to: '2026-11-20T08:30:00Z' })];
      expect(await bench.posted(open)).toMatchObject({ verdict: 'posted', records: [{ state: 'open' }] });
      expect(await centre()).toMatchObject([{ working_state: 'blocked' }]);
      const receipt = await bench.posted({ ...closed, partition: open.partition });
      expect(receipt).toMatchObject({ verdict: 'posted', readBack: { to: '2026-11-20 08:30:00' } });
      expect(await centre()).toMatchObject([{ working_state: 'normal' }]);
    });

    test('told again, or by four at once, is one time row', async () => {
      const bench = new Bench(get().erp);
      const intent = stop(bench, { to: '2026-11-20T09:00:00Z' });
      await bench.inParallel(intent, 4);
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already' });
      expect(await bench.named(externalId('downtime', `${intent.partition}.press-1/4711`))).toHaveLength(1);
    });

    test('measured: a better reason, other times, an end that goes again and a withdrawal change the one row', async () => {
      const bench = new Bench(get().erp);
      const head = bench.head();
      const tell = (more: object) =>
        bench.posted(stop(bench, { ...head, key: bench.head().key, basis: 'measured', ...more }));
      const row = async () => {
        const [found] = await bench.named(externalId('downtime', `${head.partition}.press-1/4711`));
        const fields = ['loss_id', 'date_start', 'date_end', 'description'];
        const [shown] = await bench.read('mrp.workcenter.productivity', [['id', '=', found?.['id']]], fields);
        const [, loss] = z.tuple([z.number(), z.string()]).parse(shown?.['loss_id']);
        return { ...shown, loss_id: loss };
      };
      const ofCentre = [['workcenter_id', '=', get().plant.workcenter]];
      const others = await bench.read('mrp.workcenter.productivity', ofCentre, ['id']);
      await tell({ to: '2026-11-20T08:30:00Z', note: 'Nobody knows yet' });
      const before: Row = await row();
      const setup = { id: 'SETUP', by: 'externalId', value: 'mrp.block_reason2' };
      const better = { to: '2026-11-20T08:30:00Z', loss: setup, note: 'A tool was changed' };
      expect(await tell(better)).toMatchObject({ verdict: 'posted', readBack: { loss: 'SETUP' } });
      expect(await row()).toMatchObject({
        ...before,
        loss_id: 'Setup and Adjustments',
        description: 'A tool was changed',
      });
      expect(await tell(better)).toMatchObject({ verdict: 'already' });
      expect(await tell({ loss: setup })).toMatchObject({ records: [{ state: 'open' }] });
      expect(await row()).toMatchObject({ id: before['id'], date_end: false });
      expect(await tell({ loss: setup, to: '2026-11-20T08:00:00Z' })).toMatchObject({ records: [{ state: 'closed' }] });
      expect(await row()).toMatchObject({ date_start: '2026-11-20 08:00:00', date_end: '2026-11-20 08:00:00' });
      const rows = await bench.read('mrp.workcenter.productivity', ofCentre, ['id']);
      expect(rows.length - others.length).toBe(1);
    });

    test('with an unknown reason or an end before its start is refused before anything is written', async () => {
      const bench = new Bench(get().erp);
      const unknown = stop(bench, { loss: { id: 'gremlins', by: 'name', value: 'Gremlins' } });
      expect(await bench.refused(unknown)).toBe('unmapped');
      expect(await bench.refused(stop(bench, { to: '2026-11-20T07:00:00Z' }))).toBe('ends-before-start');
    });
  });
}
