/** What the plant says to a released order or a revision of it, or that it says nothing: a note, and a task unless it agrees. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import type { OrderDocument } from '../../dialect.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { oneOrNone, rows } from '../../rows.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { messageRow, noteOn, taskOn } from './note-on.ts';
import { findOrder, openParts } from './order.ts';

const schema = z.strictObject({
  kind: z.literal('acknowledgeRelease'),
  ...standing,
  order: z.string().min(1),
  /** Which version of the release is meant. */
  version: z.int().min(1),
  /** `late`, `escalated`: it has not answered in time. */
  decision: z.enum(['accepted', 'partial', 'rejected', 'late', 'escalated']),
  reason: z.string().max(1000).optional(),
  expectedStart: z.string().optional(),
});
type Acknowledgement = z.output<typeof schema>;

export const acknowledgeRelease = defineIntent({
  kind: 'acknowledgeRelease',
  title: 'Note that the plant took or refused an order',
  schema,
  promised: {
    does: 'Puts a note on the order; unless the plant accepted all of it, also a task for whoever is responsible.',
    postCondition: 'The note stands on the order.',
    once: 'Note and task are created once under external ids made of order, version and decision.',
    wizards: 'None.',
    undo: 'Delete the note; the next decision adds one of its own.',
  },
  needs: [['mrp.production', 'write', 'Manufacturing']],
  where: ({ order, version, decision }) => ({
    attempted: `note that the plant ${said(decision)} version ${version}`,
    on: order,
  }),
  carryOut,
});

async function carryOut(task: Task<Acknowledgement>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const order = await findOrder(task, intent.order);
  if (!order.ok) return order;
  const part = openParts(order.value)[0] ?? order.value.parts[0];
  const name = `${intent.partition}.${intent.version}.${intent.decision}`;
  const id = externalId('ack', name);
  const known = await resolveExternalId(erp, id, 'mail.message', where);
  if (known.ok) return shown(task, part, known.value, 'already');
  if (known.failure.code !== 'unmapped') return known;
  const held = await heldVersion(task);
  if (!held.ok) return held;
  const text = wordsOf(intent, held.value);
  // The task first: once the note is there, nothing is left to do.
  if (intent.decision !== 'accepted') {
    const asked = await ask(task, part, externalId('ack-task', name), text);
    if (!asked.ok) return asked;
  }
  const note = await noteOn(erp, { id, model: 'mrp.production', record: part.id, text });
  return note.ok ? shown(task, part, note.value, 'posted') : note;
}

/** Versions that are looked for below one that was not taken. */
const LOOK_BACK = 5;

/** The version the plant took last, when it does not take this one: that is what it goes on with. */
async function heldVersion({ erp, intent, where }: Task<Acknowledgement>): Promise<Result<number | undefined>> {
  const { version, decision, partition } = intent;
  if (decision === 'accepted' || decision === 'partial') return ok(undefined);
  for (let below = version - 1; below >= Math.max(1, version - LOOK_BACK); below -= 1) {
    for (const taken of ['accepted', 'partial']) {
      const id = externalId('ack', `${partition}.${below}.${taken}`);
      const found = await resolveExternalId(erp, id, 'mail.message', where);
      if (found.ok) return ok(below);
      if (found.failure.code !== 'unmapped') return found;
    }
  }
  return ok(undefined);
}

async function ask(
  task: Task<Acknowledgement>,
  part: OrderDocument,
  id: string,
  text: string,
): Promise<Result<unknown>> {
  const orders = await rows(task.erp, {
    model: 'mrp.production',
    row: z.object({ id: z.number(), user_id: oneOrNone }),
    domain: [['id', '=', part.id]],
  });
  if (!orders.ok) return orders;
  const user = orders.value[0]?.user_id ?? task.profile.uid;
  if (user === undefined) return ok(undefined);
  return taskOn(task.erp, { id, record: part.id, text, modelId: 'mrp.model_mrp_production', user });
}

async function shown(
  { erp, intent, where }: Task<Acknowledgement>,
  part: OrderDocument,
  id: number,
  verdict: Receipt['verdict'],
): Promise<Result<Receipt>> {
  const found = await rows(erp, { model: 'mail.message', row: messageRow, domain: [['id', '=', id]] });
  if (!found.ok) return found;
  const [note] = found.value;
  if (!note) return fail(refusal('not-posted', where, 'the note is gone'));
  return ok({
    verdict,
    summary: `${where.attempted} on ${part.name}`,
    records: [
      { model: 'mail.message', id },
      { model: 'mrp.production', id: part.id, name: part.name, state: part.state },
    ],
    readBack: { order: part.name, version: intent.version, decision: intent.decision, note: note.body },
  });
}

const SAID = {
  ...{ accepted: 'accepted', partial: 'partial', rejected: 'rejected' },
  ...{ late: 'has not answered', escalated: 'has still not answered' },
} as const;
const said = (decision: Acknowledgement['decision']): string => SAID[decision];

function wordsOf({ version, decision, reason, expectedStart, at }: Acknowledgement, held: number | undefined): string {
  const because = reason === undefined ? '' : `: ${reason}`;
  const start = expectedStart === undefined ? '' : `; expected to start ${expectedStart}`;
  const goesOn = held === undefined ? '' : `; it goes on with version ${held}`;
  return `The plant ${said(decision)} version ${version} of this order at ${at}${because}${start}${goesOn}`;
}
