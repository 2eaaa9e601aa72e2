/** What results, nonconformances and dispositions promise. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import type { ErpBench } from '../erp.ts';
import type { Row } from './bench.ts';
import { LotBench } from './quality-bench.ts';

export function qualityFactPromises(get: () => ErpBench, major: 14 | 19): void {
  const open = () => LotBench.open(get(), major, { A: 5 });
  const model = major === 14 ? 'stock.production.lot' : 'stock.lot';

  const onLot = (bench: LotBench) => [
    ['res_id', '=', bench.lots['A']],
    ['res_model', '=', model],
  ];
  const tasks = (bench: LotBench): Promise<Row[]> =>
    bench.read('mail.activity', onLot(bench), ['summary', 'date_deadline']);
  const notes = async (bench: LotBench): Promise<string[]> => {
    const domain = [
      ['model', '=', model],
      ['res_id', '=', bench.lots['A']],
      ['message_type', '=', 'comment'],
    ];
    const found = await bench.read('mail.message', domain, ['body']);
    return found.map(({ body }) => String(body));
  };

  describe('a quality result', () => {
    const result = (bench: LotBench, more: object = {}) => ({
      kind: 'qualityResult',
      ...bench.about('A'),
      test: 'T-1',
      revision: 1,
      specification: 'SPEC-7',
      overall: 'fail',
      measurements: [{ property: 'width <mm>', value: '12.5', uom: 'MMT', result: 'fail' }],
      ...more,
    });

    test('is one note and, when it failed, one task, however often it is told', async () => {
      const bench = await open();
      await bench.inParallel(result(bench), 4);
      expect(await bench.posted(result(bench))).toMatchObject({ verdict: 'already' });
      expect(await notes(bench)).toEqual([expect.stringContaining('width &lt;mm&gt;: 12.5 MMT (fail)')]);
      expect(await tasks(bench)).toMatchObject([{ summary: `SPEC-7: fail for ${bench.lotName('A')}` }]);
      await bench.posted(result(bench, { revision: 2, overall: 'pass' }));
      expect([(await notes(bench)).length, (await tasks(bench)).length]).toEqual([2, 1]);
    });

    test('about nothing, or about a lot that nobody knows, is refused', async () => {
      const bench = await open();
      expect(await bench.refused(result(bench, { lot: 'NO-SUCH-LOT' }))).toBe('lot-unknown');
      expect(await bench.refused(result(bench, { lot: undefined, material: undefined }))).toBe('subject-missing');
    });
  });

  describe('a nonconformance', () => {
    test('is one task while it is open, a note for each revision, and done when it is closed', async () => {
      const bench = await open();
      const nc = (revision: number, status: string) => ({
        kind: 'nonconformance',
        ...bench.about('A'),
        nc: 'NC-4',
        revision,
        status,
        severity: 'major',
        description: 'Cracks in the weld',
        reason: 'CRACK',
        due: '2026-12-24',
      });
      await bench.inParallel(nc(1, 'opened'), 4);
      await bench.posted(nc(2, 'contained'));
      expect(await tasks(bench)).toMatchObject([
        { summary: 'NC-4 (major): Cracks in the weld', date_deadline: '2026-12-24' },
      ]);
      expect(await bench.posted(nc(1, 'opened'))).toMatchObject({ verdict: 'already' });
      await bench.posted(nc(3, 'closed'));
      expect(await tasks(bench)).toEqual([]);
      const ours = (await notes(bench)).filter((body) => body.includes('Nonconformance NC-4'));
      expect(ours.length).toBeGreaterThanOrEqual(3);
      expect(ours[0]).toContain('Reason: CRACK');
      expect(await bench.named(externalId('note', `${bench.head0.partition}:A.nc.NC-4.3`))).toHaveLength(1);
    });
  });

  describe('a disposition', () => {
    test('"use as is" releases the lot, the others are a task and leave it in quarantine', async () => {
      const bench = await open();
      const decide = (decision: string) => ({ kind: 'disposition', ...bench.about('A'), hold: 'QD-1', decision });
      await bench.posted(bench.holding('A', 'QD-1'));
      expect(await bench.posted(decide('rework'))).toMatchObject({ readBack: { next: 'a rework order' } });
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 5 });
      expect(await tasks(bench)).toMatchObject([{ summary: `rework lot ${bench.lotName('A')}` }]);
      expect(await bench.posted(decide('useAsIs'))).toMatchObject({ verdict: 'posted' });
      expect(await bench.lies('A')).toEqual({ 'WH/Stock': 5 });
      expect(await bench.posted(decide('useAsIs'))).toMatchObject({ verdict: 'already' });
    });
  });
}
