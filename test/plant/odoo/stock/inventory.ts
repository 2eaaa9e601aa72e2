/** Counting stock: absolute quantities through quants, each change an inventory move. */
import { accessError, userError } from '../orm/error.ts';
import { boolean, quantity } from '../orm/field.ts';
import { all, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo, type Vals } from '../orm/value.ts';
import { unitOf } from '../product/models.ts';
import { isZeroUnit } from '../product/uom.ts';
import { triggerAssign } from './assign.ts';
import { completeMoves } from './done.ts';
import { gather, QUANT_FIELDS } from './quant.ts';

/** Moves the difference between what is there and what was counted. */
function moveDifference(quant: Rec, counted: number): void {
  const { env } = quant;
  const item = quant.must('product_id');
  const delta = roundTo(counted - quant.num('quantity'), 6);
  if (isZeroUnit(unitOf(item), delta)) return;
  const [loss] = env.search('stock.location', [['usage', '=', 'inventory']], 'id');
  const here = quant.must('location_id');
  if (!loss) throw userError('There is no inventory loss location.');
  const [from, to] = delta > 0 ? [loss, here] : [here, loss];
  const amount = Math.abs(delta);
  const places = { location_id: from.id, location_dest_id: to.id };
  const move = env.create('stock.move', {
    product_id: item.id,
    product_uom_qty: amount,
    ...places,
    is_inventory: true,
    inventory_name: typeof env.context.inventory_name === 'string' ? env.context.inventory_name : false,
    state: 'confirmed',
  });
  env.create('stock.move.line', {
    move_id: move.id,
    product_id: item.id,
    quantity: amount,
    lot_id: quant.get('lot_id'),
    [delta > 0 ? 'result_package_id' : 'package_id']: quant.get('package_id'),
    owner_id: quant.get('owner_id') || false,
    picked: true,
    ...places,
  });
  completeMoves([move]);
  triggerAssign([move]);
}

const CREATE_FIELDS = [
  'product_id',
  'owner_id',
  'inventory_quantity',
  'inventory_quantity_auto_apply',
  'location_id',
  'lot_id',
  'package_id',
  'user_id',
  'inventory_date',
];

export const quant = model({
  name: 'stock.quant',
  label: 'Quants',
  access: 'rwc',
  displayName: (record) => record.must('location_id').displayName,
  fields: {
    ...QUANT_FIELDS,
    inventory_quantity: quantity({
      stored: true,
      compute: (record) => record.raw('inventory_quantity') || 0,
      inverse: (record) => record.set({ inventory_quantity_set: true, counted_from: record.num('quantity') }),
    }),
    inventory_quantity_set: boolean(),
    inventory_diff_quantity: quantity({
      compute: (record) => roundTo(record.num('inventory_quantity') - record.num('quantity'), 6),
    }),
    is_outdated: boolean({
      compute: (record) =>
        record.flag('inventory_quantity_set') && record.num('counted_from') !== record.num('quantity'),
    }),
    counted_from: quantity({ internal: true }),
    inventory_quantity_auto_apply: quantity({
      compute: (record) => record.num('quantity'),
      inverse: (record, value) => {
        if (record.env.context.inventory_mode === true) moveDifference(record, Number(value));
      },
    }),
  },
  create: (env, vals, base) => {
    const counted =
      'inventory_quantity_auto_apply' in vals
        ? 'inventory_quantity_auto_apply'
        : 'inventory_quantity' in vals
          ? 'inventory_quantity'
          : '';
    if (env.context.inventory_mode !== true || !counted) return base(vals);
    return count(env, vals, counted, base);
  },
  write: (records, vals, base) => {
    if ('inventory_quantity_auto_apply' in vals && records.some((record) => !mayCount(record)))
      throw accessError(
        'You do not have enough rights to access the field "inventory_quantity_auto_apply" on Quants (stock.quant). Please contact your system administrator.',
      );
    const restricted = ['product_id', 'location_id', 'lot_id', 'package_id', 'owner_id'].some((name) => name in vals);
    if (records[0]?.env.context.inventory_mode === true && restricted)
      throw userError("Quant's editing is restricted, you can't do this operation.");
    base(vals);
  },
  methods: {
    action_apply_inventory: all((records) => {
      const outdated = records.filter((record) => record.flag('is_outdated'));
      if (outdated.length > 0)
        return {
          name: 'Conflict in Inventory Adjustment',
          type: 'ir.actions.act_window',
          view_mode: 'form',
          views: [[false, 'form']],
          res_model: 'stock.inventory.conflict',
          target: 'new',
          context: {
            default_quant_ids: records.map((record) => record.id),
            default_quant_to_fix_ids: outdated.map((record) => record.id),
          },
        };
      for (const record of records) {
        moveDifference(record, record.num('inventory_quantity'));
        record.set({ inventory_quantity: 0, inventory_quantity_set: false });
      }
      return undefined;
    }),
  },
});

/** Writing the count needs an inventory administrator; creating a quant with it does not. */
const mayCount = (record: Rec): boolean =>
  record.env.context.counted_by_create === true || record.env.user.flag('is_administrator');

function count(env: Rec['env'], vals: Vals, field: string, base: (vals: Vals) => Rec): Rec {
  const stranger = Object.keys(vals).find((name) => !CREATE_FIELDS.includes(name) && !PRESET.includes(name));
  if (stranger) throw userError("Quant's creation is restricted, you can't do this operation.");
  const place = {
    product: env.browse('product.product', Number(vals.product_id)),
    location: env.browse('stock.location', Number(vals.location_id)),
    lot: typeof vals.lot_id === 'number' ? env.browse('stock.lot', vals.lot_id) : undefined,
    pack: typeof vals.package_id === 'number' ? env.browse('stock.package', vals.package_id) : undefined,
    owner: typeof vals.owner_id === 'number' ? env.browse('res.partner', vals.owner_id) : undefined,
  };
  const { [field]: counted, inventory_quantity_auto_apply: _auto, inventory_quantity: _counted, ...rest } = vals;
  const record = gather(env, place, true)[0] ?? base(rest);
  env
    .browse('stock.quant', record.id)
    .with({ inventory_mode: true, counted_by_create: true })
    .write({ [field]: counted ?? 0 });
  return record;
}

/** Columns that have a default and are therefore always there. */
const PRESET = ['in_date'];
