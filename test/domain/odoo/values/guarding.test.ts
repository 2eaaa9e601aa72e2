/** The door that every change leaves through: fields are asked once, and again before anything is refused. */
import type { Fields } from '../../../../nodes/src/domain/odoo/values/field.ts';
import { guarding } from '../../../../nodes/src/domain/odoo/values/guarding.ts';
import { type Erp, type ErpCall, fail, ok } from '../../../../nodes/src/domain/ports.ts';
import { described } from './fields.ts';

const denied = { code: 'odoo-access-denied', class: 'configuration', attempted: '', on: '', reason: '', nextStep: '' };
const away = { code: 'odoo-unreachable', class: 'transient', attempted: '', on: '', reason: '', nextStep: '' };

function plant() {
  const sent: ErpCall[] = [];
  const asked: string[] = [];
  const kept = new Map<string, Fields>();
  const server = { fields: { ...described } as object, trouble: undefined as object | undefined };
  const erp: Erp = {
    profile: () => Promise.reject(new Error('not asked')),
    async call(call) {
      sent.push(call);
      return ok(true);
    },
  };
  const direct: Erp = {
    ...erp,
    async call({ model }) {
      asked.push(model);
      return server.trouble ? fail(server.trouble as never) : ok(server.fields);
    },
  };
  const descriptions = { get: (model: string) => kept.get(model), set: (m: string, f: Fields) => void kept.set(m, f) };
  const where = { attempted: 'create x.order', on: 'PO-1' };
  const posting = () => guarding(erp, { direct, where, deps: { descriptions } });
  return { sent, asked, server, posting };
}
const write = (vals: object): ErpCall => ({ model: 'x.order', method: 'write', ids: [1], args: { vals } });

test('fields are asked once for all postings, and not for actions and reads', async () => {
  const { posting, asked, sent } = plant();
  await posting().call({ model: 'x.order', method: 'action_confirm', ids: [1] });
  expect(asked).toEqual([]);
  const one = posting();
  expect(await one.call(write({ name: 'A' }))).toEqual(ok(true));
  expect(await one.call(write({ quantity: 2.5 }))).toEqual(ok(true));
  expect(await posting().call(write({ name: 'B' }))).toEqual(ok(true));
  expect(asked).toEqual(['x.order']);
  expect(sent).toHaveLength(4);
});

test('a field that was added meanwhile is judged: what is kept is asked again when it does not know a field', async () => {
  const { posting, asked, server } = plant();
  await posting().call(write({ name: 'A' }));
  server.fields = { ...described, x_colour: described.count };
  expect(await posting().call(write({ x_colour: 'red' }))).toMatchObject({ failure: { code: 'values-refused' } });
  expect(asked).toEqual(['x.order', 'x.order']);
  expect(await posting().call(write({ x_colour: 2 }))).toEqual(ok(true));
  expect(asked).toHaveLength(2);
});

test('a choice that was added meanwhile is taken: what is kept refuses nothing', async () => {
  const { posting, asked, server } = plant();
  await posting().call(write({ name: 'A' }));
  server.fields = { ...described, kind: { ...described.kind, selection: [['serial', 'By Serial Number']] } };
  expect(await posting().call(write({ kind: 'serial' }))).toEqual(ok(true));
  expect(asked).toHaveLength(2);
});

test('a field that this user is not shown is asked for once, not with every change', async () => {
  const { posting, asked, sent } = plant();
  for (let change = 0; change < 3; change += 1)
    expect(await posting().call(write({ hidden: change }))).toEqual(ok(true));
  expect(asked).toEqual(['x.order']);
  await posting().call(write({ name: 'A', hidden: 1, other: 2 }));
  await posting().call(write({ name: 'A', hidden: 1, other: 2 }));
  expect(asked).toHaveLength(2);
  expect(sent).toHaveLength(5);
});

test('nothing of a refused change leaves, and the refusal names field, rule and value', async () => {
  const { posting, sent } = plant();
  expect(await posting().call(write({ name: 'A', product_id: 'P-1' }))).toMatchObject({
    ok: false,
    failure: { code: 'values-refused', on: 'PO-1', issues: [{ path: 'x.order.product_id', value: 'P-1' }] },
  });
  expect(await posting().call(write({ quantity: 0.125 }))).toMatchObject({
    ok: false,
    failure: { code: 'precision', issues: [{ path: 'x.order.quantity', value: '0.125' }] },
  });
  expect(sent).toEqual([]);
});

test('a user who is not told the fields is left to Odoo, which names the right; a server that is away is waited for', async () => {
  const { posting, server, sent } = plant();
  server.trouble = denied;
  expect(await posting().call(write({ name: 4711 }))).toEqual(ok(true));
  server.trouble = away;
  expect(await posting().call(write({ name: 'A' }))).toMatchObject({ ok: false, failure: { class: 'transient' } });
  expect(sent).toHaveLength(1);
});
