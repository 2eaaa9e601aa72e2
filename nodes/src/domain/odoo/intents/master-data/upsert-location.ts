/** A place where goods lie. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { masterDataOf } from '../../dialects/master-data.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { given, idOf, LIMITS, master, PROMISE, receiptFor, unlessOlder, upsertMaster } from './master.ts';

const schema = z.strictObject({
  kind: z.literal('upsertLocation'),
  ...standing,
  ...master,
  id: z.string().min(1),
  name: z.string().min(1),
  /** The place that this one is inside of. */
  parent: recordRefSchema,
  /** `internal` for a new one. */
  use: z.enum(['internal', 'view', 'transit', 'scrap']).optional(),
  barcode: z.string().min(1).optional(),
});
type UpsertLocation = z.output<typeof schema>;

const MODEL = 'stock.location';

export const upsertLocation = defineIntent({
  kind: 'upsertLocation',
  title: 'Create or change a location',
  schema,
  promised: {
    ...PROMISE,
    does: 'Creates a location below another one, or changes its name and barcode. Where it belongs and what it is for is never changed: goods lie there.',
  },
  limits: LIMITS,
  needs: [
    [MODEL, 'create', 'Inventory / Administrator'],
    [MODEL, 'write', 'Inventory / Administrator'],
  ],
  where: (intent) => ({ attempted: 'upsert the location', on: idOf(intent) }),
  carryOut: (task) => unlessOlder(task, () => carryOut(task)),
});

async function carryOut(task: Task<UpsertLocation>): Promise<Result<Receipt>> {
  const { erp, intent, where, profile } = task;
  const names = masterDataOf(profile);
  if (!names.ok) return names;
  const parent = await findRecord(erp, MODEL, intent.parent, where);
  if (!parent.ok) return parent;
  const done = await upsertMaster(task, {
    model: MODEL,
    externalId: externalId('location', idOf(intent)),
    record: intent.record,
    natural: [
      ['name', '=', intent.name],
      ['location_id', '=', parent.value.id],
    ],
    values: given({ name: intent.name, barcode: intent.barcode }),
    initial: { usage: 'internal' },
    fixed: {
      location_id: parent.value.id,
      ...(intent.use === 'scrap' ? names.value.scrapPlace : given({ usage: intent.use })),
    },
  });
  return done.ok ? ok(receiptFor(task, MODEL, done.value)) : done;
}
