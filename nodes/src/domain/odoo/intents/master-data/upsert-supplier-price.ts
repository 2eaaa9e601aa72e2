/** What a supplier asks for a material, from which quantity and with which lead time. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { masterDataOf } from '../../dialects/master-data.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { decimalText, given, idOf, LIMITS, master, PROMISE, receiptFor, unlessOlder, upsertMaster } from './master.ts';
import { templateOf } from './template.ts';

const schema = z.strictObject({
  kind: z.literal('upsertSupplierPrice'),
  ...standing,
  ...master,
  /** Name of the price at its owner; one price for each quantity and time. */
  id: z.string().min(1),
  supplier: recordRefSchema,
  material: recordRefSchema,
  price: decimalText,
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  minQuantity: decimalText.optional(),
  leadTimeDays: z.int().min(0).max(3650).optional(),
  /** How the supplier calls the material. */
  supplierCode: z.string().min(1).optional(),
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
});
type UpsertSupplierPrice = z.output<typeof schema>;

const MODEL = 'product.supplierinfo';

export const upsertSupplierPrice = defineIntent({
  kind: 'upsertSupplierPrice',
  title: 'Create or change a supplier price',
  schema,
  promised: {
    ...PROMISE,
    does: 'Creates a price of a supplier for a material, or brings it to the values named.',
    once: 'Found by its external id, made of the name of the price; values are absolute.',
  },
  limits: LIMITS,
  needs: [
    [MODEL, 'create', 'Purchase / Administrator'],
    [MODEL, 'write', 'Purchase / Administrator'],
    ['res.partner', 'read', 'Purchase'],
  ],
  where: (intent) => ({ attempted: 'upsert the supplier price', on: idOf(intent) }),
  carryOut: (task) => unlessOlder(task, () => carryOut(task)),
});

async function carryOut(task: Task<UpsertSupplierPrice>): Promise<Result<Receipt>> {
  const { erp, intent, where, profile } = task;
  const names = masterDataOf(profile);
  if (!names.ok) return names;
  const supplier = await findRecord(erp, 'res.partner', intent.supplier, where);
  if (!supplier.ok) return supplier;
  const product = await templateOf(task, intent.material);
  if (!product.ok) return product;
  const ref = { id: intent.currency, by: 'name', value: intent.currency } as const;
  const currency = await findRecord(erp, 'res.currency', ref, where);
  if (!currency.ok) return currency;
  const done = await upsertMaster(task, {
    model: MODEL,
    externalId: externalId('supplier-price', idOf(intent)),
    record: intent.record,
    natural: [],
    values: given({
      price: intent.price,
      currency_id: currency.value.id,
      min_qty: intent.minQuantity,
      delay: intent.leadTimeDays,
      product_code: intent.supplierCode,
      date_start: intent.validFrom,
      date_end: intent.validTo,
    }),
    fixed: {
      [names.value.supplierField]: supplier.value.id,
      product_tmpl_id: product.value.template,
      product_id: product.value.id,
    },
  });
  return done.ok ? ok(receiptFor(task, MODEL, done.value, { price: intent.price, currency: intent.currency })) : done;
}
