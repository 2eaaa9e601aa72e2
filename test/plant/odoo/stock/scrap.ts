/** Scrap. `action_validate` looks at no state: calling it twice scraps twice. */
import { nextByCode } from '../base/sequence.ts';
import { userError } from '../orm/error.ts';
import { boolean, char, datetime, integer, many2many, many2one, one2many, quantity, selection } from '../orm/field.ts';
import { each, model, single } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { type Json, roundTo } from '../orm/value.ts';
import { isStorable, unitOf } from '../product/models.ts';
import { compareUnit, convertUnit, isZeroUnit, unitDigits } from '../product/uom.ts';
import { completeMoves } from './done.ts';
import { gather } from './quant.ts';

/** Carries the scrap out: a fresh number and a done move to the scrap location. */
export function doScrap(scrap: Rec): void {
  const { env } = scrap;
  scrap.write({ name: nextByCode(env, 'stock.scrap') });
  const places = { location_id: scrap.get('location_id'), location_dest_id: scrap.get('scrap_location_id') };
  const production = scrap.one('production_id');
  const finished = production
    ?.many('move_finished_ids')
    .some((move) => move.get('product_id') === scrap.get('product_id'));
  const move = env.create('stock.move', {
    origin: scrap.get('origin') || scrap.get('name'),
    product_id: scrap.get('product_id'),
    product_uom: scrap.get('product_uom_id'),
    product_uom_qty: scrap.get('scrap_qty'),
    scrap_id: scrap.id,
    ...places,
    ...(production ? { [finished ? 'production_id' : 'raw_material_production_id']: production.id } : {}),
    move_line_ids: [
      [
        0,
        0,
        {
          product_id: scrap.get('product_id'),
          product_uom_id: scrap.get('product_uom_id'),
          quantity: scrap.get('scrap_qty'),
          lot_id: scrap.get('lot_id'),
          picked: true,
          ...places,
        },
      ],
    ],
    picked: true,
  });
  completeMoves([move]);
  scrap.write({ state: 'done', date_done: env.now });
}

/** What lies in exactly this place, reserved or not; without a lot only what has none. */
const onHandAt = (scrap: Rec): number =>
  gather(
    scrap.env,
    { product: scrap.must('product_id'), location: scrap.must('location_id'), lot: scrap.one('lot_id') },
    true,
  ).reduce((sum, quant) => sum + quant.num('quantity'), 0);

function validate(scrap: Rec): Json {
  const item = scrap.must('product_id');
  const unit = unitOf(item);
  if (isZeroUnit(scrap.must('product_uom_id'), scrap.num('scrap_qty')))
    throw userError('You can only enter positive quantities.');
  const wanted = convertUnit(scrap.num('scrap_qty'), scrap.must('product_uom_id'), unit);
  if (!isStorable(item) || compareUnit(unit, roundTo(onHandAt(scrap), unitDigits(unit)), wanted) >= 0) {
    doScrap(scrap);
    return true;
  }
  return {
    name: `${item.displayName}: Insufficient Quantity To Scrap`,
    view_mode: 'form',
    res_model: 'stock.warn.insufficient.qty.scrap',
    view_id: 0,
    type: 'ir.actions.act_window',
    context: {
      ...scrap.env.context,
      default_product_id: item.id,
      default_location_id: scrap.get('location_id'),
      default_scrap_id: scrap.id,
      default_quantity: wanted,
      default_product_uom_name: unit.text('name'),
    },
    target: 'new',
  };
}

export const scrap = model({
  name: 'stock.scrap',
  label: 'Scrap',
  access: 'rwc',
  order: 'id desc',
  fields: {
    name: char({ required: true, readonly: true, default: 'New', copy: false, label: 'Reference' }),
    company_id: many2one('res.company', { required: true }),
    origin: char({ label: 'Source Document' }),
    product_id: many2one('product.product', { required: true, label: 'Product' }),
    product_uom_id: many2one('uom.uom', { required: true, label: 'Unit' }),
    lot_id: many2one('stock.lot'),
    package_id: many2one('stock.package'),
    owner_id: many2one('res.partner'),
    move_ids: one2many('stock.move', 'scrap_id'),
    picking_id: many2one('stock.picking'),
    production_id: many2one('mrp.production'),
    workorder_id: many2one('mrp.workorder'),
    location_id: many2one('stock.location', { required: true, label: 'Source Location' }),
    scrap_location_id: many2one('stock.location', { required: true, label: 'Scrap Location' }),
    scrap_qty: quantity({ required: true, default: 1, label: 'Quantity' }),
    state: selection({ draft: 'Draft', done: 'Done' }, { default: 'draft', readonly: true, copy: false }),
    date_done: datetime({ readonly: true }),
    should_replenish: boolean(),
    scrap_reason_tag_ids: many2many('stock.scrap.reason.tag'),
  },
  prepare: (env, vals) => {
    const production =
      typeof vals.production_id === 'number' ? env.browse('mrp.production', vals.production_id) : undefined;
    const side = production?.text('state') === 'done' ? 'location_dest_id' : 'location_src_id';
    vals.company_id ||= env.user.get('company_id');
    vals.location_id ||= production?.get(side) ?? env.search('stock.warehouse')[0]?.get('lot_stock_id') ?? false;
    vals.scrap_location_id ||= env.search('stock.location', [['usage', '=', 'inventory']], 'id')[0]?.id ?? false;
    if (typeof vals.product_id === 'number')
      vals.product_uom_id ||= env.browse('product.product', vals.product_id).get('uom_id');
  },
  unlink: (records, base) => {
    if (records.some((record) => record.text('state') === 'done'))
      throw userError('You cannot delete a scrap which is done.');
    base();
  },
  methods: { action_validate: single(validate), do_scrap: each(doScrap) },
});

export const scrapReason = model({
  name: 'stock.scrap.reason.tag',
  label: 'Scrap Reason Tag',
  access: 'rwc',
  order: 'sequence, id',
  fields: { name: char({ required: true }), sequence: integer({ default: 10 }), color: char() },
});

/** The wizard behind "not enough stock": forces the scrap into negative stock. */
export const insufficient = model({
  name: 'stock.warn.insufficient.qty.scrap',
  label: 'Warn Insufficient Scrap Quantity',
  access: 'rwc',
  fields: {
    product_id: many2one('product.product', { required: true }),
    location_id: many2one('stock.location', { required: true }),
    scrap_id: many2one('stock.scrap'),
    quantity: quantity({ required: true }),
    product_uom_name: char({ required: true }),
  },
  methods: {
    action_done: each((wizard) => doScrap(wizard.must('scrap_id'))),
    action_cancel: each((wizard) => wizard.must('scrap_id').unlink()),
  },
});

export const SCRAP_MODELS = [scrap, scrapReason, insufficient];
