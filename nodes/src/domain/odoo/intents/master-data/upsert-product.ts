/** A material of the plant as a product: unit, tracking, shelf life. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { masterDataOf } from '../../dialects/master-data.ts';
import { refusal } from '../../refusals.ts';
import { describe } from '../../values/guard.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import {
  given,
  idOf,
  LIMITS,
  master,
  PROMISE,
  receiptFor,
  unitOf,
  unlessOlder,
  uomCode,
  upsertMaster,
} from './master.ts';

const days = z.int().min(0).max(36_500);

const schema = z.strictObject({
  kind: z.literal('upsertProduct'),
  ...standing,
  ...master,
  /** Canonical id; also the internal reference unless `code` says otherwise. */
  id: z.string().min(1),
  code: z.string().min(1).optional(),
  name: z.string().min(1),
  barcode: z.string().min(1).optional(),
  /** `goods` for a new one. */
  type: z.enum(['goods', 'consumable', 'service']).optional(),
  uom: uomCode,
  /** `none` for a new one. */
  tracking: z.enum(['none', 'lot', 'serial']).optional(),
  /** Days after receipt until it expires; the others are days before that. */
  expiry: z
    .strictObject({
      after: days.optional(),
      bestBefore: days.optional(),
      removal: days.optional(),
      alert: days.optional(),
    })
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
    does: 'Creates a product with unit, tracking and shelf life, or brings one to the values named. A GTIN of fourteen digits that begins with 0 is the barcode without that 0, as scanners read it. Its unit and kind are never changed.',
  },
  limits: LIMITS,
  needs: [
    [MODEL, 'create', 'Inventory / Administrator'],
    ['product.template', 'write', 'Inventory / Administrator'],
    ['uom.uom', 'read', 'Inventory'],
  ],
  where: (intent) => ({ attempted: 'upsert the product', on: idOf(intent) }),
  carryOut: (task) => unlessOlder(task, () => carryOut(task)),
});

async function carryOut(task: Task<UpsertProduct>): Promise<Result<Receipt>> {
  const { intent, profile } = task;
  const names = masterDataOf(profile);
  if (!names.ok) return names;
  const unit = await unitOf(task, intent.uom);
  if (!unit.ok) return unit;
  const expiry = await expiryOf(task);
  if (!expiry.ok) return expiry;
  const code = intent.code ?? idOf(intent);
  const done = await upsertMaster(task, {
    model: MODEL,
    externalId: externalId('product', idOf(intent)),
    record: intent.record,
    natural: [['default_code', '=', code]],
    values: given({
      name: intent.name,
      default_code: intent.code,
      barcode: intent.barcode,
      tracking: intent.tracking,
      ...expiry.value,
    }),
    initial: { default_code: code, ...(intent.type ? {} : names.value.kinds.goods) },
    fixed: {
      ...(intent.type ? names.value.kinds[intent.type] : {}),
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
  return ok(
    given({
      use_expiration_date: true,
      expiration_time: expiry.after,
      use_time: expiry.bestBefore,
      removal_time: expiry.removal,
      alert_time: expiry.alert,
    }),
  );
}
