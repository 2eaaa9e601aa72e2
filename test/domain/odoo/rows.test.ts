/** Questions to Odoo: rows are checked, denied fields never leave, a conflict inside load is one. */
import { z } from 'zod';
import { act, createOnce, decimal, one, oneOrNone, rows, textOrNone } from '../../../nodes/src/domain/odoo/rows.ts';
import { type Erp, type ErpCall, ok } from '../../../nodes/src/domain/ports.ts';

function answering(value: unknown): { erp: Erp; calls: ErpCall[] } {
  const calls: ErpCall[] = [];
  const erp: Erp = {
    profile: () => Promise.reject(new Error('not asked')),
    call: async (call) => {
      calls.push(call);
      return ok(value);
    },
  };
  return { erp, calls };
}

test('reads exactly the fields of the row and converts them', async () => {
  const { erp, calls } = answering([{ id: 1, qty: 0.1, lot_id: [4, 'L'], origin: false, user_id: false }]);
  const row = z.object({ id: z.number(), qty: decimal, lot_id: one, origin: textOrNone, user_id: oneOrNone });
  const found = await rows(erp, { model: 'stock.move', row, domain: [] });
  expect(found).toMatchObject({ ok: true, value: [{ id: 1, lot_id: 4, origin: undefined, user_id: undefined }] });
  expect(found.ok && found.value[0]?.qty.times(3).toString()).toBe('0.3');
  expect(calls[0]?.args).toMatchObject({ fields: ['id', 'qty', 'lot_id', 'origin', 'user_id'] });
});

test('a row of another shape is a failure, not a crash', async () => {
  const { erp } = answering([{ id: 1, qty: 'many' }]);
  expect(
    await rows(erp, { model: 'stock.move', row: z.object({ id: z.number(), qty: decimal }), domain: [] }),
  ).toMatchObject({ ok: false, failure: { code: 'odoo-answer-unreadable' } });
});

test.each([
  ['mrp.production', 'state'],
  ['mrp.production', 'product_qty'],
  ['stock.quant', 'quantity'],
  ['stock.move', 'state'],
  ['stock.scrap', 'state'],
])('%s.%s is never written: Odoo would move no stock for it', async (model, field) => {
  const { erp, calls } = answering(true);
  expect(await act(erp, model, 'write', [1], { vals: { [field]: 1 } })).toMatchObject({
    ok: false,
    failure: { code: 'field-denied' },
  });
  expect(calls).toEqual([]);
});

test('a conflict inside load may be tried again, a bad value may not', async () => {
  const refusedBy = async (message: string) =>
    createOnce(answering({ ids: false, messages: [{ message }] }).erp, 'stock.lot', { id: 'mfgx.lot__x', name: 'X' });
  expect(await refusedBy('could not serialize access due to concurrent update')).toMatchObject({
    failure: { code: 'odoo-write-conflict', class: 'conflict' },
  });
  expect(await refusedBy('No matching record found')).toMatchObject({
    failure: { code: 'odoo-refused-values', class: 'business' },
  });
  expect(await createOnce(answering({ ids: [7], messages: [] }).erp, 'stock.lot', { id: 'mfgx.lot__x' })).toEqual({
    ok: true,
    value: 7,
  });
});
