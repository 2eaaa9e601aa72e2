/** Products: what they are lives on the template, code and barcode on the variant. */

import { denied, hasAccess } from '../orm/access.ts';
import { nameExternally } from '../orm/external.ts';
import {
  boolean,
  char,
  date,
  type Field,
  float,
  integer,
  many2one,
  one2many,
  quantity,
  selection,
  text,
} from '../orm/field.ts';
import { model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo, type Vals } from '../orm/value.ts';

export const category = model({
  name: 'product.category',
  label: 'Product Category',
  access: 'r',
  fields: { name: char({ required: true }), complete_name: char({ compute: (record) => record.get('name') }) },
});

export const TRACKING = selection(
  { serial: 'By Unique Serial Number', lot: 'By Lots', none: 'By Quantity' },
  { required: true, default: 'none' },
);

/** Fields that belong to the template and are seen through the variant. */
const SHARED: Readonly<Record<string, Field>> = {
  name: char({ required: true, label: 'Name' }),
  sequence: integer({ default: 1 }),
  type: selection({ consu: 'Goods', service: 'Service', combo: 'Combo' }, { required: true, default: 'consu' }),
  is_storable: boolean(),
  tracking: TRACKING,
  uom_id: many2one('uom.uom', { required: true, label: 'Unit' }),
  categ_id: many2one('product.category'),
  standard_price: float(),
  list_price: float({ default: 1 }),
  description: text(),
  use_expiration_date: boolean(),
  expiration_time: integer(),
  use_time: integer(),
  removal_time: integer(),
  alert_time: integer(),
  sale_ok: boolean({ default: true }),
  purchase_ok: boolean({ default: true }),
  company_id: many2one('res.company'),
  property_stock_inventory: many2one('stock.location', {
    compute: ({ env }) => env.search('stock.location', [['usage', '=', 'inventory']], 'id')[0]?.id ?? false,
  }),
};

const shown = (record: Rec): string => {
  const code = record.text('default_code');
  return code ? `[${code}] ${record.text('name')}` : record.text('name');
};

const firstVariant = (template: Rec): Rec | undefined => template.many('product_variant_ids')[0];

export const template = model({
  name: 'product.template',
  label: 'Product',
  access: 'r',
  order: 'name',
  displayName: shown,
  fields: {
    ...SHARED,
    active: boolean({ default: true }),
    default_code: char({
      compute: (record) => firstVariant(record)?.get('default_code') ?? false,
      inverse: (record, value) => firstVariant(record)?.write({ default_code: value }),
    }),
    barcode: char({
      compute: (record) => firstVariant(record)?.get('barcode') ?? false,
      inverse: (record, value) => firstVariant(record)?.write({ barcode: value }),
    }),
    product_variant_ids: one2many('product.product', 'product_tmpl_id'),
    product_variant_id: many2one('product.product', { compute: (record) => firstVariant(record)?.id ?? false }),
    bom_ids: one2many('mrp.bom', 'product_tmpl_id'),
  },
  prepare: (env, vals) => {
    vals.uom_id ||= env.ref('uom.product_uom_unit')?.id ?? false;
  },
  create: (env, vals, base) => {
    const record = base({ ...vals, default_code: null, barcode: null });
    if (env.context.variant_follows !== true)
      env.create('product.product', {
        product_tmpl_id: record.id,
        default_code: vals.default_code ?? false,
        barcode: vals.barcode ?? false,
      });
    return record;
  },
});

const inherited = (name: string, field: Field): Field => ({
  ...field,
  required: field.required ?? false,
  path: `product_tmpl_id.${name}`,
  compute: (record) => record.one('product_tmpl_id')?.get(name) ?? false,
  inverse: (record, value) => record.one('product_tmpl_id')?.write({ [name]: value }),
});

/** On hand in internal locations, narrowed by the context's `location`. */
export const onHand = (product: Rec): number => {
  const { location } = product.env.context;
  const where =
    typeof location === 'number' ? [['location_id', 'child_of', location]] : [['location_id.usage', '=', 'internal']];
  const quants = product.env.search('stock.quant', [['product_id', '=', product.id], ...where]);
  return roundTo(
    quants.reduce((sum, quant) => sum + quant.num('quantity'), 0),
    6,
  );
};

const free = (product: Rec): number => {
  const quants = product.env.search('stock.quant', [
    ['product_id', '=', product.id],
    ['location_id.usage', '=', 'internal'],
  ]);
  const reserved = quants.reduce((sum, quant) => sum + quant.num('reserved_quantity'), 0);
  return roundTo(onHand(product) - reserved, 6);
};

/** What lies there and what open moves bring and take, until the context's `to_date`. */
function forecast(product: Rec): number {
  const { to_date: until } = product.env.context;
  const moves = product.env.model('stock.move');
  if (!hasAccess(product.env, moves, 'read')) throw denied(moves, 'read');
  const open = product.env
    .search('stock.move', [
      ['product_id', '=', product.id],
      ['state', 'in', ['waiting', 'confirmed', 'partially_available', 'assigned']],
    ])
    .filter((move) => typeof until !== 'string' || move.text('date') <= until);
  const isInside = (move: Rec, end: string): boolean => move.must(end).text('usage') === 'internal';
  const signed = open.map(
    (move) =>
      ((isInside(move, 'location_dest_id') ? 1 : 0) - (isInside(move, 'location_id') ? 1 : 0)) *
      move.num('product_qty'),
  );
  return roundTo(
    signed.reduce((sum, value) => sum + value, onHand(product)),
    6,
  );
}

export const product = model({
  name: 'product.product',
  label: 'Product Variant',
  access: 'r',
  order: 'is_favorite desc, default_code, name, id',
  displayName: shown,
  fields: {
    ...Object.fromEntries(Object.entries(SHARED).map(([name, field]) => [name, inherited(name, field)])),
    product_tmpl_id: many2one('product.template', { required: true, onDelete: 'cascade', label: 'Product Template' }),
    default_code: char({ label: 'Internal Reference' }),
    barcode: char({ label: 'Barcode', copy: false }),
    active: boolean({ default: true }),
    is_favorite: boolean(),
    qty_available: quantity({ compute: onHand }),
    free_qty: quantity({ compute: free }),
    virtual_available: quantity({ compute: forecast }),
  },
  create: (env, vals, base) => {
    if (vals.product_tmpl_id) return base(vals);
    const shared: Vals = {};
    for (const name of Object.keys(SHARED)) if (name in vals) shared[name] = vals[name] ?? false;
    const parent = env.with({ variant_follows: true }).create('product.template', shared);
    const own = Object.fromEntries(Object.entries(vals).filter(([name]) => !(name in SHARED)));
    return base({ ...own, product_tmpl_id: parent.id });
  },
  loaded: (record, externalId) => nameExternally(record.must('product_tmpl_id'), `${externalId}_product_template`),
});

export const unitOf = (item: Rec): Rec => item.must('uom_id');
export const isStorable = (item: Rec): boolean => item.flag('is_storable');
export const trackingOf = (item: Rec): string => item.text('tracking') || 'none';

/** Prices of suppliers; without a unit of its own a price is for the unit of the product. */
export const supplierPrice = model({
  name: 'product.supplierinfo',
  label: 'Supplier Pricelist',
  access: 'r',
  order: 'sequence, min_qty desc, price, id',
  fields: {
    partner_id: many2one('res.partner', { required: true }),
    product_tmpl_id: many2one('product.template', { required: true }),
    product_id: many2one('product.product'),
    product_code: char(),
    sequence: integer({ default: 1 }),
    min_qty: quantity({ required: true, default: 0 }),
    price: float({ default: 0 }),
    currency_id: many2one('res.currency', { required: true, default: 1 }),
    delay: integer({ required: true, default: 1 }),
    date_start: date(),
    date_end: date(),
  },
});

export const PRODUCT_MODELS = [category, template, product, supplierPrice];
