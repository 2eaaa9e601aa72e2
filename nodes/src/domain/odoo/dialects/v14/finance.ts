/** Bills in Odoo 14: orders know no discount. */
import { type Erp, ok, type Result } from '../../../ports.ts';
import { oneOrNone, rows } from '../../rows.ts';
import type { BilledLine, FinanceTable } from '../finance.ts';
import { billedRow } from '../v19/finance.ts';

const row = billedRow.extend({ product_uom: oneOrNone });

async function billedLines(erp: Erp, order: number): Promise<Result<BilledLine[]>> {
  const domain = [['order_id', '=', order] as const];
  const found = await rows(erp, { model: 'purchase.order.line', row, domain, order: 'sequence, id' });
  if (!found.ok) return found;
  return ok(
    found.value.map(({ id, display_name, product_id, product_uom, qty_received, qty_invoiced, price_unit }) => ({
      ...{ id, product: product_id, name: display_name, unit: product_uom },
      ...{ received: qty_received, invoiced: qty_invoiced, price: price_unit },
    })),
  );
}

export const finance14: FinanceTable = { billedLines };
