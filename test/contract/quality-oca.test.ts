/**
 * Where the quality modules of the OCA are installed their records show what was reported. On the simulated Odoo with their
 * public fields and rules; the real ones of these tests have only what Debian packs.
 */
import { openBatch } from '../../nodes/src/adapters/odoo/batch.ts';
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { Erp } from '../../nodes/src/domain/ports.ts';
import { loadOne, must, type SeededPlant, seedPlant } from '../live/seed.ts';
import { INSPECTION_MODELS } from '../plant/odoo/oca/inspection.ts';
import { NONCONFORMITY_MODELS } from '../plant/odoo/oca/nonconformity.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../plant/odoo/server.ts';
import type { ErpBench } from './erp.ts';
import { installBatch } from './erp-batch.ts';
import type { Row } from './intents/bench.ts';
import { LotBench } from './intents/quality-bench.ts';

const MODULE = 'mgmtsystem_nonconformity';

describe.each(['calls', 'batch'] as const)('with the modules of the OCA, posting by %s,', (posting) => {
  let server: SimulatedOdoo;
  let admin: Erp;
  let erp: Erp;
  let plant: SeededPlant;

  beforeAll(async () => {
    server = await startSimulatedOdoo({ more: [...NONCONFORMITY_MODELS, ...INSPECTION_MODELS] });
    const connection = {
      url: server.url,
      db: server.db,
      tls: { rejectUnauthorized: true },
      deadlineMs: 60_000,
      parallelCalls: 1,
    };
    admin = openErp({ ...connection, login: server.adminLogin, apiKey: server.adminPassword, protocol: 'jsonrpc' });
    const plain = openErp({ ...connection, login: server.login, apiKey: server.apiKey, protocol: 'json2' });
    erp = posting === 'calls' ? plain : { ...plain, batch: openBatch(plain, await installBatch(admin, server.login)) };
    plant = await seedPlant(admin, 'OCA');
    for (const state of ['draft', 'done'])
      await loadOne(admin, `${'mgmtsystem.nonconformity'}.stage`, {
        id: `${MODULE}.stage_${state}`,
        name: state,
        state,
      });
    await loadOne(admin, 'mgmtsystem.nonconformity.origin', { id: `${MODULE}.nc_origin_process`, name: 'Process' });
    await loadOne(admin, 'mgmtsystem.nonconformity.severity', {
      id: `${MODULE}.nonconformity_severity_maj`,
      name: 'Major',
    });
  }, 120_000);

  afterAll(() => server.stop());

  const open = () => LotBench.open({ erp, admin, plant } as ErpBench, 19, { A: 5 });
  const one = async (model: string, values: Row): Promise<number> => {
    const [id = 0] = await must<number[]>(admin, { model, method: 'create', args: { vals_list: [values] } });
    return id;
  };

  describe('a nonconformance', () => {
    const nonconformance = (bench: LotBench, revision: number, status: string) => ({
      ...{ kind: 'nonconformance', ...bench.about('A'), nc: 'NC-4', revision, status },
      ...{ severity: 'critical', description: 'Cracks in the weld' },
    });
    const records = (bench: LotBench) =>
      bench.read(
        'mgmtsystem.nonconformity',
        [['res_id', '=', bench.lots['A']]],
        ['name', 'state', 'reference', 'severity_id'],
      );

    test('is one record however often it is told, and closed with its last revision', async () => {
      const bench = await open();
      await bench.inParallel(nonconformance(bench, 1, 'opened'), 4);
      await bench.posted(nonconformance(bench, 2, 'contained'));
      expect(await records(bench)).toMatchObject([
        {
          name: 'NC-4 (critical): Cracks in the weld',
          state: 'draft',
          reference: bench.lotName('A'),
          severity_id: [1, 'Major'],
        },
      ]);
      const [record] = await records(bench);
      const history = [
        ['model', '=', 'mgmtsystem.nonconformity'],
        ['res_id', '=', record?.['id']],
      ];
      expect(await bench.read('mail.message', history, ['body'])).toHaveLength(2);
      await bench.posted(nonconformance(bench, 3, 'closed'));
      expect(await records(bench)).toMatchObject([{ state: 'done' }]);
    });

    test('with an action plan stays open until a person closes it', async () => {
      const bench = await open();
      await bench.posted(nonconformance(bench, 1, 'opened'));
      const [record] = await records(bench);
      const action = await one('mgmtsystem.action', { name: 'Train the welder' });
      const vals = { action_ids: [[4, action]] };
      await must(admin, {
        model: 'mgmtsystem.nonconformity',
        method: 'write',
        ids: [Number(record?.['id'])],
        args: { vals },
      });
      await bench.posted(nonconformance(bench, 2, 'closed'));
      expect(await records(bench)).toMatchObject([{ state: 'draft' }]);
    });
  });

  describe('an inspection', () => {
    /** Weight between 1 and 1.4 kg, and a surface that is smooth or rough. */
    const inspection = async (bench: LotBench): Promise<number> => {
      const test = await one('qc.test', { name: 'SPEC-7' });
      const smooth = await one('qc.test.question.value', { name: 'Smooth', ok: true });
      const rough = await one('qc.test.question.value', { name: 'Rough', ok: false });
      const id = await one('qc.inspection', { name: 'QC-1', test, lot_id: bench.lots['A'], state: 'ready' });
      const unit = await must<[string, number]>(admin, {
        ...{ model: 'ir.model.data', method: 'check_object_reference' },
        args: { module: 'uom', xml_id: 'product_uom_kgm' },
      });
      const limits = { min_value: 1, max_value: 1.4, uom_id: unit[1] };
      const of = { inspection_id: id };
      await one('qc.inspection.line', { ...of, name: 'weight', question_type: 'quantitative', ...limits });
      const choices = { possible_ql_values: [[6, 0, [smooth, rough]]] };
      await one('qc.inspection.line', { ...of, name: 'surface', question_type: 'qualitative', ...choices });
      return id;
    };
    const result = (bench: LotBench, overall: string, weight: string, surface = 'smooth') => ({
      ...{ kind: 'qualityResult', ...bench.about('A'), test: 'T-1', revision: 1, specification: 'SPEC-7', overall },
      measurements: [
        { property: 'weight', value: weight, uom: 'GRM' },
        { property: 'surface', value: surface },
      ],
    });
    const shown = async (bench: LotBench, id: number) =>
      (await bench.read('qc.inspection', [['id', '=', id]], ['state']))[0]?.['state'];
    const tasks = (bench: LotBench) => bench.read('mail.activity', [['res_id', '=', bench.lots['A']]], ['summary']);

    test('gets the measurements in its own units and ends as the result says', async () => {
      const [good, bad] = [await open(), await open()];
      const [first, second] = [await inspection(good), await inspection(bad)];
      await good.posted(result(good, 'pass', '1250'));
      await bad.posted(result(bad, 'fail', '1250', 'ROUGH'));
      expect([await shown(good, first), await shown(bad, second)]).toEqual(['success', 'failed']);
      const weight = [
        ['inspection_id', '=', first],
        ['name', '=', 'weight'],
      ];
      expect(await good.read('qc.inspection.line', weight, ['quantitative_value'])).toMatchObject([
        { quantitative_value: 1.25 },
      ]);
      expect(await good.posted(result(good, 'pass', '1250'))).toMatchObject({ verdict: 'already' });
    });

    test('that asks more than was measured stays open; one whose limits say otherwise waits for a person', async () => {
      const [partly, wrong] = [await open(), await open()];
      const [first, second] = [await inspection(partly), await inspection(wrong)];
      const all = result(partly, 'pass', '1250');
      await partly.posted({ ...all, measurements: all.measurements.slice(1) });
      await wrong.posted(result(wrong, 'pass', '1500'));
      expect([await shown(partly, first), await shown(wrong, second)]).toEqual(['ready', 'ready']);
      expect([await tasks(partly), await tasks(wrong)]).toMatchObject([
        [],
        [{ summary: expect.stringContaining('by the limits of the inspection') }],
      ]);
    });
  });
});
