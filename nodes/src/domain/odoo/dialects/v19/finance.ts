/** Bills in Odoo 19. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { amount } from '../../amount.ts';
import { decimal, oneOrNone, rows } from '../../rows.ts';
import type { BilledLine, FinanceTable } from '../finance.ts';

export const billedRow = z.object({
  id: z.number(),
  display_name: z.string(),
  product_id: oneOrNone,
  qty_received: decimal,
  qty_invoiced: decimal,
  price_unit: decimal,
});
const row = billedRow.extend({ product_uom_id: oneOrNone, discount: decimal });

async function billedLines(erp: Erp, order: number): Promise<Result<BilledLine[]>> {
  const domain = [['order_id', '=', order] as const];
  const found = await rows(erp, { model: 'purchase.order.line', row, domain, order: 'sequence, id' });
  if (!found.ok) return found;
  return ok(
    found.value.map(
      ({ id, display_name, product_id, product_uom_id, qty_received, qty_invoiced, price_unit, discount }) => ({
        ...{ id, product: product_id, name: display_name, unit: product_uom_id },
        ...{ received: qty_received, invoiced: qty_invoiced },
        price: price_unit.times(amount(100).minus(discount)).dividedBy(100),
      }),
    ),
  );
}

export const finance19: FinanceTable = { billedLines };
