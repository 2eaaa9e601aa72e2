/** Where goods are, and what leaves. */
import type { Erp } from '../../../../nodes/src/domain/ports.ts';
import { type LotLine, plain, type Readers, read, summed } from './reading.ts';

export const stockReaders: Readers<'lots' | 'free' | 'transfers' | 'deliveries' | 'units'> = {
  async lots({ odoo }, { id }) {
    const places = [['location_id.usage', 'in', ['internal', 'transit', 'customer', 'supplier']]];
    const held = (await quantsOf(odoo.erp, id, places)).map(
      ({ location_id, quantity }) => [location_id[1], quantity] as const,
    );
    return summed(held);
  },

  async free({ odoo }, { id }) {
    const inStock = await quantsOf(odoo.erp, id, [['location_id', 'child_of', odoo.plant.stockLocation]]);
    return plain(inStock.reduce((sum, { quantity, reserved_quantity }) => sum + quantity - reserved_quantity, 0));
  },

  async transfers({ odoo }, { id }) {
    const domain = [
      ['lot_id', '=', id],
      ['state', '=', 'done'],
      ['location_id.usage', '=', 'internal'],
      ['location_dest_id.usage', '=', 'internal'],
    ];
    return (await read(odoo.erp, 'stock.move.line', domain, ['state'])).length;
  },

  async deliveries({ odoo, records }, { id }) {
    const [row] = await read<{ state: string }>(odoo.erp, 'stock.picking', [['id', '=', id]], ['state']);
    const lines = await read<LotLine>(odoo.erp, 'stock.move.line', [['picking_id', '=', id]], ['lot_id', 'quantity']);
    const lotNames = new Map([...records].map(([as, { name }]) => [name, as]));
    const goods = lines.map(
      ({ lot_id, quantity }) => [lot_id ? (lotNames.get(lot_id[1]) ?? lot_id[1]) : '', quantity] as const,
    );
    return { state: STATES[row?.state ?? ''], goods: summed(goods), rest: await restOf(odoo.erp, id) };
  },

  async units({ odoo, records }, { name }) {
    const found = await quantsOf(odoo.erp, undefined, [
      ['package_id.name', '=', name],
      ['quantity', '>', 0],
    ]);
    const lotNames = new Map([...records].map(([as, record]) => [record.name, as]));
    const goods = found.map(
      ({ lot_id, quantity }) => [lot_id ? (lotNames.get(lot_id[1]) ?? lot_id[1]) : '', quantity] as const,
    );
    return { place: [...new Set(found.map(({ location_id }) => location_id[1]))].join(), goods: summed(goods) };
  },
};

/** Of a delivery that left: its backorder. Of one that waits: the backorders of the steps that bring goods to it. */
async function restOf(erp: Erp, delivery: number): Promise<string> {
  const moves = await read<Move>(erp, 'stock.move', [['picking_id', '=', delivery]], ['move_orig_ids']);
  const before = moves.flatMap(({ move_orig_ids }) => move_orig_ids);
  const isRest = ['|', ['picking_id.backorder_id', '=', delivery], '&', ['id', 'in', before]];
  const behind = [...isRest, ['picking_id.backorder_id', '!=', false]];
  const domain = ['&', ['state', 'not in', ['done', 'cancel']], ...behind];
  const open = await read<Move>(erp, 'stock.move', domain, ['product_uom_qty']);
  return plain(open.reduce((sum, { product_uom_qty }) => sum + product_uom_qty, 0));
}

interface Move {
  readonly move_orig_ids: readonly number[];
  readonly product_uom_qty: number;
}

/** States of a transfer as people at the warehouse call them. */
const STATES: Readonly<Record<string, string>> = {
  draft: 'draft',
  waiting: 'waiting',
  confirmed: 'waiting',
  assigned: 'ready',
  done: 'shipped',
  cancel: 'cancelled',
};

interface Quant {
  readonly location_id: readonly [number, string];
  readonly lot_id: readonly [number, string] | false;
  readonly quantity: number;
  readonly reserved_quantity: number;
}

const quantsOf = (erp: Erp, lot: number | undefined, within: readonly unknown[] = []): Promise<readonly Quant[]> =>
  read(
    erp,
    'stock.quant',
    [...(lot === undefined ? [] : [['lot_id', '=', lot]]), ...within],
    ['location_id', 'lot_id', 'quantity', 'reserved_quantity'],
  );
