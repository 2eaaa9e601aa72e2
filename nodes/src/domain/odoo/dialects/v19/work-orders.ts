/** Work orders of Odoo 19. */
import { z } from 'zod';
import { ok } from '../../../ports.ts';
import { act, one, rows, textOrNone } from '../../rows.ts';
import type { WorkOrders } from '../work-orders.ts';

const row = z.object({
  id: z.number(),
  name: z.string(),
  state: z.enum(['blocked', 'ready', 'progress', 'done', 'cancel']),
  workcenter_id: one,
  working_state: textOrNone,
  date_start: textOrNone,
  date_finished: textOrNone,
});

export const workOrders19: WorkOrders = {
  async ofOrder(erp, order) {
    const found = await rows(erp, {
      model: 'mrp.workorder',
      row,
      domain: [['production_id', '=', order]],
      order: 'sequence, id',
    });
    if (!found.ok) return found;
    return ok(
      found.value.map((work) => ({
        id: work.id,
        name: work.name,
        state: work.state === 'blocked' ? 'waiting' : work.state,
        workCentre: work.workcenter_id,
        isBlocked: work.working_state === 'blocked',
        start: work.date_start,
        end: work.date_finished,
      })),
    );
  },
  // Without the context Odoo takes the times for a plan and computes end or expected minutes anew (19.0, measured).
  date: (erp, id, { start, end }) =>
    act(
      erp,
      'mrp.workorder',
      'write',
      [id],
      { vals: { ...(start ? { date_start: start } : {}), ...(end ? { date_finished: end } : {}) } },
      { repeatable: true, context: { bypass_duration_calculation: true } },
    ),
  async plannedInto(erp, workCentre, from, to) {
    const found = await rows(erp, {
      model: 'mrp.workorder',
      row: z.object({ id: z.number() }),
      domain: [
        ['workcenter_id', '=', workCentre],
        ['state', 'in', ['blocked', 'ready']],
        ['date_start', '<', to],
        ['date_finished', '>', from],
      ],
    });
    return found.ok ? ok(found.value.map((work) => work.id)) : found;
  },
};
