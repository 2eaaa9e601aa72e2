/**
 * Time that a person or a machine spent, exactly as reported and whenever the report comes. Odoo adds up all rows of a
 * work order: where the state of the job is reported, its machine time runs by that already and is not logged as well.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { odooTime } from '../../time.ts';
import { findRecord } from '../references.ts';
import { defineIntent, type RecordRef, recordRefSchema, standing, type Task } from '../spec.ts';
import { recordTime, TIMES } from './time-row.ts';
import { findWork } from './work-order.ts';

const schema = z.strictObject({
  kind: z.literal('timeLog'),
  ...standing,
  /** The job; without it the time is the work centre's alone. */
  order: z.string().min(1).optional(),
  workOrder: z.string().min(1).optional(),
  /** Where it was spent; of a job that names none, where Odoo has the work order. */
  workCentre: recordRefSchema.optional(),
  /** A user of Odoo. Absent for machine time and for people who are none. */
  person: recordRefSchema.optional(),
  activity: z.enum(['setup', 'run', 'teardown', 'idle', 'rework', 'maintenance']),
  /** Where Odoo's own categories do not fit: the loss reason of the plant. */
  loss: recordRefSchema.optional(),
  from: z.string(),
  to: z.string(),
  note: z.string().max(1000).optional(),
});
type TimeLog = z.output<typeof schema>;

/** The categories Odoo brings along, in 14 as in 19. Why somebody was idle or maintained something only the plant knows. */
const CATEGORIES: Readonly<Partial<Record<TimeLog['activity'], string>>> = {
  run: 'mrp.block_reason7',
  setup: 'mrp.block_reason2',
  teardown: 'mrp.block_reason2',
  rework: 'mrp.block_reason5',
};

export const timeLog = defineIntent({
  kind: 'timeLog',
  title: 'Log labour or machine time',
  schema,
  promised: {
    does: 'Creates one closed time row with the start and end reported; each person has rows of their own.',
    postCondition: 'The row shows work centre, work order, person, category, start and end.',
    once: 'Created once under an external id made of the key of the event.',
    wizards: 'None.',
    undo: 'Delete the time row in Odoo.',
  },
  needs: [
    [TIMES, 'create', 'Manufacturing'],
    ['mrp.workcenter.productivity.loss', 'read', 'Manufacturing'],
  ],
  where: ({ order, workOrder, workCentre, activity, from }) => ({
    attempted: `log ${activity} from ${from}`,
    on: order === undefined ? (workCentre?.id ?? 'nowhere') : `${order} ${workOrder ?? ''}`.trim(),
  }),
  carryOut,
});

async function carryOut(task: Task<TimeLog>): Promise<Result<Receipt>> {
  const { intent, where } = task;
  const place = await placeOf(task);
  if (!place.ok) return place;
  const loss = await lossOf(task);
  if (!loss.ok) return loss;
  const person = intent.person ? await findRecord(task.erp, 'res.users', intent.person, where) : ok(undefined);
  if (!person.ok) return person;
  const recorded = await recordTime(task, externalId('time', intent.key), {
    ...place.value,
    loss: loss.value,
    user: person.value?.id,
    start: odooTime(intent.from),
    end: odooTime(intent.to),
    note: intent.note,
  });
  if (!recorded.ok) return recorded;
  const { shown, already } = recorded.value;
  return ok({
    verdict: already ? 'already' : 'posted',
    summary: `${where.attempted} on ${where.on}: ${shown.duration} min`,
    records: [{ model: TIMES, id: shown.id, state: 'closed' }],
    // Standing time counts only in the working hours of the work centre; producing time counts as it is.
    readBack: { from: shown.date_start, to: shown.date_end ?? null, minutes: shown.duration },
  });
}

async function placeOf(task: Task<TimeLog>): Promise<Result<{ workCentre: number; workOrder?: number }>> {
  const { intent, where, erp } = task;
  const centre = intent.workCentre ? await findRecord(erp, 'mrp.workcenter', intent.workCentre, where) : ok(undefined);
  if (!centre.ok) return centre;
  if (intent.order === undefined || intent.workOrder === undefined) {
    return centre.value
      ? ok({ workCentre: centre.value.id })
      : fail(refusal('unmapped', where, 'the time names neither a work order nor a work centre'));
  }
  const work = await findWork(task, intent.order, intent.workOrder);
  if (!work.ok) return work;
  const { id, workCentre } = work.value.document;
  return ok({ workCentre: centre.value?.id ?? workCentre, workOrder: id });
}

async function lossOf({ erp, intent, where }: Task<TimeLog>): Promise<Result<number>> {
  const usual = CATEGORIES[intent.activity];
  const ref: RecordRef | undefined =
    intent.loss ?? (usual ? { id: intent.activity, by: 'externalId', value: usual } : undefined);
  if (!ref) return fail(refusal('unmapped', where, `no loss reason is named for "${intent.activity}"`));
  const loss = await findRecord(erp, 'mrp.workcenter.productivity.loss', ref, where);
  return loss.ok ? ok(loss.value.id) : loss;
}
