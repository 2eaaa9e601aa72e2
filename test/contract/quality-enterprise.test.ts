/**
 * Where Odoo has the quality apps of Enterprise its alerts and checks show what was reported. By public names, on the
 * simulated Odoo only: Enterprise cannot be installed for tests. A check names its lot, or in later versions its lots.
 */
import { openBatch } from '../../nodes/src/adapters/odoo/batch.ts';
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { Erp } from '../../nodes/src/domain/ports.ts';
import { createOrder, must, type SeededPlant, seedPlant } from '../live/seed.ts';
import { enterpriseModels } from '../plant/odoo/enterprise/quality.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../plant/odoo/server.ts';
import type { ErpBench } from './erp.ts';
import { installBatch } from './erp-batch.ts';
import type { Row } from './intents/bench.ts';
import { LotBench } from './intents/quality-bench.ts';

describe.each([
  ['lot_id', 'calls'],
  ['lot_ids', 'calls'],
  ['lot_ids', 'batch'],
] as const)('with the quality apps of Enterprise that say %s, posting by %s,', (field, posting) => {
  let server: SimulatedOdoo;
  let admin: Erp;
  let erp: Erp;
  let plant: SeededPlant;

  beforeAll(async () => {
    server = await startSimulatedOdoo({ more: enterpriseModels(field) });
    const connection = {
      ...{ url: server.url, db: server.db, tls: { rejectUnauthorized: true } },
      ...{ deadlineMs: 60_000, parallelCalls: 1 },
    };
    admin = openErp({ ...connection, login: server.adminLogin, apiKey: server.adminPassword, protocol: 'jsonrpc' });
    const plain = openErp({ ...connection, login: server.login, apiKey: server.apiKey, protocol: 'json2' });
    erp = posting === 'calls' ? plain : { ...plain, batch: openBatch(plain, await installBatch(admin, server.login)) };
    plant = await seedPlant(admin, 'ENT');
    await one('quality.alert.team', { name: 'Quality' });
  }, 120_000);

  afterAll(() => server.stop());
  afterEach(() => server.control.clearFaults());

  const open = () => LotBench.open({ erp, admin, plant } as ErpBench, 19, { A: 5, B: 5 });
  const one = async (model: string, values: Row): Promise<number> => {
    const [id = 0] = await must<number[]>(admin, { model, method: 'create', args: { vals_list: [values] } });
    return id;
  };
  const lots = (...ids: readonly (number | undefined)[]): Row =>
    field === 'lot_id' ? { lot_id: ids[0] } : { lot_ids: [[6, 0, ids]] };

  describe('a nonconformance', () => {
    const nonconformance = (bench: LotBench, revision: number, status: string) => ({
      ...{ kind: 'nonconformance', ...bench.about('A'), nc: 'NC-4', revision, status },
      ...{ severity: 'critical', description: 'Cracks <in> the weld' },
    });
    const alerts = (bench: LotBench) =>
      bench.read('quality.alert', [['product_id', '=', bench.product.id]], ['title', 'description', field]);
    const alertOf = (bench: LotBench) => ({
      title: 'NC-4 (critical): Cracks <in> the weld',
      description: '<p>Nonconformance NC-4, revision 1: opened, critical<br>Cracks &lt;in&gt; the weld</p>',
      [field]: field === 'lot_id' ? [bench.lots['A'], bench.lotName('A')] : [bench.lots['A']],
    });

    test('is one alert on its lot, however often it is told', async () => {
      const bench = await open();
      await bench.inParallel(nonconformance(bench, 1, 'opened'), 4);
      await bench.posted(nonconformance(bench, 2, 'contained'));
      expect(await bench.posted(nonconformance(bench, 2, 'contained'))).toMatchObject({ verdict: 'already' });
      expect(await alerts(bench)).toMatchObject([alertOf(bench)]);
      await bench.posted(nonconformance(bench, 3, 'closed'));
      expect(await alerts(bench)).toHaveLength(1);
    });

    test('about an order is an alert on the order', async () => {
      const bench = await open();
      const { id, name } = await createOrder(admin, plant, 3);
      const { material: _material, lot: _lot, ...about } = nonconformance(bench, 1, 'opened') as Row;
      await bench.posted({ ...about, order: name });
      const domain = [['production_id', '=', id]];
      expect(await bench.read('quality.alert', domain, ['product_id', field])).toMatchObject([
        { product_id: false, [field]: field === 'lot_id' ? false : [] },
      ]);
    });

    if (posting === 'calls')
      test('whose alert was made and not confirmed makes no second one', async () => {
        const bench = await open();
        server.control.fault({ kind: 'lost', match: { model: 'quality.alert', method: 'load' }, times: 1 });
        await bench.post(nonconformance(bench, 1, 'opened'));
        await bench.posted(nonconformance(bench, 1, 'opened'));
        expect(await alerts(bench)).toHaveLength(1);
      });
  });

  describe('a result', () => {
    const point = (title: string, name = 'QCP00007') => one('quality.point', { name, title });
    const check = async (bench: LotBench, about: Row, named = lots(bench.lots['A'])): Promise<number> =>
      one('quality.check', { product_id: bench.product.id, ...named, ...about });
    const result = (bench: LotBench, overall: string, specification = 'SPEC-7') => ({
      ...{ kind: 'qualityResult', ...bench.about('A'), test: 'T-1', revision: 1, specification, overall },
    });
    const states = async (bench: LotBench, ...ids: readonly number[]) => {
      const found = await bench.read('quality.check', [['id', 'in', ids]], ['quality_state']);
      return found.map((row) => row['quality_state']);
    };
    const decided = () => server.control.calls()['quality.check.do_pass'] ?? 0;

    test('decides the open check of its lot and specification, once; others stay open', async () => {
      const [good, bad] = [await open(), await open()];
      const [byTitle, other, ofOther] = [
        await check(good, { point_id: await point('SPEC-7') }),
        await check(good, { point_id: await point('SPEC-8') }),
        await check(good, { point_id: await point('SPEC-7') }, lots(good.lots['B'])),
      ];
      const byReference = await check(bad, { point_id: await point('Weld', 'SPEC-7') });
      const before = decided();
      await good.posted(result(good, 'pass'));
      await bad.posted(result(bad, 'fail'));
      expect(await states(good, byTitle, other, ofOther)).toEqual(['pass', 'none', 'none']);
      expect(await states(bad, byReference)).toEqual(['fail']);
      expect(await good.posted(result(good, 'pass'))).toMatchObject({ verdict: 'already' });
      expect(decided() - before).toBe(1);
    });

    test('leaves to a person what it does not decide alone: two checks, other lots with it, no decision', async () => {
      const [two, open1] = [await open(), await open()];
      const pair = [await check(two, { title: 'SPEC-7' }), await check(two, { title: 'SPEC-7' })];
      await two.posted(result(two, 'pass'));
      expect(await states(two, ...pair)).toEqual(['none', 'none']);
      const shared = await check(open1, { title: 'SPEC-7' }, lots(open1.lots['B'], open1.lots['A']));
      const own = await check(open1, { title: 'SPEC-9' });
      await open1.posted(result(open1, 'pass'));
      await open1.posted({ ...result(open1, 'inconclusive', 'SPEC-9'), test: 'T-2' });
      expect(await states(open1, shared, own)).toEqual(['none', 'none']);
    });

    test('whose decision was made and not confirmed is not decided again', async () => {
      const bench = await open();
      const id = await check(bench, { title: 'SPEC-7' });
      const before = decided();
      server.control.fault({ kind: 'lost', match: { model: 'quality.check', method: 'do_pass' }, times: 1 });
      expect(await bench.refused(result(bench, 'pass'))).toBe('odoo-answer-lost');
      await bench.posted(result(bench, 'pass'));
      expect(await states(bench, id)).toEqual(['pass']);
      expect(decided() - before).toBe(1);
    });
  });
});
