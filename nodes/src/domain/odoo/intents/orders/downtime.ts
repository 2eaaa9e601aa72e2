/** Standstill of a work centre as an exact time row: open while it stands, closed with the end that the machine saw. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce, one, rows, textOrNone } from '../../rows.ts';
import { odooTime } from '../../time.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';

const schema = z.strictObject({
  kind: z.literal('downtime'),
  ...standing,
  /** Name of the standstill at its source; start and end of one standstill carry the same. */
  stop: z.string().min(1),
  workCentre: recordRefSchema,
  /** A loss reason of Odoo, by name or external id. */
  loss: recordRefSchema,
  from: z.string(),
  /** Absent while it still stands: the work centre shows as blocked. */
  to: z.string().optional(),
  note: z.string().optional(),
});
type Downtime = z.output<typeof schema>;

const row = z.object({
  id: z.number(),
  workcenter_id: one,
  loss_id: one,
  date_start: z.string(),
  date_end: textOrNone,
});
const MODEL = 'mrp.workcenter.productivity';

export const downtime = defineIntent({
  kind: 'downtime',
  title: 'Record a standstill of a work centre',
  schema,
  promised: {
    does: 'Creates one time row with the loss reason; while it has no end Odoo shows the work centre as blocked.',
    postCondition: 'The row shows work centre, reason, start and end as reported.',
    once: 'Created once under an external id made of the name of the standstill; the end is an absolute value.',
    wizards: 'None.',
    undo: 'Delete the time row in Odoo.',
  },
  needs: [
    [MODEL, 'create', 'Manufacturing'],
    ['mrp.workcenter', 'read', 'Manufacturing'],
    ['mrp.workcenter.productivity.loss', 'read', 'Manufacturing'],
  ],
  where: ({ workCentre, from }) => ({ attempted: `record a standstill from ${from}`, on: workCentre.id }),
  carryOut,
});

async function carryOut(task: Task<Downtime>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const centre = await findRecord(erp, 'mrp.workcenter', intent.workCentre, where);
  if (!centre.ok) return centre;
  const loss = await findRecord(erp, 'mrp.workcenter.productivity.loss', intent.loss, where);
  if (!loss.ok) return loss;
  const start = odooTime(intent.from);
  const end = intent.to === undefined ? undefined : odooTime(intent.to);
  if (end !== undefined && end < start) return fail(refusal('ends-before-start', where, `${start} to ${end}`));
  const id = await createOnce(erp, MODEL, {
    id: externalId('downtime', `${intent.partition}.${intent.stop}`),
    'workcenter_id/.id': String(centre.value.id),
    'loss_id/.id': String(loss.value.id),
    date_start: start,
    ...(end === undefined ? {} : { date_end: end }),
    ...(intent.note === undefined ? {} : { description: intent.note }),
  });
  if (!id.ok) return id;
  const wanted = { workcenter_id: centre.value.id, loss_id: loss.value.id, date_start: start, date_end: end };
  return settle(task, id.value, wanted);
}

interface Wanted {
  readonly workcenter_id: number;
  readonly loss_id: number;
  readonly date_start: string;
  readonly date_end: string | undefined;
}

/** A row that exists already gets what the message adds: its end, or a reason that was named later. */
async function settle(task: Task<Downtime>, id: number, wanted: Wanted): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const before = await read(task, id);
  if (!before.ok) return before;
  const vals: Record<string, unknown> = {};
  if (before.value.loss_id !== wanted.loss_id) vals['loss_id'] = wanted.loss_id;
  if (wanted.date_end !== undefined && before.value.date_end !== wanted.date_end) vals['date_end'] = wanted.date_end;
  if (Object.keys(vals).length > 0) {
    const written = await act(erp, MODEL, 'write', [id], { vals }, { repeatable: true });
    if (!written.ok) return written;
  }
  const after = await read(task, id);
  if (!after.ok) return after;
  const shown = after.value;
  const isEnded = wanted.date_end === undefined || shown.date_end === wanted.date_end;
  const isSo = shown.workcenter_id === wanted.workcenter_id && shown.date_start === wanted.date_start && isEnded;
  if (!isSo || shown.loss_id !== wanted.loss_id) return fail(refusal('not-posted', where, JSON.stringify(shown)));
  return ok({
    verdict: Object.keys(vals).length > 0 || before.value.date_end === undefined ? 'posted' : 'already',
    summary: `${where.attempted} on ${where.on}: ${shown.date_end === undefined ? 'open' : 'closed'}`,
    records: [{ model: MODEL, id, state: shown.date_end === undefined ? 'open' : 'closed' }],
    readBack: { workCentre: intent.workCentre.id, from: shown.date_start, to: shown.date_end ?? null },
  });
}

async function read({ erp, where }: Task<Downtime>, id: number): Promise<Result<z.output<typeof row>>> {
  const found = await rows(erp, { model: MODEL, row, domain: [['id', '=', id]] });
  if (!found.ok) return found;
  const [first] = found.value;
  return first ? ok(first) : fail(refusal('not-posted', where, 'the time row is gone'));
}
