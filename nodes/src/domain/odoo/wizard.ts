/**
 * Questions that Odoo asks instead of doing what it was told. Every one we know is answered beforehand by the posting
 * policy; one that comes all the same parks the message under its name. Guessing is never an option.
 */
import { z } from 'zod';
import type { Failure } from '../failure.ts';
import { type RefusalCode, refusal, type Where } from './refusals.ts';

const WIZARDS: Readonly<Record<string, RefusalCode>> = {
  'mrp.consumption.warning': 'consumption-differs',
  'mrp.production.serials': 'lot-missing',
  'mrp.batch.produce': 'lot-missing',
  'stock.warn.insufficient.qty.scrap': 'stock-short',
  'stock.warn.insufficient.qty.unbuild': 'stock-short',
  'stock.warn.insufficient.qty.repair': 'stock-short',
  'expiry.picking.confirmation': 'lot-expired',
};

/** Records that an action opens when it has succeeded (a backorder, for example): no question. */
const RESULTS = new Set(['mrp.production', 'stock.picking', 'stock.scrap']);

const action = z.object({ res_model: z.string(), context: z.record(z.string(), z.unknown()).default({}) });

/** The failure an answer means, when it is a question; undefined for `true`, `null`, a print job or a result record. */
export function questionIn(answer: unknown, where: Where): Failure | undefined {
  const parsed = action.safeParse(answer);
  if (!parsed.success || RESULTS.has(parsed.data.res_model)) return undefined;
  const { res_model: model, context } = parsed.data;
  const code = WIZARDS[model];
  if (!code) return refusal('unknown-wizard', where, model);
  return refusal(code, where, code === 'consumption-differs' ? differences(context) : model);
}

const warningLine = z.tuple([
  z.unknown(),
  z.unknown(),
  z.object({ product_id: z.number(), product_consumed_qty_uom: z.number(), product_expected_qty_uom: z.number() }),
]);

/** Both numbers of every differing component, as the wizard would show them. */
function differences(context: Record<string, unknown>): string {
  const lines = z.array(warningLine).safeParse(context.default_mrp_consumption_warning_line_ids);
  if (!lines.success) return 'Odoo gives no numbers';
  return lines.data
    .map(
      ([, , line]) =>
        `product ${line.product_id}: ${line.product_consumed_qty_uom} instead of ${line.product_expected_qty_uom}`,
    )
    .join(', ');
}
