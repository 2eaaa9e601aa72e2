/** Bills of materials and their operations. */

import type { Environment } from '../orm/environment.ts';
import { constraintError } from '../orm/error.ts';
import {
  boolean,
  char,
  float,
  integer,
  many2many,
  many2one,
  one2many,
  quantity,
  related,
  selection,
} from '../orm/field.ts';
import { model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import type { Vals } from '../orm/value.ts';

const unitOfProduct = (env: Environment, vals: Vals): void => {
  if (typeof vals.product_id === 'number')
    vals.product_uom_id ||= env.browse('product.product', vals.product_id).get('uom_id');
};

export const CONSUMPTION = { flexible: 'Allowed', warning: 'Allowed with warning', strict: 'Blocked' };

export const bom = model({
  name: 'mrp.bom',
  label: 'Bill of Material',
  access: 'r',
  order: 'sequence, id',
  displayName: (record) =>
    `${record.text('code') ? `${record.text('code')}: ` : ''}${record.must('product_tmpl_id').displayName}`,
  fields: {
    code: char(),
    active: boolean({ default: true }),
    type: selection({ normal: 'Manufacture this product', phantom: 'Kit' }, { required: true, default: 'normal' }),
    product_tmpl_id: many2one('product.template', { required: true }),
    product_id: many2one('product.product'),
    product_qty: quantity({ required: true, default: 1 }),
    product_uom_id: many2one('uom.uom', { required: true }),
    sequence: integer(),
    consumption: selection(CONSUMPTION, { required: true, default: 'warning' }),
    ready_to_produce: selection(
      { all_available: 'When all components are available', asap: 'When components for 1st operation are available' },
      { required: true, default: 'all_available' },
    ),
    company_id: many2one('res.company'),
    picking_type_id: many2one('stock.picking.type'),
    produce_delay: integer(),
    bom_line_ids: one2many('mrp.bom.line', 'bom_id'),
    byproduct_ids: one2many('mrp.bom.byproduct', 'bom_id'),
    operation_ids: one2many('mrp.routing.workcenter', 'bom_id'),
  },
  prepare: (env, vals) => {
    if (typeof vals.product_tmpl_id === 'number')
      vals.product_uom_id ||= env.browse('product.template', vals.product_tmpl_id).get('uom_id');
    vals.company_id ||= env.user.get('company_id');
  },
  check: (record) => {
    if (record.num('product_qty') <= 0) throw constraintError('The quantity to produce must be positive!');
  },
});

export const bomLine = model({
  name: 'mrp.bom.line',
  label: 'Bill of Material Line',
  access: 'r',
  order: 'sequence, id',
  displayName: (record) => record.must('product_id').displayName,
  fields: {
    bom_id: many2one('mrp.bom', { required: true, onDelete: 'cascade' }),
    product_id: many2one('product.product', { required: true }),
    product_tmpl_id: related('product_id.product_tmpl_id', many2one('product.template')),
    product_qty: quantity({ required: true, default: 1 }),
    product_uom_id: many2one('uom.uom', { required: true }),
    sequence: integer({ default: 1 }),
    operation_id: many2one('mrp.routing.workcenter'),
  },
  prepare: unitOfProduct,
});

export const bomByproduct = model({
  name: 'mrp.bom.byproduct',
  label: 'Byproduct',
  access: 'r',
  order: 'sequence, id',
  displayName: (record) => record.must('product_id').displayName,
  fields: {
    bom_id: many2one('mrp.bom', { onDelete: 'cascade' }),
    product_id: many2one('product.product', { required: true }),
    product_qty: quantity({ required: true, default: 1 }),
    product_uom_id: many2one('uom.uom', { required: true }),
    sequence: integer({ default: 10 }),
    operation_id: many2one('mrp.routing.workcenter'),
    cost_share: float(),
  },
  prepare: unitOfProduct,
});

export const operation = model({
  name: 'mrp.routing.workcenter',
  label: 'Work Center Usage',
  access: 'r',
  order: 'bom_id, sequence, id',
  fields: {
    name: char({ required: true }),
    active: boolean({ default: true }),
    bom_id: many2one('mrp.bom', { required: true, onDelete: 'cascade' }),
    workcenter_id: many2one('mrp.workcenter', { required: true }),
    sequence: integer({ default: 100 }),
    time_mode: selection(
      { auto: 'Compute based on tracked time', manual: 'Set duration manually' },
      { default: 'manual' },
    ),
    time_cycle_manual: float({ default: 60 }),
    time_cycle: float({ compute: (record) => record.get('time_cycle_manual') }),
    blocked_by_operation_ids: many2many('mrp.routing.workcenter'),
  },
});

/** The bill of materials Odoo picks for a product when none is named. */
export function findBom(item: Rec): Rec | undefined {
  const [found] = item.env.search('mrp.bom', [
    ['type', '=', 'normal'],
    '|',
    ['product_id', '=', item.id],
    '&',
    ['product_id', '=', false],
    ['product_tmpl_id', '=', item.num('product_tmpl_id')],
  ]);
  return found;
}

export const BOM_MODELS = [bom, bomLine, bomByproduct, operation];
