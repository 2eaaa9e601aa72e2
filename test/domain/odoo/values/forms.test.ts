/** Checked values in Odoo's two forms. */
import { checkValues } from '../../../../nodes/src/domain/odoo/values/check.ts';
import { differing, loadRows, writeVals } from '../../../../nodes/src/domain/odoo/values/forms.ts';
import { fieldsOf } from './fields.ts';

const values = checkValues(
  'x.order',
  {
    name: 'A',
    blocked: false,
    product_id: 3,
    tag_ids: [2, 1],
    note: null,
    line_ids: [{ quantity: 1.5, product_id: 4 }, { quantity: 2 }],
  },
  'create',
  fieldsOf,
).values;

test('load gets text, relations by database id, and a row for every further line', () => {
  expect(loadRows('x.order', values, fieldsOf)).toEqual([
    {
      name: 'A',
      blocked: '0',
      'product_id/.id': '3',
      'tag_ids/.id': '1,2',
      note: '',
      'line_ids/quantity': '1.5',
      'line_ids/product_id/.id': '4',
    },
    { 'line_ids/quantity': '2' },
  ]);
});

test('write gets commands that replace a whole set', () => {
  expect(writeVals(values)).toMatchObject({ tag_ids: [[6, 0, [1, 2]]], note: false, product_id: 3 });
});

test('only what Odoo shows otherwise differs', () => {
  const fields = fieldsOf('x.order');
  if (!fields) throw new Error('no fields');
  const shown = { name: 'A', blocked: true, product_id: [3, 'P'], tag_ids: [2, 1], note: '<p>x</p>', line_ids: [8] };
  expect(differing(fields, values, shown)).toEqual(['blocked', 'note']);
  expect(differing(fields, { quantity: 0.3 }, { quantity: 0.1 + 0.2 })).toEqual([]);
});
