/** The work is done: closes the open request of an asset and class, with what was found. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { refusal } from '../../refusals.ts';
import { rows } from '../../rows.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { type Occurrence, recordOccurrence, requestWith } from './occurrences.ts';
import { familyOf, isOpen, openOf, REQUEST, readRequest, requestsOf, writeRequest } from './requests.ts';

const schema = z.strictObject({
  kind: z.literal('closeMaintenance'),
  ...standing,
  asset: recordRefSchema,
  class: z.string().min(1).max(80),
  findings: z.array(z.string()).optional(),
});
type CloseMaintenance = z.output<typeof schema>;

export const closeMaintenance = defineIntent({
  kind: 'closeMaintenance',
  title: 'Close the maintenance request of an asset',
  schema,
  promised: {
    does: 'Adds the findings as a note and moves the open request to the first stage that Odoo counts as done.',
    postCondition: 'The request is in a stage that is done.',
    once: 'The note is created once by external id and names the request; the stage is an absolute value.',
    wizards: 'None.',
    undo: 'Move the request back to an open stage in Odoo.',
  },
  needs: [
    [REQUEST, 'write', 'Maintenance'],
    ['maintenance.stage', 'read', 'Maintenance'],
    ['maintenance.equipment', 'read', 'Maintenance'],
    ['mail.message', 'create', 'Discuss'],
  ],
  where: ({ asset, class: family }) => ({ attempted: `close the maintenance request (${family})`, on: asset.id }),
  carryOut,
});

async function carryOut(task: Task<CloseMaintenance>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const note: Occurrence = {
    ...{ key: intent.key, at: intent.at, count: 0 },
    lines: [`Closed by the plant (${intent.at})`, ...(intent.findings ?? [])],
  };
  const known = await requestWith(erp, note, where);
  if (!known.ok) return known;
  if (known.value !== undefined) return close(task, known.value);
  const asset = await findRecord(erp, 'maintenance.equipment', intent.asset, where);
  if (!asset.ok) return asset;
  const family = familyOf('maintenance', intent.partition, intent.class, asset.value.id);
  const requests = await requestsOf(erp, family);
  if (!requests.ok) return requests;
  const open = openOf(requests.value);
  if (!open) return ok(nothingOpen(task));
  const noted = await recordOccurrence(erp, open.id, note);
  return noted.ok ? close(task, open.id) : noted;
}

/** Somebody closed it in Odoo before: there is nothing to do, and that is fine. */
const nothingOpen = ({ where }: Task<CloseMaintenance>): Receipt => ({
  verdict: 'noted',
  summary: `${where.attempted} of ${where.on}: none is open`,
  records: [],
  readBack: { state: 'closed' },
});

async function close(task: Task<CloseMaintenance>, id: number): Promise<Result<Receipt>> {
  const { erp, where } = task;
  const before = await readRequest(erp, id, where);
  if (!before.ok) return before;
  const wasOpen = isOpen(before.value);
  if (wasOpen) {
    const stage = await doneStage(task);
    if (!stage.ok) return stage;
    const written = await writeRequest(erp, id, { stage_id: stage.value });
    if (!written.ok) return written;
  }
  const after = wasOpen ? await readRequest(erp, id, where) : before;
  if (!after.ok) return after;
  if (isOpen(after.value)) return fail(refusal('not-posted', where, `${after.value.name} is still open`));
  return ok({
    verdict: wasOpen ? 'posted' : 'already',
    summary: `${where.attempted} of ${where.on}: ${after.value.name}`,
    records: [{ model: REQUEST, id, name: after.value.name, state: 'closed' }],
    readBack: { state: 'closed', stage: after.value.stage_id },
  });
}

async function doneStage({ erp, where }: Task<CloseMaintenance>): Promise<Result<number>> {
  const row = z.object({ id: z.number(), name: z.string() });
  const order = 'sequence, id';
  const found = await rows(erp, { model: 'maintenance.stage', row, domain: [['done', '=', true]], order, limit: 1 });
  if (!found.ok) return found;
  const [first] = found.value;
  return first ? ok(first.id) : fail(refusal('no-done-stage', where));
}
