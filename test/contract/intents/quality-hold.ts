/** What holding and releasing a lot promises. */
import { lotIsHeld } from '../../../nodes/src/domain/odoo/intents/quality/held.ts';
import { createOrder, loadOne } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Line } from '../erp-line.ts';
import { Breaking } from './breaking.ts';
import { LotBench } from './quality-bench.ts';

export function holdPromises(get: () => ErpBench, major: 14 | 19): void {
  const open = (stock: Readonly<Record<string, number>>) => LotBench.open(get(), major, stock);

  describe('a lot on hold', () => {
    test('leaves nothing to reserve, ship or consume: reserved and staged goods are taken back, others reserved', async () => {
      const bench = await open({ A: 10, B: 20 });
      const [reserved, staged] = [await bench.delivery(4), await bench.delivery(3, true)];
      expect([await bench.reserved(reserved), await bench.reserved(staged)]).toEqual([['A'], ['A']]);
      const hold = bench.holding('A', 'QA-1');
      expect(await bench.posted(hold)).toMatchObject({
        verdict: 'posted',
        readBack: { held: '10', inQuarantine: '10' },
      });
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 10 });
      expect([await bench.reserved(reserved), await bench.reserved(staged)]).toEqual([['B'], ['B']]);
      const task = await bench.read(
        'mail.activity',
        [
          ['res_model', '=', 'stock.picking'],
          ['res_id', 'in', [reserved, staged]],
        ],
        ['res_id', 'summary'],
      );
      expect(task).toMatchObject([{ res_id: staged, summary: expect.stringContaining(bench.lotName('A')) }]);
      expect(await bench.posted(hold)).toMatchObject({ verdict: 'already', readBack: { inQuarantine: '10' } });
      expect(await bench.transfers('QA-1')).toHaveLength(1);
    });

    test('told by four at once is held once, and released back once', async () => {
      const bench = await open({ A: 10 });
      await bench.inParallel(bench.holding('A', 'QA-2'), 4);
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 10 });
      await bench.inParallel(bench.releasing('A', 'QA-2'), 4);
      expect(await bench.lies('A')).toEqual({ 'WH/Stock': 10 });
      expect(await bench.posted(bench.releasing('A', 'QA-2'))).toMatchObject({ verdict: 'already' });
      expect(await bench.posted(bench.holding('A', 'QA-2'))).toMatchObject({ verdict: 'already' });
      expect(await bench.lies('A')).toEqual({ 'WH/Stock': 10 });
    });

    test('in part leaves the rest, and takes reserved goods only where free ones do not suffice', async () => {
      const bench = await open({ A: 10 });
      const delivery = await bench.delivery(5);
      const part = (hold: string, value: string) => bench.holding('A', hold, { quantity: { value, uom: 'C62' } });
      await bench.posted(part('QA-3', '4'));
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 4, 'WH/Stock': 6 });
      expect(await bench.reserved(delivery)).toEqual(['A']);
      await bench.posted(part('QA-4', '3'));
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 7, 'WH/Stock': 3 });
      expect(await bench.posted(part('QA-4', '3'))).toMatchObject({ verdict: 'already', readBack: { held: '3' } });
    });

    test('stays on hold until the last of its holds is released; a release that comes first waits', async () => {
      const bench = await open({ A: 2 });
      const release = bench.releasing('A', 'QA-5');
      expect(await bench.refused(release)).toBe('waiting-for-hold');
      await bench.posted(bench.holding('A', 'QA-5'));
      expect(await bench.posted(bench.holding('A', 'MES-1'))).toMatchObject({ readBack: { held: '0' } });
      expect(await bench.posted(bench.holding('A', 'MES-1'))).toMatchObject({ verdict: 'already' });
      expect(await bench.posted(release)).toMatchObject({
        verdict: 'noted',
        readBack: { stays: 'still held by MES-1' },
      });
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 2 });
      expect(await bench.posted(bench.releasing('A', 'MES-1'))).toMatchObject({ verdict: 'posted' });
      expect(await bench.lies('A')).toEqual({ 'WH/Stock': 2 });
    });

    test('that is shipped, unknown, or would be put where it can be reserved, is refused', async () => {
      const bench = await open({ A: 3, B: 1 });
      await bench.ship(await bench.delivery(3));
      expect(await bench.refused(bench.holding('A', 'QA-6'))).toBe('lot-shipped');
      expect(await bench.refused(bench.releasing('A', 'QA-6'))).toBe('waiting-for-hold');
      expect(await bench.refused({ ...bench.holding('B', 'QA-6'), lot: 'NO-SUCH-LOT' })).toBe('lot-unknown');
      const { admin, plant } = get();
      const name = `${bench.product.code} shelf`;
      await loadOne(admin, 'stock.location', {
        id: `${bench.product.externalId}_shelf`,
        name,
        usage: 'internal',
        'location_id/.id': String(plant.stockLocation),
      });
      const quarantine = { id: 'SHELF', by: 'name', value: name };
      expect(await bench.refused(bench.holding('B', 'QA-7', { quarantine }))).toBe('quarantine-unfit');
      expect(await bench.lies('B')).toEqual({ 'WH/Stock': 1 });
    });

    test('whose transfer lost its answer is held once; so is one that loses one answer after the other', async () => {
      const { erp, action } = get();
      const breaking = new Breaking(erp, action);
      const bench = await LotBench.open({ ...get(), erp: breaking }, major, { A: 6 });
      const hold = bench.holding('A', 'QA-8');
      get().wire.loseAnswerTo('button_validate');
      const first = await bench.post(hold);
      expect(first.ok ? 'answered' : first.failure.class).toBe('unknown');
      await bench.posted(hold);
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 6 });
      expect(await bench.transfers('QA-8')).toMatchObject([{ state: 'done' }]);
      const loses = (intent: object) => breaking.losesEach(() => bench.post(intent));
      // A batch has its writes in one call.
      const many = action === 0 ? 2 : 1;
      expect(await loses(bench.releasing('A', 'QA-8'))).toBeGreaterThanOrEqual(many);
      expect(await bench.lies('A')).toEqual({ 'WH/Stock': 6 });
      const staged = await bench.delivery(2, true);
      expect(await loses(bench.holding('A', 'QA-11'))).toBeGreaterThanOrEqual(many + 1);
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 6 });
      expect(await bench.transfers('QA-11')).toMatchObject([{ state: 'done' }]);
      expect([await bench.reserved(staged), await bench.tasksOn(staged)]).toEqual([[], [expect.anything()]]);
    });

    test('is not consumed; what was used before stays recorded, and after the release it goes on', async () => {
      const bench = await open({ A: 10 });
      const line = new Line(get().erp, get().plant, await createOrder(get().erp, get().plant, 5), {
        consumption: 'actual',
      });
      const use = (value: string) => line.consume(bench.product, value, { lot: bench.lotName('A'), uom: 'C62' });
      const before = use('3');
      await line.posted(before);
      expect(await bench.posted(bench.holding('A', 'QA-9'))).toMatchObject({
        readBack: { inQuarantine: '7', consumedBy: [line.order.name] },
      });
      expect(await line.refused(use('1'))).toBe('lot-on-hold');
      expect(await line.posted(before)).toMatchObject({ verdict: 'already' });
      await bench.posted(bench.releasing('A', 'QA-9'));
      await line.posted(use('2'));
      expect(await bench.lies('A')).toEqual({ 'WH/Stock': 10 });
    });

    test('is not shipped, and is told to whoever asks, only while it is on hold', async () => {
      const bench = await open({ A: 4 });
      const { erp, plant } = get();
      const profile = await erp.profile();
      const asked = async () => {
        if (!profile.ok) throw new Error(profile.failure.code);
        const lot = { id: bench.lots['A'] ?? 0, name: bench.lotName('A'), place: plant.stockLocation };
        return lotIsHeld(erp, profile.value, lot);
      };
      expect(await asked()).toEqual({ ok: true, value: undefined });
      await bench.posted(bench.holding('A', 'QA-10'));
      expect(await asked()).toMatchObject({ ok: true, value: expect.stringContaining('HOLD/QA-10') });
      const delivery = await bench.deliveryOf(bench.product.id, 4);
      const material = { id: bench.product.code, by: 'code', value: bench.product.code };
      const shipment = {
        kind: 'ship',
        ...bench.head(),
        delivery: { id: delivery.name, by: 'name', value: delivery.name },
        lines: [{ material, lot: bench.lotName('A'), quantity: { value: '4', uom: 'C62' } }],
      };
      expect(await bench.refused(shipment)).toBe('lot-on-hold');
      await bench.posted(bench.releasing('A', 'QA-10'));
      expect(await asked()).toEqual({ ok: true, value: undefined });
      expect(await bench.posted(shipment)).toMatchObject({ verdict: 'posted' });
    });
  });
}
