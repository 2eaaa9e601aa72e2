/** A place where goods lie. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { masterDataOf } from '../../dialects/master-data.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { given, LIMITS, PROMISE, receiptFor, upsertMaster } from './master.ts';

const schema = z.strictObject({
  kind: z.literal('upsertLocation'),
  ...standing,
  id: z.string().min(1),
  name: z.string().min(1),
  /** The place that this one is inside of. */
  parent: recordRefSchema,
  use: z.enum(['internal', 'view', 'transit', 'scrap']).default('internal'),
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
  where: ({ id }) => ({ attempted: 'upsert the location', on: id }),
  carryOut,
});

async function carryOut(task: Task<UpsertLocation>): Promise<Result<Receipt>> {
  const { erp, intent, where, profile } = task;
  const names = masterDataOf(profile);
  if (!names.ok) return names;
  const parent = await findRecord(erp, MODEL, intent.parent, where);
  if (!parent.ok) return parent;
  const done = await upsertMaster(task, {
    model: MODEL,
    externalId: externalId('location', intent.id),
    natural: [
      ['name', '=', intent.name],
      ['location_id', '=', parent.value.id],
    ],
    values: given({ name: intent.name, barcode: intent.barcode }),
    fixed: {
      location_id: parent.value.id,
      ...(intent.use === 'scrap' ? names.value.scrapPlace : { usage: intent.use }),
    },
  });
  return done.ok ? ok(receiptFor(task, MODEL, done.value)) : done;
}
