/** What changes an order besides its quantities in Odoo 19: its plan, and counts that nobody made. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import type { MoveDocument } from '../../dialect.ts';
import { act, rows, textOrNone } from '../../rows.ts';
import type { OrderChanges, OrderPlan } from '../order-changes.ts';

const row = z.object({ id: z.number(), date_start: textOrNone, date_finished: textOrNone, is_planned: z.boolean() });

export const orderChanges19: OrderChanges = {
  async plan(erp: Erp, id: number): Promise<Result<OrderPlan | undefined>> {
    const found = await rows(erp, { model: 'mrp.production', row, domain: [['id', '=', id]] });
    if (!found.ok) return found;
    const [order] = found.value;
    return ok(order && { start: order.date_start, end: order.date_finished, isPlanned: order.is_planned });
  },
  move: (erp, id, start) =>
    act(erp, 'mrp.production', 'write', [id], { vals: { date_start: start } }, { repeatable: true }),
  unrecord: (erp, moves: readonly MoveDocument[]) =>
    act(
      erp,
      'stock.move',
      'write',
      moves.map((move) => move.id),
      { vals: { picked: false } },
      { repeatable: true },
    ),
};
