/** Components, by-products and finished lines of an order in Odoo 19. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { toFloat } from '../../amount.ts';
import type { MoveDocument, MoveLine, OrderDocument, WantedLine } from '../../dialect.ts';
import { act, type Domain, decimal, one, oneOrNone, rows } from '../../rows.ts';

const moveRow = z.object({
  id: z.number(),
  product_id: one,
  product_uom: one,
  location_id: one,
  product_uom_qty: decimal,
  quantity: decimal,
  picked: z.boolean(),
  manual_consumption: z.boolean(),
  state: z.string(),
});

const lineRow = z.object({ id: z.number(), move_id: one, lot_id: oneOrNone, quantity: decimal });

type Recorded = (move: z.output<typeof moveRow>) => boolean;

async function read(erp: Erp, domain: Domain, recorded: Recorded): Promise<Result<MoveDocument[]>> {
  // A scrap of the order hangs on the same fields as its components and finished products (Odoo 19.0, measured).
  const moves = await rows(erp, {
    model: 'stock.move',
    row: moveRow,
    domain: [...domain, ['scrap_id', '=', false]],
    order: 'id',
  });
  if (!moves.ok) return moves;
  const ids = moves.value.map((move) => move.id);
  const lines = await rows(erp, {
    model: 'stock.move.line',
    row: lineRow,
    domain: [['move_id', 'in', ids]],
    order: 'id',
  });
  if (!lines.ok) return lines;
  return ok(
    moves.value.map((move) => ({
      id: move.id,
      product: move.product_id,
      unit: move.product_uom,
      location: move.location_id,
      demand: move.product_uom_qty,
      quantity: move.quantity,
      recorded: recorded(move),
      closed: move.state === 'done' || move.state === 'cancel',
      lines: lines.value
        .filter((line) => line.move_id === move.id)
        .map((line) => ({ id: line.id, lot: line.lot_id, quantity: line.quantity })),
    })),
  );
}

export const components = (erp: Erp, order: OrderDocument) =>
  read(erp, [['raw_material_production_id', '=', order.id]], (move) => move.picked && move.manual_consumption);

export const byproducts = (erp: Erp, order: OrderDocument) =>
  read(
    erp,
    [
      ['production_id', '=', order.id],
      ['product_id', '!=', order.product],
    ],
    (move) => move.picked,
  );

export async function finished(erp: Erp, order: OrderDocument): Promise<Result<MoveLine[]>> {
  const moves = await read(
    erp,
    [
      ['production_id', '=', order.id],
      ['product_id', '=', order.product],
      ['state', '=', 'done'],
    ],
    () => true,
  );
  return moves.ok ? ok(moves.value.flatMap((move) => move.lines)) : moves;
}

/** Old lines go one by one: clearing them all at once leaves lines that keep stock reserved (Odoo 19.0, measured). */
const replaceLines = (move: MoveDocument, lines: readonly WantedLine[]): unknown[] => [
  ...move.lines.map((line) => [2, line.id, 0]),
  ...lines.map((line) => [0, 0, lineValues(line, move)]),
];

const lineValues = (line: WantedLine, of: { product: number; unit: number; location: number }) => ({
  product_id: of.product,
  product_uom_id: of.unit,
  location_id: of.location,
  quantity: toFloat(line.quantity),
  picked: true,
  ...(line.lot === undefined ? {} : { lot_id: line.lot }),
});

/** Without `manual_consumption` and `picked` finishing the work orders would scale the line again (Odoo 19.0, measured). */
export const setConsumed = (erp: Erp, move: MoveDocument, lines: readonly WantedLine[]) =>
  act(erp, 'stock.move', 'write', [move.id], {
    vals: { manual_consumption: true, picked: true, move_line_ids: replaceLines(move, lines) },
  });

export const setByproduct = (erp: Erp, move: MoveDocument, lines: readonly WantedLine[]) =>
  act(erp, 'stock.move', 'write', [move.id], { vals: { picked: true, move_line_ids: replaceLines(move, lines) } });

export function addComponent(
  erp: Erp,
  order: OrderDocument,
  component: { product: number; unit: number },
  lines: readonly WantedLine[],
): Promise<Result<unknown>> {
  const quantity = lines.reduce((total, line) => total + toFloat(line.quantity), 0);
  const at = { ...component, location: order.source };
  return act(erp, 'mrp.production', 'write', [order.id], {
    vals: {
      move_raw_ids: [
        [
          0,
          0,
          {
            product_id: component.product,
            product_uom: component.unit,
            product_uom_qty: quantity,
            location_id: order.source,
            manual_consumption: true,
            picked: true,
            move_line_ids: lines.map((line) => [0, 0, lineValues(line, at)]),
          },
        ],
      ],
    },
  });
}

/** A line without its lot, or a component for which Odoo found none at all. */
export const bareLines = (order: OrderDocument) => [
  {
    model: 'stock.move.line',
    domain: [
      ['move_id.raw_material_production_id', '=', order.id],
      ['move_id.scrap_id', '=', false],
      ['product_id.tracking', '!=', 'none'],
      ['lot_id', '=', false],
      ['quantity', '!=', 0],
    ],
  },
  {
    model: 'stock.move',
    domain: [
      ['raw_material_production_id', '=', order.id],
      ['scrap_id', '=', false],
      ['product_id.tracking', '!=', 'none'],
      ['move_line_ids', '=', false],
      ['state', 'not in', ['done', 'cancel']],
      ['product_uom_qty', '!=', 0],
    ],
  },
];
