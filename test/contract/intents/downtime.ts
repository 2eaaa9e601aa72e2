/** What recording a standstill promises. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import type { ErpBench } from '../erp.ts';
import { Bench } from './bench.ts';

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

    test('with an unknown reason or an end before its start is refused before anything is written', async () => {
      const bench = new Bench(get().erp);
      const unknown = stop(bench, { loss: { id: 'gremlins', by: 'name', value: 'Gremlins' } });
      expect(await bench.refused(unknown)).toBe('unmapped');
      expect(await bench.refused(stop(bench, { to: '2026-11-20T07:00:00Z' }))).toBe('ends-before-start');
    });
  });
}
