/** Done lines of Odoo 14; what was done is kept in the unit of the line. */
import { type Erp, ok, type Result } from '../../../ports.ts';
import type { Domain } from '../../rows.ts';
import { rows } from '../../rows.ts';
import type { TraceLine, TraceRows } from '../../trace-line.ts';
import { traceLine, traceRow } from '../v19/genealogy.ts';
import { lotRows14 } from './quality.ts';

export const traceRows14: TraceRows = {
  lotModel: 'stock.production.lot',
  async readLines(erp: Erp, domain: Domain, limit: number): Promise<Result<TraceLine[]>> {
    const found = await rows(erp, { model: 'stock.move.line', row: traceRow, domain, order: 'id', limit });
    if (!found.ok || found.value.length === 0) return found.ok ? ok([]) : found;
    const done = await lotRows14.readLines(erp, [['id', 'in', found.value.map(({ id }) => id)]]);
    if (!done.ok) return done;
    const quantities = new Map(done.value.map(({ id, quantity }) => [id, quantity]));
    return ok(found.value.map((line) => traceLine(line, quantities.get(line.id))));
  },
};
