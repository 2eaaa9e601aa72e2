/** Calls one method of one record that the engineer has allowed, when the record does not show its effect yet. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { refusal } from '../../refusals.ts';
import { act } from '../../rows.ts';
import { isDeniedMethod } from '../../values/denied.ts';
import { questionIn } from '../../wizard.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { modelHere, modelName, readShown, receiptOf, type Shown } from './record.ts';

const plain = z.union([z.string(), z.number(), z.boolean()]);

const schema = z.strictObject({
  kind: z.literal('callMethod'),
  ...standing,
  model: modelName,
  record: recordRefSchema,
  method: z.string().regex(/^[a-z][a-z0-9_]*$/),
  args: z.record(z.string(), z.unknown()).default({}),
  /** What the record shows when the method has had its effect; many2one by database id. */
  expects: z.record(z.string(), plain).refine((fields) => Object.keys(fields).length > 0, 'at least one field'),
});
type CallMethod = z.output<typeof schema>;

export const callMethod = defineIntent({
  kind: 'callMethod',
  title: 'Call an allowed method of a record',
  schema,
  promised: {
    does: 'Calls a method that the engineer has allowed on the write node; what has an intent of its own is never allowed.',
    postCondition: 'The record shows the values that the message expects.',
    once: 'Not called when the record shows them already; a call whose answer was lost is looked at first and not sent again while it may be under way.',
    wizards: 'A question of Odoo is a failure that names it.',
    undo: 'By the method of Odoo that takes it back.',
  },
  needs: [],
  where: ({ model, method, record }) => ({ attempted: `call ${model}.${method}`, on: record.id }),
  needsOf: ({ model }) => [[model, 'write', 'the app of this model']],
  carryOut,
});

async function carryOut(task: Task<CallMethod>): Promise<Result<Receipt>> {
  const { erp, intent, where, deps } = task;
  const { method } = intent;
  const model = modelHere(task, intent.model);
  if (!model.ok) return model;
  const name = `${intent.model}.${method}`;
  if (isDeniedMethod(model.value, method)) return fail(refusal('method-denied', where, name));
  if (!(deps.allowedMethods ?? []).includes(name)) return fail(refusal('method-not-allowed', where, name));
  const found = await findRecord(erp, model.value, intent.record, where);
  if (!found.ok) return found;
  const { id } = found.value;
  const names = Object.keys(intent.expects);
  const before = await readShown(task, model.value, id, names);
  if (!before.ok) return before;
  if (isShown(intent, before.value)) return ok(receiptOf(task, model.value, id, 'already', intent.expects));
  const early = stillUnderWay(task);
  if (early) return early;
  const answer = await callAnnounced(task, model.value, id);
  if (!answer.ok) return answer;
  const after = await readShown(task, model.value, id, names);
  if (!after.ok) return after;
  if (isShown(intent, after.value)) return ok(receiptOf(task, model.value, id, 'posted', intent.expects));
  return fail(questionIn(answer.value, where) ?? refusal('not-posted', where, JSON.stringify(after.value)));
}

function isShown({ expects }: CallMethod, shown: Shown): boolean {
  return Object.entries(expects).every(([name, value]) => {
    const now = shown[name];
    return value === (Array.isArray(now) ? now[0] : now);
  });
}

/** Before it is sent: whoever looks later knows that a first call may still arrive. */
async function callAnnounced(task: Task<CallMethod>, model: string, id: number): Promise<Result<unknown>> {
  const { erp, intent, deps } = task;
  if (deps.travel && !erp.foresight) {
    const announced = await task.remember({ sent: { key: intent.key, atMs: deps.travel.nowMs() } });
    if (!announced.ok) return announced;
  }
  const answer = await act(erp, model, intent.method, [id], intent.args);
  if (!answer.ok && answer.failure.class === 'unknown') return answer;
  const answered = task.memory()['sent'] === undefined ? ok(undefined) : await task.remember({ sent: null });
  return answered.ok ? answer : answered;
}

const sentSchema = z.object({ key: z.string(), atMs: z.number() });

function stillUnderWay({ deps, intent, where, memory }: Task<CallMethod>): Result<Receipt> | undefined {
  const sent = sentSchema.safeParse(memory()['sent']).data;
  if (!deps.travel || sent?.key !== intent.key) return undefined;
  const leftMs = sent.atMs + deps.travel.mostMs - deps.travel.nowMs();
  return leftMs <= 0 ? undefined : fail({ ...refusal('call-under-way', where), retryAfterMs: leftMs });
}
