/**
 * Goods stand where they leave from. In deliveries of several steps this ends the step that brings them there; otherwise
 * it is a transfer of its own, and the delivery reserves.
 */
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, type Task } from '../spec.ts';
import { openPart, pickingOfLine } from './delivery.ts';
import { pickStep } from './pick-step.ts';
import { findPlace, type Place } from './places.ts';
import { type Readiness, readinessOf } from './readiness.ts';
import { bringThere, fillStep } from './stage-moves.ts';
import { type StageDelivery, stageSchema } from './stage-schema.ts';
import { wantedOf } from './staged-goods.ts';
import { validateOnce } from './validate.ts';

export const stageDelivery = defineIntent({
  kind: 'stageDelivery',
  title: 'Stage goods for a delivery',
  schema: stageSchema,
  promised: {
    does: 'Moves packages and goods to the place from which they are shipped: by the picking step of the delivery where it has one, with the lots that were brought; by a transfer of its own otherwise, after which the delivery reserves.',
    postCondition: 'The transfer is done with exactly what the message says; packages stay whole.',
    once: 'The lines are made in one piece under external ids made of the key and looked for first; validating again changes nothing.',
    wizards:
      'What was not brought yet stays as a backorder of the step without asking; any other question parks the message.',
    undo: 'The intent "return" for the transfer.',
  },
  needs: [
    ['stock.picking', 'write', 'Inventory'],
    ['stock.move.line', 'create', 'Inventory'],
    ['stock.move.line', 'unlink', 'Inventory'],
    ['stock.quant', 'read', 'Inventory'],
    ['stock.location', 'read', 'Inventory'],
    ['mail.activity', 'create', 'Discuss'],
  ],
  where: ({ items, to, delivery }) => ({
    attempted: `stage ${items.length === 1 ? 'one item' : `${items.length} items`} at ${to.id}`,
    on: delivery?.id ?? to.id,
  }),
  carryOut,
});

const ANSWERS = { skip_backorder: true, skip_sms: true };

async function carryOut(task: Task<StageDelivery>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const place = await findPlace(erp, intent.to, where);
  if (!place.ok) return place;
  const known = await pickingOfLine(task, `${externalId('stageDelivery', intent.key)}_l0`);
  if (!known.ok) return known;
  const delivery = await openDelivery(task);
  // What was staged may have left since.
  if (!delivery.ok && known.value === undefined) return delivery;
  const open = delivery.ok ? delivery.value : undefined;
  const moved =
    known.value === undefined
      ? await stage(task, place.value, open)
      : await validateOnce(task, known.value, { movements: [], digits: 0, answers: ANSWERS });
  if (!moved.ok || open === undefined) return moved;
  const ready = await readinessOf(task, open);
  return ready.ok ? ok(withReadiness(moved.value, ready.value)) : ready;
}

type Open = { readonly id: number; readonly name: string };

/** A delivery that the warehouse knows before Odoo does is waited for; one that is done or cancelled is not. */
async function openDelivery(task: Task<StageDelivery>): Promise<Result<Open | undefined>> {
  const { delivery } = task.intent;
  if (delivery === undefined) return ok(undefined);
  const open = await openPart(task, delivery);
  if (open.ok || open.failure.code !== 'unmapped') return open;
  return fail(refusal('waiting-for-document', task.where, delivery.value));
}

async function stage(task: Task<StageDelivery>, place: Place, delivery: Open | undefined): Promise<Result<Receipt>> {
  const wanted = await wantedOf(task, task.intent.items);
  if (!wanted.ok) return wanted;
  const step = delivery ? await pickStep(task, delivery.id, place) : ok({ kind: 'none' as const });
  if (!step.ok) return step;
  switch (step.value.kind) {
    case 'elsewhere':
      return fail(refusal('staging-elsewhere', task.where, place.name));
    case 'open':
      return fillStep(task, step.value.id, place, wanted.value);
    case 'done':
    case 'none':
      return bringThere(
        task,
        place,
        wanted.value,
        delivery && { id: delivery.id, isBrought: step.value.kind === 'done' },
      );
  }
}

const withReadiness = (receipt: Receipt, { delivery, isReady }: Readiness): Receipt => ({
  ...receipt,
  summary: `${receipt.summary}; ${delivery.name} is ${isReady ? 'complete' : 'not complete yet'}`,
  records: [...receipt.records, { model: 'stock.picking', id: delivery.id, name: delivery.name }],
  readBack: { ...receipt.readBack, delivery: delivery.name, ready: isReady },
});
