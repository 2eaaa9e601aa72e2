/** A bill of materials with its operations and by-products: a whole snapshot. Orders that run keep what they have. */
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { defineIntent, type Task } from '../spec.ts';
import { bomSchema, type UpsertBom } from './bom.ts';
import { bomLines } from './bom-lines.ts';
import { given, idOf, LIMITS, PROMISE, receiptFor, unitOf, unlessOlder, upsertMaster } from './master.ts';
import { templateOf } from './template.ts';

const MODEL = 'mrp.bom';

export const upsertBom = defineIntent({
  kind: 'upsertBom',
  title: 'Create or change a bill of materials',
  schema: bomSchema,
  promised: {
    ...PROMISE,
    does: 'Brings a bill of materials with components, by-products and operations to a snapshot; of the lists that it names, lines that are not in them are removed. Orders that exist keep their components.',
    once: 'Bill and lines are found by their external ids; quantities are absolute.',
  },
  limits: LIMITS,
  needs: [
    [MODEL, 'create', 'Manufacturing / Administrator'],
    ['mrp.bom.line', 'create', 'Manufacturing / Administrator'],
    ['mrp.bom.byproduct', 'create', 'Manufacturing / Administrator'],
    ['mrp.routing.workcenter', 'create', 'Manufacturing / Administrator'],
    ['product.product', 'read', 'Manufacturing'],
  ],
  where: (intent) => ({ attempted: 'upsert the bill of materials', on: idOf(intent) }),
  carryOut: (task) => unlessOlder(task, () => carryOut(task)),
});

async function carryOut(task: Task<UpsertBom>): Promise<Result<Receipt>> {
  const { intent } = task;
  const product = await templateOf(task, intent.product);
  if (!product.ok) return product;
  const unit = await unitOf(task, intent.quantity.uom);
  if (!unit.ok) return unit;
  const lines = await bomLines(task, product.value.unit);
  if (!lines.ok) return lines;
  const bill = await upsertMaster(task, {
    model: MODEL,
    externalId: externalId('bom', idOf(intent)),
    record: intent.record,
    natural: [],
    values: given({
      code: `${idOf(intent)}/${intent.revision}`,
      product_qty: intent.quantity.value,
      product_uom_id: unit.value,
      consumption: intent.consumption,
    }),
    initial: { consumption: 'warning' },
    fixed: { product_tmpl_id: product.value.template, type: 'normal' },
  });
  if (!bill.ok) return bill;
  const changed = await lines.value.settle(bill.value.id);
  if (!changed.ok) return changed;
  const verdict = changed.value ? 'posted' : bill.value.verdict;
  const counts = { components: intent.components.length, operations: intent.operations?.length ?? 'untouched' };
  return ok(receiptFor(task, MODEL, { id: bill.value.id, verdict }, { revision: intent.revision, ...counts }));
}
