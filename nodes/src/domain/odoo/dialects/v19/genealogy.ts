/** Done lines of Odoo 19 with what ties them together. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { type Amount, ZERO } from '../../amount.ts';
import { type Domain, decimal, one, oneOrNone, rows } from '../../rows.ts';
import type { TraceLine, TraceRows } from '../../trace-line.ts';

const name = z.union([z.tuple([z.number(), z.string()]), z.literal(false)]);

/** Every column but the quantity, which each version names differently. */
export const traceRow = z.object({
  id: z.number(),
  move_id: oneOrNone,
  product_id: one,
  lot_id: name,
  date: z.string(),
  picking_id: name,
  reference: z.union([z.string(), z.literal(false)]),
  package_id: oneOrNone,
  result_package_id: name,
  consume_line_ids: z.array(z.number()),
  produce_line_ids: z.array(z.number()),
});

export const traceLine = (line: z.output<typeof traceRow>, quantity: Amount | undefined): TraceLine => ({
  id: line.id,
  move: line.move_id,
  product: line.product_id,
  lot: line.lot_id ? { id: line.lot_id[0], name: line.lot_id[1] } : undefined,
  quantity: quantity ?? ZERO,
  at: `${line.date.replace(' ', 'T')}Z`,
  document: line.picking_id ? line.picking_id[1] : line.reference || '',
  unit: line.result_package_id && line.result_package_id[0] !== line.package_id ? line.result_package_id[1] : undefined,
  box: line.result_package_id ? { id: line.result_package_id[0], name: line.result_package_id[1] } : undefined,
  inputs: line.consume_line_ids,
  outputs: line.produce_line_ids,
});

const row = traceRow.extend({ quantity_product_uom: decimal });

export const traceRows19: TraceRows = {
  lotModel: 'stock.lot',
  async readLines(erp: Erp, domain: Domain, limit: number): Promise<Result<TraceLine[]>> {
    const found = await rows(erp, { model: 'stock.move.line', row, domain, order: 'id', limit });
    return found.ok ? ok(found.value.map((line) => traceLine(line, line.quantity_product_uom))) : found;
  },
};
