/** The rest of a split order: Odoo 14 hands it out as if it were made already (measured), which nobody counted. */
import { type Erp, ok, type Result } from '../../../ports.ts';
import { ZERO } from '../../amount.ts';
import type { OrderDocument } from '../../dialect.ts';
import { act } from '../../rows.ts';
import { byproducts, components } from './moves.ts';
import { setProducing } from './orders.ts';

export async function emptyRest(erp: Erp, order: OrderDocument): Promise<Result<unknown>> {
  if (!order.producing.isZero()) {
    const reset = await setProducing(erp, order, ZERO, []);
    if (!reset.ok) return reset;
  }
  for (const read of [components, byproducts]) {
    const moves = await read(erp, order);
    if (!moves.ok) return moves;
    for (const move of moves.value.filter((one) => one.recorded && !one.closed)) {
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
  }
  return ok(undefined);
}
