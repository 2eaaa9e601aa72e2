/** A repair that was done: which parts went into one serial number and which came out, tied to it for its genealogy. */
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import type { RepairPart } from '../../dialects/repair.ts';
import { findProduct } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, type Task } from '../spec.ts';
import { goodsOf } from '../stock/goods.ts';
import { findOrder, REPAIR } from './repair-order.ts';
import { repairTable } from './repair-places.ts';
import { type Repair, repairSchema } from './repair-schema.ts';
import { open, type Plan, readBack, take } from './repair-steps.ts';

export const repair = defineIntent({
  kind: 'repair',
  title: 'Record a repair with its parts',
  schema: repairSchema,
  promised: {
    does: 'Creates the repair order of the serial number, with every part that went in (its lot) or came out, takes it through to its end, and so ties the lots to each other.',
    postCondition: 'The repair is done, and so is every part with its quantity.',
    once: 'Order and parts are created once by external id; each step is taken only from the state before it. What is done is only read.',
    wizards: 'Stock that is missing is refused beforehand; any question parks the message.',
    undo: 'A repair the other way round; Odoo takes no repair back that is done.',
  },
  needs: [
    [REPAIR, 'create', 'Repair'],
    [REPAIR, 'write', 'Repair'],
    ['stock.move', 'write', 'Inventory'],
    ['stock.move.line', 'create', 'Inventory'],
    ['stock.quant', 'read', 'Inventory'],
  ],
  where: ({ repair: number, serial }) => ({ attempted: `record repair ${number}`, on: serial }),
  carryOut,
});

async function carryOut(task: Task<Repair>): Promise<Result<Receipt>> {
  const { erp, intent, where, profile, deps } = task;
  const table = repairTable(task);
  if (!table.ok) return table;
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const product = await findProduct(erp, intent.material, where);
  if (!product.ok) return product;
  const lot = await dialect.value.findLot(erp, product.value.id, intent.serial);
  if (!lot.ok) return lot;
  if (lot.value === undefined) return fail(refusal('lot-unknown', where, intent.serial));
  const parts = await partsOf(task);
  if (!parts.ok) return parts;
  const constants = await readConstants(erp, dialect.value, deps);
  if (!constants.ok) return constants;
  const order = await findOrder(task);
  if (!order.ok) return order;
  const plan: Plan = {
    ...{ table: table.value, product: product.value, lot: lot.value, parts: parts.value },
    digits: constants.value.digits,
  };
  if (order.value?.state === 'done') return readBack(task, plan, order.value, 'already');
  const opened = await open(task, plan);
  if (!opened.ok) return opened;
  const done = await take(task, plan, opened.value);
  return done.ok ? readBack(task, plan, done.value, 'posted') : done;
}

async function partsOf(task: Task<Repair>): Promise<Result<RepairPart[]>> {
  const found: RepairPart[] = [];
  for (const { use, ...named } of task.intent.parts) {
    const goods = await goodsOf(task, named);
    if (!goods.ok) return goods;
    const { product, lot, quantity } = goods.value;
    found.push({ use, product: product.id, name: product.name, unit: product.unit, lot, quantity });
  }
  return ok(found);
}
