/** What every implementation of the Erp port promises, whatever is posted through it. */
import type { Failure } from '../../nodes/src/domain/failure.ts';
import type { ErpCall, Result } from '../../nodes/src/domain/ports.ts';
import { must } from '../live/seed.ts';
import type { ErpBench } from './erp.ts';

const WHO: ErpCall = { model: 'res.users', method: 'context_get', args: {}, repeatable: true };

export function portPromises(protocol: 'json2' | 'jsonrpc', major: 14 | 19, get: () => ErpBench): void {
  const failureOf = async (answer: Promise<Result<unknown>>): Promise<Failure> => {
    const result = await answer;
    if (result.ok) throw new Error(`succeeded: ${JSON.stringify(result.value)}`);
    return result.failure;
  };

  describe('the Erp port', () => {
    test('says which Odoo it speaks to and how', async () => {
      const profile = await get().connect({ protocol: 'auto' }).profile();
      expect(profile).toMatchObject({ ok: true, value: { major, protocol: major < 19 ? 'jsonrpc' : 'json2' } });
      expect(await get().erp.profile()).toMatchObject({ ok: true, value: { protocol, uid: expect.any(Number) } });
    });

    test('a refused key is a matter of authorisation, and the key is not repeated', async () => {
      const failure = await failureOf(get().connect({ apiKey: 'surely-not-the-key' }).call(WHO));
      expect(failure).toMatchObject({ code: 'odoo-key-refused', class: 'authorisation' });
      expect(JSON.stringify(failure)).not.toContain('surely-not-the-key');
    });

    test('an unknown database is a matter of configuration', async () => {
      const failure = await failureOf(get().connect({ db: 'no_such_database' }).call(WHO));
      expect(failure).toMatchObject({ code: 'odoo-database-unknown', class: 'configuration' });
    });

    test('a server that is not there is surely not done', async () => {
      const failure = await failureOf(get().connect({ url: 'http://127.0.0.1:9' }).call(WHO));
      expect(failure).toMatchObject({ code: 'odoo-unreachable', class: 'transient' });
    });

    test('a model that is not installed, a method that does not exist and a private one are told apart', async () => {
      const { erp } = get();
      expect(
        await failureOf(erp.call({ model: 'quality.check', method: 'search_read', args: { domain: [] } })),
      ).toMatchObject({ code: 'odoo-model-missing' });
      expect(await failureOf(erp.call({ model: 'mrp.production', method: 'no_such_method', ids: [] }))).toMatchObject({
        code: 'odoo-method-missing',
      });
      expect(
        await failureOf(erp.call({ model: 'mrp.production', method: '_set_qty_producing', ids: [] })),
      ).toMatchObject({ code: 'odoo-access-denied' });
    });

    test('a right the user lacks, a record that is gone and a value Odoo cannot read are final', async () => {
      const { erp } = get();
      const vals = { name: 'x' };
      expect(
        await failureOf(erp.call({ model: 'product.product', method: 'create', args: { vals_list: [vals] } })),
      ).toMatchObject({ code: 'odoo-access-denied', class: 'business' });
      expect(
        await failureOf(
          erp.call({ model: 'mrp.production', method: 'write', ids: [999_999_999], args: { vals: { origin: 'x' } } }),
        ),
      ).toMatchObject({ code: 'odoo-record-missing', class: 'business' });
      expect(
        await failureOf(
          erp.call({ model: 'mrp.production', method: 'search_read', args: { domain: [['no_such_field', '=', 1]] } }),
        ),
      ).toMatchObject({ code: 'odoo-call-refused', class: 'business' });
    });

    test('no failure carries the traceback of the server', async () => {
      const failure = await failureOf(
        get().erp.call({
          model: 'mrp.production',
          method: 'search_read',
          args: { domain: [['no_such_field', '=', 1]] },
        }),
      );
      expect(JSON.stringify(failure)).not.toMatch(/Traceback|File \\?"/);
    });

    test('a lost answer is unknown, and only try-again where repeating changes nothing', async () => {
      const { erp, wire } = get();
      const before = wire.lost;
      wire.loseAnswerTo('context_get');
      expect(await failureOf(erp.call({ ...WHO, repeatable: false }))).toMatchObject({
        code: 'odoo-answer-lost',
        class: 'unknown',
      });
      wire.loseAnswerTo('context_get');
      expect(await failureOf(erp.call(WHO))).toMatchObject({ code: 'odoo-answer-lost', class: 'transient' });
      expect(wire.lost).toBe(before + 2);
    });

    test('one call at a time, in the order they were asked', async () => {
      const { erp, wire } = get();
      const order: number[] = [];
      await Promise.all([1, 2, 3, 4].map((turn) => erp.call(WHO).then(() => order.push(turn))));
      expect(order).toEqual([1, 2, 3, 4]);
      expect(wire.most).toBe(1);
    });

    test('creating by external id twice gives one record', async () => {
      const { erp, plant } = get();
      const model = major < 15 ? 'stock.production.lot' : 'stock.lot';
      const row = {
        id: `mfgx.lot__${plant.prefix}-once`,
        name: `${plant.prefix}-ONCE`,
        'product_id/.id': String(plant.fg.id),
        ...(major < 15 ? { 'company_id/id': 'base.main_company' } : {}),
      };
      const call: ErpCall = {
        model,
        method: 'load',
        args: { fields: Object.keys(row), data: [Object.values(row)] },
        context: { mode: 'update', noupdate: true },
      };
      const first = await must<{ ids: number[] }>(erp, call);
      const second = await must<{ ids: number[] }>(erp, call);
      expect(second.ids).toEqual(first.ids);
      const domain = [['name', '=', row.name]];
      expect(
        await must<unknown[]>(erp, { model, method: 'search_read', args: { domain, fields: ['name'] } }),
      ).toHaveLength(1);
    });
  });
}
