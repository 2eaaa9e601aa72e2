/** A material of the plant as a product: unit, tracking, shelf life. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { masterDataOf } from '../../dialects/master-data.ts';
import { refusal } from '../../refusals.ts';
import { describe } from '../../values/guard.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { given, LIMITS, PROMISE, receiptFor, unitOf, uomCode, upsertMaster } from './master.ts';

const days = z.int().min(0).max(36_500);

const schema = z.strictObject({
  kind: z.literal('upsertProduct'),
  ...standing,
  /** Canonical id; also the internal reference unless `code` says otherwise. */
  id: z.string().min(1),
  code: z.string().min(1).optional(),
  name: z.string().min(1),
  barcode: z.string().min(1).optional(),
  type: z.enum(['goods', 'consumable', 'service']).default('goods'),
  uom: uomCode,
  tracking: z.enum(['none', 'lot', 'serial']).default('none'),
  /** Days after receipt until it expires; the others are days before that. */
  expiry: z
    .strictObject({ after: days, bestBefore: days.default(0), removal: days.default(0), alert: days.default(0) })
    .optional(),
});
type UpsertProduct = z.output<typeof schema>;

const MODEL = 'product.product';

export const upsertProduct = defineIntent({
  kind: 'upsertProduct',
  title: 'Create or change a product',
  schema,
  promised: {
    ...PROMISE,
    does: 'Creates a product with unit, tracking and shelf life, or brings one to the values named. Its unit and kind are never changed.',
  },
  limits: LIMITS,
  needs: [
    [MODEL, 'create', 'Inventory / Administrator'],
    ['product.template', 'write', 'Inventory / Administrator'],
    ['uom.uom', 'read', 'Inventory'],
  ],
  where: ({ id }) => ({ attempted: 'upsert the product', on: id }),
  carryOut,
});

async function carryOut(task: Task<UpsertProduct>): Promise<Result<Receipt>> {
  const { intent, profile } = task;
  const names = masterDataOf(profile);
  if (!names.ok) return names;
  const unit = await unitOf(task, intent.uom);
  if (!unit.ok) return unit;
  const expiry = await expiryOf(task);
  if (!expiry.ok) return expiry;
  const code = intent.code ?? intent.id;
  const done = await upsertMaster(task, {
    model: MODEL,
    externalId: externalId('product', intent.id),
    natural: [['default_code', '=', code]],
    values: given({
      name: intent.name,
      default_code: code,
      barcode: intent.barcode,
      tracking: intent.tracking,
      ...expiry.value,
    }),
    fixed: {
      ...names.value.kinds[intent.type],
      ...Object.fromEntries(names.value.unitFields.map((field) => [field, unit.value])),
    },
  });
  return done.ok ? ok(receiptFor(task, MODEL, done.value, { code, uom: intent.uom })) : done;
}

/** The fields come with the app for expiration dates. */
async function expiryOf(task: Task<UpsertProduct>): Promise<Result<Readonly<Record<string, unknown>>>> {
  const { expiry, tracking } = task.intent;
  if (!expiry) return ok({});
  if (tracking === 'none') return fail(refusal('lot-missing', task.where, 'only lots can expire'));
  const fields = await describe(task, MODEL);
  if (!fields.ok) return fields;
  if (!fields.value.has('expiration_time'))
    return fail(refusal('app-missing', task.where, 'Expiration Dates (product_expiry)'));
  return ok({
    use_expiration_date: true,
    expiration_time: expiry.after,
    use_time: expiry.bestBefore,
    removal_time: expiry.removal,
    alert_time: expiry.alert,
  });
}
