/** Time a work centre will not be there: kept out of its calendar, and work planned into it is planned anew. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { forVersion } from '../../dialects/choose.ts';
import { workOrders14 } from '../../dialects/v14/work-orders.ts';
import { workOrders19 } from '../../dialects/v19/work-orders.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce, one, oneOrNone, rows } from '../../rows.ts';
import { odooTime } from '../../time.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';

const LEAVES = 'resource.calendar.leaves';

const schema = z.strictObject({
  kind: z.literal('plannedDowntime'),
  ...standing,
  /** Name of the standstill at its source; a later change of its times carries the same. */
  stop: z.string().min(1),
  workCentre: recordRefSchema,
  from: z.string(),
  to: z.string(),
  note: z.string().max(200).optional(),
  /** Whether work that was planned into this time is planned anew. */
  replan: z.boolean().default(true),
});
type Planned = z.output<typeof schema>;

export const plannedDowntime = defineIntent({
  kind: 'plannedDowntime',
  title: 'Keep a work centre out of the plan',
  schema,
  promised: {
    does: 'Enters time off for the work centre, and lets Odoo plan anew the work that was planned into it and has not begun.',
    postCondition: 'The time off stands as told; no work that has not begun is planned into it.',
    once: 'Created once under an external id made of the name of the standstill; its times are absolute values.',
    wizards: 'None; without a calendar on the work centre Odoo cannot plan, which is said beforehand.',
    undo: 'Delete the time off in Odoo and plan the orders again.',
  },
  needs: [
    [LEAVES, 'create', 'Manufacturing'],
    ['mrp.workorder', 'write', 'Manufacturing'],
  ],
  where: ({ workCentre, from, to }) => ({ attempted: `plan a standstill from ${from} to ${to}`, on: workCentre.id }),
  carryOut,
});

const centreRow = z.object({ id: z.number(), resource_id: one, resource_calendar_id: oneOrNone });
const leaveRow = z.object({ id: z.number(), date_from: z.string(), date_to: z.string() });

interface Times {
  readonly date_from: string;
  readonly date_to: string;
}

async function carryOut(task: Task<Planned>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const times = { date_from: odooTime(intent.from), date_to: odooTime(intent.to) };
  if (times.date_to < times.date_from) {
    return fail(refusal('ends-before-start', where, `${times.date_from} to ${times.date_to}`));
  }
  const found = await findRecord(erp, 'mrp.workcenter', intent.workCentre, where);
  if (!found.ok) return found;
  const leave = await enter(task, found.value.id, times);
  if (!leave.ok) return leave;
  const moved = intent.replan ? await replan(task, found.value.id, times) : ok(0);
  if (!moved.ok) return moved;
  const shown = await rows(erp, { model: LEAVES, row: leaveRow, domain: [['id', '=', leave.value.id]] });
  if (!shown.ok) return shown;
  const [row] = shown.value;
  if (row?.date_from !== times.date_from || row.date_to !== times.date_to) {
    return fail(refusal('not-posted', where, JSON.stringify(row ?? 'the time off is gone')));
  }
  return ok({
    verdict: leave.value.already && moved.value === 0 ? 'already' : 'posted',
    summary: `${where.attempted}: ${moved.value} work orders planned anew`,
    records: [{ model: LEAVES, id: row.id }],
    readBack: { workCentre: intent.workCentre.id, from: row.date_from, to: row.date_to },
  });
}

async function enter(
  task: Task<Planned>,
  centreId: number,
  times: Times,
): Promise<Result<{ id: number; already: boolean }>> {
  const { erp, intent, where } = task;
  const centres = await rows(erp, { model: 'mrp.workcenter', row: centreRow, domain: [['id', '=', centreId]] });
  if (!centres.ok) return centres;
  const [centre] = centres.value;
  if (centre?.resource_calendar_id === undefined) return fail(refusal('no-calendar', where));
  const name = externalId('leave', `${intent.partition}.${intent.stop}`);
  const known = await resolveExternalId(erp, name, LEAVES, where);
  if (!known.ok) {
    if (known.failure.code !== 'unmapped') return known;
    const made = await createOnce(erp, LEAVES, {
      id: name,
      name: intent.note ?? intent.stop,
      'calendar_id/.id': String(centre.resource_calendar_id),
      'resource_id/.id': String(centre.resource_id),
      ...times,
      time_type: 'leave',
    });
    return made.ok ? ok({ id: made.value, already: false }) : made;
  }
  const found = await rows(erp, { model: LEAVES, row: leaveRow, domain: [['id', '=', known.value]] });
  if (!found.ok) return found;
  const same = found.value.some((row) => row.date_from === times.date_from && row.date_to === times.date_to);
  if (same) return ok({ id: known.value, already: true });
  const changed = await act(erp, LEAVES, 'write', [known.value], { vals: { ...times } }, { repeatable: true });
  return changed.ok ? ok({ id: known.value, already: false }) : changed;
}

/** How many work orders had to move. They move with all that follows them in their orders. */
async function replan(task: Task<Planned>, centre: number, times: Times): Promise<Result<number>> {
  const { erp, profile, where } = task;
  const orders = forVersion(profile, { v14: workOrders14, v19: workOrders19 });
  if (!orders.ok) return orders;
  const into = await orders.value.plannedInto(erp, centre, times.date_from, times.date_to);
  if (!into.ok || into.value.length === 0) return into.ok ? ok(0) : into;
  const asked = await act(erp, 'mrp.workorder', 'action_replan', into.value, {}, { repeatable: true });
  if (!asked.ok) return asked;
  const still = await orders.value.plannedInto(erp, centre, times.date_from, times.date_to);
  if (!still.ok) return still;
  if (still.value.length === 0) return ok(into.value.length);
  return fail(refusal('not-posted', where, `${still.value.length} work orders are still planned into it`));
}
