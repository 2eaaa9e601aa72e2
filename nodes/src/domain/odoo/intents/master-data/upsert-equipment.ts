/** A machine or asset that maintenance looks after. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { given, idOf, LIMITS, master, PROMISE, receiptFor, unlessOlder, upsertMaster } from './master.ts';

const schema = z.strictObject({
  kind: z.literal('upsertEquipment'),
  ...standing,
  ...master,
  id: z.string().min(1),
  name: z.string().min(1),
  serialNumber: z.string().min(1).optional(),
  inServiceFrom: z.iso.date().optional(),
  team: recordRefSchema.optional(),
});
type UpsertEquipment = z.output<typeof schema>;

const MODEL = 'maintenance.equipment';

export const upsertEquipment = defineIntent({
  kind: 'upsertEquipment',
  title: 'Create or change an equipment',
  schema,
  promised: { ...PROMISE, does: 'Creates an equipment for maintenance, or brings one to the values named.' },
  limits: LIMITS,
  needs: [
    [MODEL, 'create', 'Maintenance / Equipment Manager'],
    [MODEL, 'write', 'Maintenance / Equipment Manager'],
  ],
  where: (intent) => ({ attempted: 'upsert the equipment', on: idOf(intent) }),
  carryOut: (task) => unlessOlder(task, () => carryOut(task)),
});

async function carryOut(task: Task<UpsertEquipment>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const team = intent.team ? await findRecord(erp, 'maintenance.team', intent.team, where) : ok(undefined);
  if (!team.ok) return team;
  const done = await upsertMaster(task, {
    model: MODEL,
    externalId: externalId('equipment', idOf(intent)),
    record: intent.record,
    natural: intent.serialNumber === undefined ? [] : [['serial_no', '=', intent.serialNumber]],
    values: given({
      name: intent.name,
      serial_no: intent.serialNumber,
      effective_date: intent.inServiceFrom,
      maintenance_team_id: team.value?.id,
    }),
  });
  return done.ok ? ok(receiptFor(task, MODEL, done.value)) : done;
}
