/** The answers of buttons that ask a question, and the wizards behind them. */

import { Environment } from '../orm/environment.ts';
import { boolean, many2many, many2one, one2many, quantity, selection, text } from '../orm/field.ts';
import { all, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import type { Json, Vals } from '../orm/value.ts';
import { CONSUMPTION } from './bom.ts';

/** An action window as Odoo's registry returns it. */
export const actionWindow = (model_: string, name: string, context: Vals): Json => ({
  display_name: name,
  name,
  type: 'ir.actions.act_window',
  context,
  res_id: 0,
  res_model: model_,
  target: 'new',
  view_mode: 'form',
  views: [[false, 'form']],
  domain: false,
  limit: 80,
});

const close = (wizard: Rec, context: Vals): Json | undefined => {
  const ids = wizard.many('mrp_production_ids').map((order) => order.id);
  const { always_backorder_mo_ids: _always, ...asked } = wizard.env.context;
  const env = new Environment(wizard.env.world, wizard.env.uid, { ...asked, ...context });
  const { methods } = env.model('mrp.production');
  return methods?.button_mark_done?.run(env, env.model('mrp.production'), ids, {});
};

export const backorderWizard = model({
  name: 'mrp.production.backorder',
  label: 'Wizard to mark as done or create back order',
  access: 'rwc',
  fields: {
    mrp_production_ids: many2many('mrp.production'),
    mrp_production_backorder_line_ids: one2many('mrp.production.backorder.line', 'mrp_production_backorder_id'),
  },
  methods: {
    action_backorder: all(([wizard]) => {
      if (!wizard) return true;
      const ids = wizard
        .many('mrp_production_backorder_line_ids')
        .filter((line) => line.flag('to_backorder'))
        .map((line) => line.num('mrp_production_id'));
      return close(wizard, { skip_backorder: true, mo_ids_to_backorder: ids });
    }),
    action_close_mo: all(([wizard]) => (wizard ? close(wizard, { skip_backorder: true }) : true)),
  },
});

export const backorderLine = model({
  name: 'mrp.production.backorder.line',
  label: 'Backorder Confirmation Line',
  access: 'rwc',
  fields: {
    mrp_production_backorder_id: many2one('mrp.production.backorder', { required: true, onDelete: 'cascade' }),
    mrp_production_id: many2one('mrp.production', { required: true, onDelete: 'cascade' }),
    to_backorder: boolean({ default: true }),
  },
});

export const consumptionWizard = model({
  name: 'mrp.consumption.warning',
  label:
    'Wizard in case of consumption in warning/strict and more component has been used for a MO (related to the bom)',
  access: 'rwc',
  fields: {
    mrp_production_ids: many2many('mrp.production'),
    mrp_consumption_warning_line_ids: one2many('mrp.consumption.warning.line', 'mrp_consumption_warning_id'),
  },
  methods: {
    action_confirm: all(([wizard]) => (wizard ? close(wizard, { skip_consumption: true }) : true)),
  },
});

export const consumptionLine = model({
  name: 'mrp.consumption.warning.line',
  label: 'Line of issue consumption',
  access: 'rwc',
  fields: {
    mrp_consumption_warning_id: many2one('mrp.consumption.warning', { required: true, onDelete: 'cascade' }),
    mrp_production_id: many2one('mrp.production', { required: true, onDelete: 'cascade' }),
    product_id: many2one('product.product', { required: true }),
    consumption: selection(CONSUMPTION),
    product_uom_id: many2one('uom.uom'),
    product_consumed_qty_uom: quantity(),
    product_expected_qty_uom: quantity(),
  },
});

export const serialsWizard = model({
  name: 'mrp.production.serials',
  label: 'Assign serial numbers to production',
  access: 'rwc',
  fields: {
    production_id: many2one('mrp.production'),
    lot_name: text(),
    lot_quantity: quantity(),
    serial_numbers: text(),
  },
});

export const WIZARD_MODELS = [backorderWizard, backorderLine, consumptionWizard, consumptionLine, serialsWizard];
