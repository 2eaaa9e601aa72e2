/** What recording a shift promises. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import type { ErpBench } from '../erp.ts';
import { Bench } from './bench.ts';
import { haveShiftTable } from './shift-table.ts';

const MINUTES = { busy: '450', production: '360.25', setup: '30', delay: '59.75', down: '0', unknown: '0' };
let shifts = 0;

export function shiftPromises(get: () => ErpBench): void {
  /** Every test has a shift of its own. */
  const summary = (bench: Bench, figures: object = {}, more: object = {}) => {
    shifts += 1;
    const start = new Date(Date.UTC(2026, 10, 20, 5) + shifts * 8 * 3_600_000).toISOString();
    return {
      ...{ kind: 'shiftSummary', ...bench.head(), revision: 1 },
      workCentre: { id: `ACME/MUC1/${get().plant.prefix}`, by: 'code', value: get().plant.prefix },
      ...{ shift: `2026-11-20/${shifts}`, start, end: new Date(Date.parse(start) + 8 * 3_600_000).toISOString() },
      figures: {
        ...{ good: '11088.5', scrap: '112', uom: 'C62', minutes: MINUTES, stops: 3 },
        ...{ percent: { availability: '80', effectiveness: '93.33', quality: '99', oee: '73.92' } },
        ...{ electricityKwh: '41.5', details: ['FG-1000: 11088.5 C62 good', 'delay <JAM> & more: 59.75 min, 3 times'] },
        ...figures,
      },
      ...more,
    };
  };
  const shown = (bench: Bench, shift: string) => {
    const fields = ['x_good', 'x_scrap', 'x_revision', 'x_oee', 'x_production_minutes', 'x_details', 'x_date'];
    return bench.read(
      'x_plantwire_shift',
      [
        ['x_workcenter_id', '=', get().plant.workcenter],
        ['x_shift', '=', shift],
      ],
      fields,
    );
  };

  describe('a shift summary', () => {
    beforeAll(async () => haveShiftTable(get().admin), 120_000);

    test('is one record, however often it is told and by how many at once', async () => {
      const bench = new Bench(get().erp);
      const intent = summary(bench);
      await bench.inParallel(intent, 4);
      expect(await bench.posted(intent)).toMatchObject({
        verdict: 'already',
        readBack: { revision: 1, good: '11088.5' },
      });
      const details = intent.figures.details.join('\n');
      const figures = { x_good: 11088.5, x_scrap: 112, x_oee: 73.92, x_production_minutes: 360.25 };
      expect(await shown(bench, intent.shift)).toMatchObject([
        { ...figures, x_details: details, x_date: '2026-11-20' },
      ]);
      const name = externalId('shift', `${intent.workCentre.id}.${get().plant.workcenter}.${intent.start}`);
      expect(await bench.named(name)).toHaveLength(1);
    });

    test('takes the figures of a newer revision, and none of an older one', async () => {
      const bench = new Bench(get().erp);
      const first = summary(bench);
      const second = {
        ...first,
        ...bench.head(),
        revision: 2,
        figures: { ...first.figures, good: '11090', scrap: '0' },
      };
      const third = {
        ...second,
        ...bench.head(),
        revision: 3,
        figures: { minutes: MINUTES, percent: {}, stops: 0, details: [] },
      };
      await bench.posted(first);
      expect(await bench.posted(second)).toMatchObject({ verdict: 'posted' });
      expect(await bench.posted(first)).toMatchObject({
        verdict: 'already',
        summary: expect.stringContaining('revision 2'),
      });
      expect(await shown(bench, first.shift)).toMatchObject([{ x_good: 11090, x_scrap: 0, x_revision: 2 }]);
      expect(await bench.posted(third)).toMatchObject({ verdict: 'posted' });
      expect(await shown(bench, first.shift)).toMatchObject([{ x_good: 0, x_oee: 0, x_details: false, x_revision: 3 }]);
    });

    test('of an unknown work centre is refused before anything is written', async () => {
      const bench = new Bench(get().erp);
      const nobody = { id: 'L99', by: 'code', value: 'NOBODY' };
      const intent = summary(bench, {}, { workCentre: nobody });
      expect(await bench.refused(intent)).toBe('unmapped');
      expect(await shown(bench, intent.shift)).toEqual([]);
    });
  });
}
