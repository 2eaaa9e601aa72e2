/** The line is back: every standstill that still blocks its work centre ends when the plant says so. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { refusal } from '../../refusals.ts';
import { act, rows } from '../../rows.ts';
import { odooTime } from '../../time.ts';
import { type Found, findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { TIMES } from './time-row.ts';

const schema = z.strictObject({
  kind: z.literal('unblockWorkCentre'),
  ...standing,
  workCentre: recordRefSchema,
});
type Unblock = z.output<typeof schema>;

export const unblockWorkCentre = defineIntent({
  kind: 'unblockWorkCentre',
  title: 'Unblock a work centre',
  schema,
  promised: {
    does: 'Ends all open standstills of the work centre at the time reported; running work is not touched.',
    postCondition: 'No standstill is open, and the work centre is not blocked.',
    once: 'A work centre that is not blocked is left alone.',
    wizards: 'None; the button of Odoo would end running work too, at the time of the call.',
    undo: 'Remove the end of the time rows in Odoo.',
  },
  needs: [[TIMES, 'write', 'Manufacturing']],
  where: ({ workCentre, at }) => ({ attempted: `unblock since ${at}`, on: workCentre.id }),
  carryOut,
});

const stop = z.object({ id: z.number(), date_start: z.string() });

async function carryOut(task: Task<Unblock>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const centre = await findRecord(erp, 'mrp.workcenter', intent.workCentre, where);
  if (!centre.ok) return centre;
  const before = await openStops(task, centre.value);
  if (!before.ok) return before;
  const at = odooTime(intent.at);
  for (const { id, date_start } of before.value) {
    // Late news: a standstill that began after this one is another.
    if (date_start > at) return fail(refusal('ends-before-start', where, `${date_start} to ${at}`));
    const ended = await act(erp, TIMES, 'write', [id], { vals: { date_end: at } }, { repeatable: true });
    if (!ended.ok) return ended;
  }
  const after = await openStops(task, centre.value);
  if (!after.ok) return after;
  if (after.value.length > 0) return fail(refusal('not-posted', where, `${after.value.length} standstills are open`));
  return ok({
    verdict: before.value.length > 0 ? 'posted' : 'already',
    summary: `${where.attempted}: ${before.value.length} standstills ended`,
    records: [
      { model: 'mrp.workcenter', id: centre.value.id, name: centre.value.display_name, state: 'normal' },
      ...before.value.map(({ id }) => ({ model: TIMES, id, state: 'closed' })),
    ],
    readBack: { workCentre: intent.workCentre.id, open: 0 },
  });
}

async function openStops({ erp }: Task<Unblock>, centre: Found): Promise<Result<z.output<typeof stop>[]>> {
  return rows(erp, {
    model: TIMES,
    row: stop,
    domain: [
      ['workcenter_id', '=', centre.id],
      ['date_end', '=', false],
      ['loss_id.loss_type', 'in', ['availability', 'quality']],
    ],
    order: 'id',
  });
}
