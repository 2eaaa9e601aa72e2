/** What changes an order besides its quantities in Odoo 14: its plan, and counts that nobody made. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { act, rows, textOrNone } from '../../rows.ts';
import type { OrderChanges, OrderPlan } from '../order-changes.ts';

const row = z.object({
  id: z.number(),
  date_planned_start: textOrNone,
  date_planned_finished: textOrNone,
  is_planned: z.boolean(),
});

export const orderChanges14: OrderChanges = {
  async plan(erp: Erp, id: number): Promise<Result<OrderPlan | undefined>> {
    const found = await rows(erp, { model: 'mrp.production', row, domain: [['id', '=', id]] });
    if (!found.ok) return found;
    const [order] = found.value;
    return ok(
      order && { start: order.date_planned_start, end: order.date_planned_finished, isPlanned: order.is_planned },
    );
  },
  move: (erp, id, start) =>
    act(erp, 'mrp.production', 'write', [id], { vals: { date_planned_start: start } }, { repeatable: true }),
  async unrecord(erp, moves) {
    for (const move of moves) {
      // By line: a move with several of them refuses a quantity of its own.
      const move_line_ids = move.lines.map((line) => [1, line.id, { qty_done: 0 }]);
      const emptied = await act(
        erp,
        'stock.move',
        'write',
        [move.id],
        { vals: { move_line_ids } },
        { repeatable: true },
      );
      if (!emptied.ok) return emptied;
    }
    return ok(undefined);
  },
};
