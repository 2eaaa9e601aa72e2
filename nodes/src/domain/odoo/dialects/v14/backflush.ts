/** 14 has no public method that scales an order: what nobody measured is filled by the bill of materials here. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { type Amount, text, toFloat, ZERO } from '../../amount.ts';
import type { OrderDocument } from '../../dialect.ts';
import { refusal } from '../../refusals.ts';
import { act, decimal, one, rows } from '../../rows.ts';
import { byproducts, components, type Move } from './moves.ts';
import { digits, trackedAmong } from './stock.ts';

export async function backflush(erp: Erp, order: OrderDocument, measured: readonly number[]): Promise<Result<unknown>> {
  const raw = await components(erp, order);
  if (!raw.ok) return raw;
  const made = await byproducts(erp, order);
  if (!made.ok) return made;
  const open = [...raw.value, ...made.value].filter((move) => !move.closed && !measured.includes(move.product));
  const tracked = await trackedAmong(
    erp,
    open.map((move) => move.product),
  );
  if (!tracked.ok) return tracked;
  const places = await digits(erp);
  if (!places.ok) return places;
  for (const move of open) {
    const wanted = order.producing.minus(order.produced).times(move.factor).toDecimalPlaces(places.value);
    if (move.quantity.equals(wanted)) continue;
    const filled = tracked.value.includes(move.product)
      ? await fillLots(erp, order, move, wanted)
      : await act(
          erp,
          'stock.move',
          'write',
          [move.id],
          { vals: { quantity_done: toFloat(wanted) } },
          { repeatable: true },
        );
    if (!filled.ok) return filled;
  }
  return ok(undefined);
}

/** Reserved lots first; what goes beyond them comes from the oldest free lots on the shelf. */
async function fillLots(erp: Erp, order: OrderDocument, move: Move, quantity: Amount): Promise<Result<unknown>> {
  let left = quantity;
  const take = (available: Amount): Amount => {
    const part = available.lessThan(left) ? available : left;
    left = left.minus(part);
    return part;
  };
  const commands: unknown[] = move.reserved.map((line) => [
    1,
    line.id,
    { qty_done: toFloat(line.lot === undefined ? ZERO : take(line.quantity)) },
  ]);
  if (left.greaterThan(0)) {
    const shelf = await freeLots(erp, order, move.product);
    if (!shelf.ok) return shelf;
    for (const lot of shelf.value) {
      const part = take(lot.free);
      if (part.isZero()) continue;
      const place = { location_id: order.source, location_dest_id: move.destination };
      const line = {
        ...place,
        product_id: move.product,
        product_uom_id: move.unit,
        lot_id: lot.lot,
        qty_done: toFloat(part),
      };
      commands.push([0, 0, line]);
    }
  }
  if (left.greaterThan(0)) {
    const where = { attempted: 'take components by the bill of materials', on: order.name };
    return fail(
      refusal('lot-missing', where, `no lot of component product ${move.product} in stock for ${text(left)}`),
    );
  }
  return act(erp, 'stock.move', 'write', [move.id], { vals: { move_line_ids: commands } });
}

async function freeLots(
  erp: Erp,
  order: OrderDocument,
  product: number,
): Promise<Result<{ lot: number; free: Amount }[]>> {
  const quants = await rows(erp, {
    model: 'stock.quant',
    row: z.object({ id: z.number(), lot_id: one, quantity: decimal, reserved_quantity: decimal }),
    domain: [
      ['product_id', '=', product],
      ['location_id', '=', order.source],
      ['lot_id', '!=', false],
      ['quantity', '>', 0],
    ],
    order: 'in_date, id',
  });
  if (!quants.ok) return quants;
  const free = quants.value.map(({ lot_id, quantity, reserved_quantity }) => ({
    lot: lot_id,
    free: quantity.minus(reserved_quantity),
  }));
  return ok(free.filter((lot) => lot.free.greaterThan(0)));
}
