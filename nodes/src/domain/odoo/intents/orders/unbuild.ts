/** Takes back what a closed order made: product out of stock, components in again. Odoo does it again when asked again. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { type Amount, equal, text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { exactIn } from '../../conversion.ts';
import { type Constants, readConstants } from '../../deps.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce } from '../../rows.ts';
import { questionIn } from '../../wizard.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { noteOn } from './note-on.ts';
import { findOrder } from './order.ts';
import { announce, answered, stillUnderWay } from './sent.ts';
import { type Candidate, partToUnbuild, readUnbuild, UNBUILD, type UnbuildRow } from './unbuild-part.ts';

const schema = z.strictObject({
  kind: z.literal('unbuild'),
  ...standing,
  order: z.string().min(1),
  quantity: z.strictObject({ value: z.string().regex(/^\d{1,15}(\.\d{1,9})?$/), uom: z.string().min(2) }),
  /** Of the product; needed where it is tracked. */
  lot: z.string().min(1).optional(),
  reason: z.string().max(1000).optional(),
});
type Unbuild = z.output<typeof schema>;

export const unbuild = defineIntent({
  kind: 'unbuild',
  title: 'Unbuild what a closed order made',
  schema,
  promised: {
    does: 'Makes one unbuild order of a done part of the order and validates it: the product leaves stock, its components return with their lots.',
    postCondition:
      'The unbuild order is done with the quantity reported; all unbuilding together is not more than was made.',
    once: 'Created once under an external id and validated only from draft; the call is announced beforehand and looked for after a lost answer.',
    wizards: 'Too little in stock is refused by name.',
    undo: 'Produce the quantity again on a new order.',
  },
  needs: [
    [UNBUILD, 'create', 'Manufacturing'],
    ['stock.move', 'write', 'Inventory'],
  ],
  where: ({ order, quantity }) => ({ attempted: `unbuild ${quantity.value} ${quantity.uom}`, on: order }),
  carryOut,
});

async function carryOut(task: Task<Unbuild>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const order = await findOrder(task, intent.order);
  if (!order.ok) return order;
  const constants = await readConstants(erp, order.value.dialect, task.deps);
  if (!constants.ok) return constants;
  const part = await partToUnbuild(task, order.value, (unit) => inUnit(task, constants.value, unit));
  if (!part.ok) return part;
  const made = await ensure(task, part.value);
  if (!made.ok) return made;
  const { digits } = constants.value;
  const isThis =
    equal(made.value.product_qty, part.value.quantity, digits) &&
    made.value.mo_id === part.value.part.id &&
    made.value.lot_id === part.value.lot;
  if (!isThis) return fail(refusal('conflicting-state', where, `${made.value.name} takes back something else`));
  const done = await validate(task, made.value);
  if (!done.ok) return done;
  const { name, state } = done.value;
  return ok({
    verdict: made.value.state === 'done' ? 'already' : 'posted',
    summary: `${where.attempted} on ${part.value.part.name}: ${name} ${state}`,
    records: [
      { model: UNBUILD, id: done.value.id, name, state },
      { model: 'mrp.production', id: part.value.part.id, name: part.value.part.name, state: part.value.part.state },
    ],
    readBack: { unbuild: name, state, quantity: text(done.value.product_qty), order: part.value.part.name },
  });
}

const inUnit = ({ intent, where }: Task<Unbuild>, constants: Constants, unit: number): Result<Amount> =>
  exactIn(constants, intent.quantity, unit, where);

async function ensure(task: Task<Unbuild>, { part, lot, quantity }: Candidate): Promise<Result<UnbuildRow>> {
  const { erp, intent, where } = task;
  const id = await createOnce(erp, UNBUILD, {
    id: externalId('unbuild', intent.key),
    'mo_id/.id': String(part.id),
    'product_id/.id': String(part.product),
    product_qty: text(quantity),
    'product_uom_id/.id': String(part.unit),
    ...(lot === undefined ? {} : { 'lot_id/.id': String(lot) }),
    // From where it was put to where the components came from; Odoo would take the stock of the warehouse.
    'location_id/.id': String(part.destination),
    'location_dest_id/.id': String(part.source),
  });
  if (!id.ok) return id;
  const found = await readUnbuild(erp, id.value);
  if (!found.ok) return found;
  return found.value ? ok(found.value) : fail(refusal('not-posted', where, 'the unbuild order is gone'));
}

/** Only from draft: Odoo has no objection to unbuilding by the same document twice (14.0 and 19.0, measured). */
async function validate(task: Task<Unbuild>, found: UnbuildRow): Promise<Result<UnbuildRow>> {
  const { erp, intent, where } = task;
  if (found.state === 'done') return ok(found);
  const early = stillUnderWay(task, found.id, found.name);
  if (early) return fail(early);
  const noted = await explain(task, found, intent.reason);
  if (!noted.ok) return noted;
  const announced = await announce(task, found.id);
  if (!announced.ok) return announced;
  const answer = await act(erp, UNBUILD, 'action_validate', [found.id]);
  if (!answer.ok && answer.failure.class === 'unknown') return answer;
  const told = await answered(task);
  if (!told.ok) return told;
  if (!answer.ok) return answer;
  const now = await readUnbuild(erp, found.id);
  if (!now.ok) return now;
  if (now.value?.state === 'done') return ok(now.value);
  return fail(questionIn(answer.value, where) ?? refusal('not-posted', where, `${found.name} is still a draft`));
}

function explain({ erp, intent }: Task<Unbuild>, { mo_id }: UnbuildRow, reason?: string): Promise<Result<unknown>> {
  if (reason === undefined || mo_id === undefined) return Promise.resolve(ok(undefined));
  const id = externalId('unbuild-note', intent.key);
  return noteOn(erp, { id, model: 'mrp.production', record: mo_id, text: `Unbuilt: ${reason}` });
}
