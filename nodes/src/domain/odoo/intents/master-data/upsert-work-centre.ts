/** A work centre with the hours it may work. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { given, idOf, LIMITS, master, PROMISE, receiptFor, unlessOlder, upsertMaster } from './master.ts';

const percent = z.number().min(0).max(1000);

const schema = z.strictObject({
  kind: z.literal('upsertWorkCentre'),
  ...standing,
  ...master,
  id: z.string().min(1),
  /** As the plant writes it; the canonical id when absent. */
  code: z.string().min(1).optional(),
  name: z.string().min(1),
  /** Working hours by name or external id, such as `plantwire.round_the_clock`. With office hours a standstill at night counts nothing. */
  calendar: recordRefSchema.optional(),
  efficiencyPct: percent.optional(),
  oeeTargetPct: percent.optional(),
});
type UpsertWorkCentre = z.output<typeof schema>;

const MODEL = 'mrp.workcenter';

export const upsertWorkCentre = defineIntent({
  kind: 'upsertWorkCentre',
  title: 'Create or change a work centre',
  schema,
  promised: { ...PROMISE, does: 'Creates a work centre with its working hours, or brings one to the values named.' },
  limits: LIMITS,
  needs: [
    [MODEL, 'create', 'Manufacturing / Administrator'],
    [MODEL, 'write', 'Manufacturing / Administrator'],
    ['resource.calendar', 'read', 'Manufacturing'],
  ],
  where: (intent) => ({ attempted: 'upsert the work centre', on: idOf(intent) }),
  carryOut: (task) => unlessOlder(task, () => carryOut(task)),
});

async function carryOut(task: Task<UpsertWorkCentre>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const calendar = intent.calendar ? await findRecord(erp, 'resource.calendar', intent.calendar, where) : ok(undefined);
  if (!calendar.ok) return calendar;
  const code = intent.code ?? idOf(intent);
  const done = await upsertMaster(task, {
    model: MODEL,
    externalId: externalId('work-centre', idOf(intent)),
    record: intent.record,
    natural: [['code', '=', code]],
    initial: { code },
    values: given({
      name: intent.name,
      code: intent.code,
      resource_calendar_id: calendar.value?.id,
      time_efficiency: intent.efficiencyPct,
      oee_target: intent.oeeTargetPct,
    }),
  });
  return done.ok ? ok(receiptFor(task, MODEL, done.value, { code })) : done;
}
