/** Lots and serial numbers. */
import { userError, validationError, valueError } from '../orm/error.ts';
import { char, datetime, html, many2one, one2many, quantity, related } from '../orm/field.ts';
import { all, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo } from '../orm/value.ts';

const inStock = (lot: Rec): number =>
  roundTo(
    lot
      .many('quant_ids')
      .filter((quant) => ['internal', 'transit'].includes(quant.must('location_id').text('usage')))
      .reduce((sum, quant) => sum + quant.num('quantity'), 0),
    6,
  );

export const lot = model({
  name: 'stock.lot',
  label: 'Lot/Serial',
  access: 'rwcu',
  order: 'name, id',
  fields: {
    name: char({ required: true, label: 'Lot/Serial Number' }),
    ref: char({ label: 'Internal Reference' }),
    product_id: many2one('product.product', { required: true, label: 'Product' }),
    product_uom_id: related('product_id.uom_id', many2one('uom.uom')),
    company_id: many2one('res.company'),
    location_id: many2one('stock.location', { readonly: true }),
    quant_ids: one2many('stock.quant', 'lot_id'),
    product_qty: quantity({ compute: inStock }),
    note: html(),
    expiration_date: datetime(),
    removal_date: datetime(),
  },
  inspect: (vals) => {
    if (typeof vals.product_id === 'string') throw valueError(`Wrong container value '${vals.product_id}'`);
  },
  write: (records, vals, base) => {
    if ('product_id' in vals)
      for (const record of records)
        if (
          vals.product_id !== record.get('product_id') &&
          record.env.search('stock.move.line', [['lot_id', '=', record.id]]).length > 0
        )
          throw userError(
            'You are not allowed to change the product linked to a serial or lot number if some stock moves have already been created with that number. This would lead to inconsistencies in your stock.',
          );
    base(vals);
  },
  check: (record, fields) => {
    if (fields.includes('name') || fields.includes('product_id') || fields.includes('company_id'))
      insistOnUnique(record);
  },
  methods: {
    message_post: all(() => true, ['**kwargs']),
    activity_schedule: all(() => true, ['**kwargs']),
  },
});

function insistOnUnique(record: Rec): void {
  const twins = record.env.store
    .referring('stock.lot', 'name', record.text('name'))
    .map((id) => record.env.browse('stock.lot', id))
    .filter((other) => !other.is(record) && other.get('product_id') === record.get('product_id'));
  const clash = twins.some(
    (other) =>
      other.get('company_id') === record.get('company_id') || !other.get('company_id') || !record.get('company_id'),
  );
  if (clash)
    throw validationError(
      'The combination of lot/serial number and product must be unique within a company including when no company is defined.\n' +
        `The following combinations contain duplicates:\n - Product: ${record.must('product_id').displayName}, Lot/Serial Number: ${record.text('name')}`,
    );
}
