/** What only Odoo knows of values is asked before they leave: its fields, its records, its defaults. */
import type { Fields } from '../../../../nodes/src/domain/odoo/values/field.ts';
import { guard } from '../../../../nodes/src/domain/odoo/values/guard.ts';
import { type Erp, type ErpCall, ok } from '../../../../nodes/src/domain/ports.ts';
import { described } from './fields.ts';

function odoo(defaults: object, records: readonly number[] = [3]) {
  const calls: ErpCall[] = [];
  const erp: Erp = {
    profile: () => Promise.reject(new Error('not asked')),
    async call(call) {
      calls.push(call);
      if (call.method === 'fields_get') return ok(described);
      if (call.method === 'default_get') return ok(defaults);
      return ok(records.filter((id) => JSON.stringify(call.args).includes(`[${id}]`)).map((id) => ({ id })));
    },
  };
  const where = { attempted: 'create x.order', on: 'x' };
  const check = (values: Record<string, unknown>, model = 'x.order') =>
    guard({ erp, where, deps: {} }, model, values, 'create');
  return { calls, check };
}

test('Odoo is asked for defaults of what is required and was not given', async () => {
  const { calls, check } = odoo({ product_id: 3 });
  expect(await check({ name: 'A' })).toMatchObject({ ok: true, value: { values: { name: 'A' } } });
  expect(calls.find(({ method }) => method === 'default_get')?.args).toEqual({ fields: ['product_id'] });
  const none = await odoo({ product_id: false }).check({ name: 'A' });
  expect(none).toMatchObject({ ok: false, failure: { code: 'values-refused', issues: [{ path: 'product_id' }] } });
});

test('a record that is not there is named, and nothing else is asked when a value is wrong by itself', async () => {
  const { calls, check } = odoo({});
  const gone = await check({ name: 'A', product_id: 4 });
  expect(gone).toMatchObject({ ok: false, failure: { issues: [{ path: 'product_id', value: '4' }] } });
  calls.length = 0;
  await check({ name: 'A', product_id: '3' });
  expect(calls.map(({ method }) => method)).toEqual(['fields_get']);
});

test('a field that was added meanwhile is found: what is kept is asked again before it refuses anything', async () => {
  const known = new Map<string, Fields>();
  const descriptions = {
    get: (name: string) => known.get(name),
    set: (name: string, to: Fields) => void known.set(name, to),
  };
  let fields: object = described;
  let asked = 0;
  const erp: Erp = {
    profile: () => Promise.reject(new Error('not asked')),
    async call() {
      asked += 1;
      return ok(fields);
    },
  };
  const asking = { erp, where: { attempted: 'change x.order', on: 'x' }, deps: { descriptions } };
  const change = () => guard(asking, 'x.order', { x_colour: 3 }, 'write');
  expect(await change()).toMatchObject({ ok: false, failure: { issues: [{ path: 'x_colour' }] } });
  fields = { ...described, x_colour: described.count };
  expect(await change()).toMatchObject({ ok: true });
  expect(await change()).toMatchObject({ ok: true });
  expect(asked).toBe(2);
});

test('users, rights and programs of Odoo are out of reach', async () => {
  for (const model of ['res.users', 'ir.actions.server', 'ir.model.data', 'base.automation']) {
    const { calls, check } = odoo({});
    expect(await check({ name: 'A' }, model)).toMatchObject({ ok: false, failure: { code: 'model-denied' } });
    expect(calls).toEqual([]);
  }
});
