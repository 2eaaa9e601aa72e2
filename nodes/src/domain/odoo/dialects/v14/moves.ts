/** Components, by-products and finished lines of an order in Odoo 14: what is done stands in `qty_done`. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { type Amount, amount, toFloat } from '../../amount.ts';
import type { MoveDocument, MoveLine, OrderDocument, WantedLine } from '../../dialect.ts';
import { act, type Domain, decimal, one, oneOrNone, rows } from '../../rows.ts';

const moveRow = z.object({
  id: z.number(),
  product_id: one,
  product_uom: one,
  location_id: one,
  location_dest_id: one,
  product_uom_qty: decimal,
  quantity_done: decimal,
  unit_factor: decimal,
  state: z.string(),
});

const lineRow = z.object({
  id: z.number(),
  move_id: one,
  lot_id: oneOrNone,
  qty_done: decimal,
  product_uom_qty: decimal,
});

/** A move with what a plan needs besides. */
export interface Move extends MoveDocument {
  readonly factor: Amount;
  readonly destination: number;
  readonly reserved: readonly { id: number; lot: number | undefined; quantity: Amount }[];
}

async function read(erp: Erp, domain: Domain): Promise<Result<Move[]>> {
  const moves = await rows(erp, {
    model: 'stock.move',
    row: moveRow,
    domain: [...domain, ['scrapped', '=', false]],
    order: 'id',
  });
  if (!moves.ok) return moves;
  const lines = await rows(erp, {
    model: 'stock.move.line',
    row: lineRow,
    domain: [['move_id', 'in', moves.value.map((move) => move.id)]],
    order: 'id',
  });
  if (!lines.ok) return lines;
  return ok(
    moves.value.map((move) => {
      const own = lines.value.filter((line) => line.move_id === move.id);
      return {
        id: move.id,
        product: move.product_id,
        unit: move.product_uom,
        location: move.location_id,
        demand: move.product_uom_qty,
        quantity: move.quantity_done,
        // No flag says that somebody recorded it; a quantity does.
        recorded: !move.quantity_done.isZero(),
        closed: move.state === 'done' || move.state === 'cancel',
        lines: own.map((line) => ({ id: line.id, lot: line.lot_id, quantity: line.qty_done })),
        factor: move.unit_factor,
        destination: move.location_dest_id,
        reserved: own.map((line) => ({ id: line.id, lot: line.lot_id, quantity: line.product_uom_qty })),
      };
    }),
  );
}

export const components = (erp: Erp, order: OrderDocument) =>
  read(erp, [['raw_material_production_id', '=', order.id]]);

export const byproducts = (erp: Erp, order: OrderDocument) =>
  read(erp, [
    ['production_id', '=', order.id],
    ['product_id', '!=', order.product],
  ]);

export async function finished(erp: Erp, order: OrderDocument): Promise<Result<MoveLine[]>> {
  const moves = await read(erp, [
    ['production_id', '=', order.id],
    ['product_id', '=', order.product],
    ['state', '=', 'done'],
  ]);
  return moves.ok ? ok(moves.value.flatMap((move) => move.lines)) : moves;
}

/** One after the other: the lines of a move in 14 need both of its places. */
async function replaceLines(erp: Erp, move: MoveDocument, lines: readonly WantedLine[]): Promise<Result<unknown>> {
  const places = await rows(erp, {
    model: 'stock.move',
    row: z.object({ id: z.number(), location_id: one, location_dest_id: one }),
    domain: [['id', '=', move.id]],
  });
  if (!places.ok) return places;
  const [at] = places.value;
  const values = (line: WantedLine) => ({
    product_id: move.product,
    product_uom_id: move.unit,
    location_id: at?.location_id,
    location_dest_id: at?.location_dest_id,
    qty_done: toFloat(line.quantity),
    ...(line.lot === undefined ? {} : { lot_id: line.lot }),
  });
  return act(erp, 'stock.move', 'write', [move.id], {
    vals: {
      move_line_ids: [...move.lines.map((line) => [2, line.id, 0]), ...lines.map((line) => [0, 0, values(line)])],
    },
  });
}

export const setConsumed = replaceLines;
export const setByproduct = replaceLines;

export async function addComponent(
  erp: Erp,
  order: OrderDocument,
  component: { product: number; unit: number },
  lines: readonly WantedLine[],
): Promise<Result<unknown>> {
  const known = await rows(erp, {
    model: 'stock.move',
    row: z.object({ id: z.number(), location_dest_id: one }),
    domain: [['raw_material_production_id', '=', order.id]],
    limit: 1,
  });
  if (!known.ok) return known;
  const destination = known.value[0]?.location_dest_id;
  const quantity = lines.reduce((total, line) => total.plus(line.quantity), amount(0));
  const place = { location_id: order.source, location_dest_id: destination };
  const line = (wanted: WantedLine) => ({
    ...place,
    product_id: component.product,
    product_uom_id: component.unit,
    qty_done: toFloat(wanted.quantity),
    ...(wanted.lot === undefined ? {} : { lot_id: wanted.lot }),
  });
  const move = {
    ...place,
    name: order.name,
    product_id: component.product,
    product_uom: component.unit,
    product_uom_qty: toFloat(quantity),
    move_line_ids: lines.map((wanted) => [0, 0, line(wanted)]),
  };
  return act(erp, 'mrp.production', 'write', [order.id], { vals: { move_raw_ids: [[0, 0, move]] } });
}
