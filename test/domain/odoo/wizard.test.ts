/** Questions are told from results, and an unknown one is named. */
import { questionIn } from '../../../nodes/src/domain/odoo/wizard.ts';

const where = { attempted: 'close', on: 'WH/MO/1' };

test.each([
  [true],
  [null],
  [{}],
  [{ type: 'ir.actions.client', tag: 'do_multi_print' }],
  [{ res_model: 'mrp.production', res_id: 7 }],
])('%j asks nothing', (answer) => {
  expect(questionIn(answer, where)).toBeUndefined();
});

test.each([
  ['mrp.production.serials', 'lot-missing'],
  ['mrp.batch.produce', 'lot-missing'],
  ['stock.warn.insufficient.qty.scrap', 'stock-short'],
])('%s means %s', (model, code) => {
  expect(questionIn({ res_model: model, context: {} }, where)).toMatchObject({ code });
});

test('a question nobody foresaw parks under its name', () => {
  expect(questionIn({ res_model: 'vendor.ask.supervisor' }, where)).toMatchObject({
    code: 'unknown-wizard',
    class: 'business',
    reason: expect.stringContaining('vendor.ask.supervisor'),
  });
});

test('differing consumption shows both numbers', () => {
  const line = { product_id: 6, product_consumed_qty_uom: 3.5, product_expected_qty_uom: 2 };
  const answer = {
    res_model: 'mrp.consumption.warning',
    context: { default_mrp_consumption_warning_line_ids: [[0, 0, line]] },
  };
  expect(questionIn(answer, where)).toMatchObject({
    code: 'consumption-differs',
    reason: expect.stringContaining('3.5 instead of 2'),
  });
});
