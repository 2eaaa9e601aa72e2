/** Standstill of a work centre as an exact time row: open while it stands, closed with the end that the machine saw. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { odooTime } from '../../time.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { recordTime, TIMES } from './time-row.ts';

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
  /**
   * `measured` from the states of the machine: every telling replaces the one before, also an end by none. An end equal
   * to the start takes the standstill back: the row stays and is worth nothing.
   */
  basis: z.enum(['measured', 'announced']).optional(),
  note: z.string().optional(),
});
type Downtime = z.output<typeof schema>;

export const downtime = defineIntent({
  kind: 'downtime',
  title: 'Record a standstill of a work centre',
  schema,
  promised: {
    does: 'Creates one time row with the loss reason; while it has no end Odoo shows the work centre as blocked.',
    postCondition: 'The row shows work centre, reason, start and end as reported.',
    once: 'Created once under an external id made of the name of the standstill; end, reason and note are absolute values: a better reason corrects the row.',
    wizards: 'None.',
    undo: 'Delete the time row in Odoo.',
  },
  needs: [
    [TIMES, 'create', 'Manufacturing'],
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
  const recorded = await recordTime(task, externalId('downtime', `${intent.partition}.${intent.stop}`), {
    workCentre: centre.value.id,
    loss: loss.value.id,
    start: odooTime(intent.from),
    end: intent.to === undefined ? (intent.basis === 'measured' ? null : undefined) : odooTime(intent.to),
    note: intent.note,
  });
  if (!recorded.ok) return recorded;
  const { shown, already } = recorded.value;
  const state = shown.date_end === undefined ? 'open' : 'closed';
  return ok({
    verdict: already ? 'already' : 'posted',
    summary: `${where.attempted} on ${where.on}: ${state}`,
    records: [{ model: TIMES, id: shown.id, state }],
    readBack: {
      workCentre: intent.workCentre.id,
      loss: intent.loss.id,
      from: shown.date_start,
      to: shown.date_end ?? null,
    },
  });
}
