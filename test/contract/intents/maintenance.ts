/** What asking for maintenance, closing it and watching a meter promise. */
import type { ErpBench } from '../erp.ts';
import { Bench } from './bench.ts';
import { grant } from './grant.ts';
import { type Asset, seedAsset } from './maintenance-assets.ts';

export function maintenancePromises(get: () => ErpBench): void {
  let bench: Bench;
  let asset: Asset;

  const trouble = (more: object = {}) => ({
    kind: 'maintenanceRequest',
    ...bench.head(),
    partition: asset.partition,
    asset: asset.ref,
    class: 'bearing',
    title: 'Bearing hot <HiHi>',
    priority: 1,
    work: 'corrective',
    details: ['96.4 °C, limit 95 °C & rising'],
    ...more,
  });
  const done = (more: object = {}) => ({
    kind: 'closeMaintenance',
    ...bench.head(),
    partition: asset.partition,
    asset: asset.ref,
    class: 'bearing',
    findings: ['bearing replaced'],
    ...more,
  });
  const reading = (value: string, more: object = {}) => ({
    kind: 'preventiveByMeter',
    ...bench.head(),
    partition: asset.partition,
    asset: asset.ref,
    meter: 'hours',
    epoch: 0,
    reading: { value, uom: 'HUR' },
    interval: { value: '500', uom: 'HUR' },
    ...more,
  });
  const requests = () =>
    bench.read(
      'maintenance.request',
      [['equipment_id', '=', asset.id]],
      ['name', 'priority', 'done', 'maintenance_type'],
    );

  describe('maintenance', () => {
    beforeAll(async () => {
      await grant(get(), 'maintenance.group_equipment_manager');
    });
    beforeEach(async () => {
      bench = new Bench(get().erp);
      asset = await seedAsset(get(), bench);
    });

    test('one request is open per asset and class, with a tally of what came since and the highest priority', async () => {
      expect(await bench.posted(trouble())).toMatchObject({ verdict: 'posted', records: [{ state: 'open' }] });
      expect(await requests()).toMatchObject([
        { name: 'Bearing hot <HiHi>', priority: '1', maintenance_type: 'corrective' },
      ]);
      const many = await bench.posted(trouble({ occurrences: 4, priority: 3 }));
      expect(many).toMatchObject({ verdict: 'posted', readBack: { occurrences: 5 } });
      await bench.posted(trouble({ priority: 0 }));
      expect(await requests()).toMatchObject([{ name: 'Bearing hot <HiHi> (6×)', priority: '3' }]);
      await bench.posted(trouble({ class: 'leak', title: 'Oil leak' }));
      expect(await requests()).toHaveLength(2);
    });

    test('the same event again, or from four at once, is counted once', async () => {
      const [first, second] = [trouble(), trouble()];
      await bench.inParallel(first, 4);
      expect(await bench.posted(first)).toMatchObject({ verdict: 'already', readBack: { occurrences: 1 } });
      await bench.inParallel(second, 4);
      expect(await bench.posted(first)).toMatchObject({ verdict: 'already', readBack: { occurrences: 2 } });
      expect(await requests()).toMatchObject([{ name: 'Bearing hot <HiHi> (2×)' }]);
    });

    test('once closed, its events stay where they are and the next trouble opens another', async () => {
      const [first, closing] = [trouble(), done()];
      await bench.posted(first);
      expect(await bench.posted(closing)).toMatchObject({ verdict: 'posted', readBack: { state: 'closed' } });
      expect(await bench.posted(first)).toMatchObject({ verdict: 'already', readBack: { state: 'closed' } });
      await bench.posted(trouble({ title: 'Bearing again' }));
      // Replayed after the next request was opened: it closed the first one, not this one.
      expect(await bench.posted(closing)).toMatchObject({ verdict: 'already' });
      expect(await requests()).toMatchObject([
        { done: true, name: 'Bearing hot <HiHi>' },
        { done: false, name: 'Bearing again' },
      ]);
    });

    test('what is closed already, or an asset that nobody knows, changes nothing', async () => {
      expect(await bench.posted(done())).toMatchObject({ verdict: 'noted', records: [] });
      const ref = { id: 'PA-X', by: 'code', value: `${asset.ref.value}-unknown` };
      expect(await bench.refused(trouble({ asset: ref }))).toBe('unmapped');
      expect(await requests()).toEqual([]);
    });

    test('a meter asks once per interval, and not while its last request is open', async () => {
      expect(await bench.posted(reading('499.9'))).toMatchObject({ verdict: 'noted' });
      await bench.inParallel(reading('500'), 4);
      expect(await bench.posted(reading('612'))).toMatchObject({ verdict: 'already', readBack: { interval: 1 } });
      expect(await bench.posted(reading('1700'))).toMatchObject({ verdict: 'noted', records: [{ state: 'open' }] });
      expect(await requests()).toMatchObject([{ name: 'Preventive maintenance, hours: 500 HUR', done: false }]);
      expect(await bench.refused(reading('500', { interval: { value: '500', uom: 'C62' } }))).toBe('unit-mismatch');
    });

    test('an answer lost at any of its records leaves one request and one tally', async () => {
      const { wire } = get();
      const before = wire.lost;
      const intent = trouble({ occurrences: 2 });
      wire.loseAnswerTo('mfgx.maintenance__');
      wire.loseAnswerTo('mail.mt_note');
      expect(await bench.post(intent)).toMatchObject({ ok: false });
      for (let left = 3; left > 0 && !(await bench.post(intent)).ok; left -= 1);
      expect(wire.lost).toBe(before + 2);
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already' });
      expect(await requests()).toMatchObject([{ name: 'Bearing hot <HiHi> (2×)' }]);
    });
  });
}
