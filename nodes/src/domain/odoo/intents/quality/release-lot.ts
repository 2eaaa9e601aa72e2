/** Releases a lot from a hold: back to the places it was taken from, unless another hold still rests on it. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { text } from '../../amount.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { HOLD, type LotGroup, RELEASE, transfersUnder } from './lot-group.ts';
import { alone, ofLot, openLot } from './lot-job.ts';
import { heldByIt, madeOfIt } from './made-of-it.ts';
import { mark } from './marks.ts';
import { lotMemory } from './memory.ts';
import { moveBack, type Returned, returnedBy } from './move-back.ts';
import { closeTodo } from './notes.ts';
import { otherHoldsOf, readResting } from './other-holds.ts';

const schema = z.strictObject({
  kind: z.literal('releaseLot'),
  ...standing,
  ...ofLot,
  /** Name of the hold that ends. */
  hold: z.string().min(1),
});
type ReleaseLot = z.output<typeof schema>;

export const releaseLot = defineIntent({
  kind: 'releaseLot',
  title: 'Release a lot from its hold',
  schema,
  promised: {
    does: 'Moves what lies in quarantine back to the places it was taken from, and with it the lots made of it that were held by the same hold. A lot on which another hold rests stays there.',
    postCondition:
      'Every transfer of the hold has its transfer back, as far as the goods still lie in quarantine and no other hold rests on them.',
    once: 'One transfer back for each line of the hold, under an external id made of that line.',
    wizards: 'Backorder, expiry and text-message questions are answered beforehand; any other parks the message.',
    undo: 'Put the lot on hold again, under another name.',
  },
  needs: [
    ['stock.picking', 'create', 'Inventory'],
    ['stock.lot', 'read', 'Inventory'],
    ['mail.message', 'create', 'Discuss'],
  ],
  where: ({ lot, material }) => ({ attempted: 'release the lot', on: `${material.id} ${lot}` }),
  carryOut,
});

async function carryOut(task: Task<ReleaseLot>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const job = await openLot(task);
  if (!job.ok) return job;
  const memory = lotMemory(task.memory());
  const own = alone(task, job.value);
  const mine = await transfersUnder(own, '=', `${HOLD}${intent.hold}`);
  if (!mine.ok) return mine;
  const descendants = await madeOfIt(task, job.value);
  if (!descendants.ok) return descendants;
  const made = await heldByIt(descendants.value.group);
  if (!made.ok) return made;
  const known = memory.holds[intent.hold];
  if (known === undefined && mine.value.length === 0 && made.value.lots.size === 0)
    return fail(refusal('waiting-for-hold', where, intent.hold));
  // Last held, first back: a pallet that both share must stand in its place again first.
  const more = await letGo(task, made.value);
  if (!more.ok) return more;
  const first = await letGo(task, own);
  if (!first.ok) return first;
  const closed = await closeTodo(erp, `${intent.partition}.${intent.hold}.made-of-it`, `${intent.hold} is released`);
  if (!closed.ok) return closed;
  if (known !== 'released') {
    const kept = await task.remember({ holds: { ...memory.holds, [intent.hold]: 'released' } });
    if (!kept.ok) return kept;
  }
  return ok(receipt(task, first.value, more.value));
}

interface LetGo {
  /** Something was brought back by this attempt. */
  readonly isNew: boolean;
  readonly returned: Returned;
  /** Holds by which some of them stay. */
  readonly stays: ReadonlyMap<string, readonly string[]>;
}

const titleOf = ({ lots }: LotGroup, id: number): string => lots.get(id)?.title ?? String(id);

/** Those on which nothing else rests; of all of them it is written down that this hold has ended. */
async function letGo(task: Task<ReleaseLot>, group: LotGroup): Promise<Result<LetGo>> {
  const resting = await readResting(group);
  if (!resting.ok) return resting;
  const others = await otherHoldsOf(group, lotMemory(task.memory()), task.intent.hold, resting.value);
  if (!others.ok) return others;
  const free = new Map([...group.lots].filter(([id]) => !others.value.has(id)));
  const moved = await moveBack({ ...group, lots: free }, resting.value.away, task.intent.partition);
  if (!moved.ok) return moved;
  const { marks } = resting.value;
  const marked = await mark(group, [...group.lots.values()], RELEASE, [`Released from ${group.hold}`], marks);
  if (!marked.ok) return marked;
  const returned = await returnedBy(group);
  if (!returned.ok) return returned;
  const stays = new Map([...others.value].map(([id, holds]) => [titleOf(group, id), holds]));
  return ok({ isNew: moved.value.length > 0, returned: returned.value, stays });
}

function receipt({ intent, where }: Task<ReleaseLot>, own: LetGo, made: LetGo): Receipt {
  const [holds] = own.stays.values();
  const stays = holds && `still held by ${holds.join(', ')}`;
  const quantity = text(own.returned.quantity);
  const others = made.returned.slips.length > 0 ? text(made.returned.quantity) : undefined;
  return {
    verdict: stays ? 'noted' : own.isNew || made.isNew ? 'posted' : 'already',
    summary: `${where.attempted} ${where.on}: ${stays ?? `${quantity} moved back`}${others ? `, of lots made of it ${others}` : ''}`,
    records: [...own.returned.slips, ...made.returned.slips].map(({ id, name }) => ({
      ...{ model: 'stock.picking', id, name, state: 'done' },
    })),
    readBack: {
      lot: intent.lot,
      movedBack: quantity,
      ...(stays ? { stays } : {}),
      ...(others ? { madeOfIt: others } : {}),
      ...(made.stays.size > 0 ? { madeOfItStays: Object.fromEntries(made.stays) } : {}),
    },
  };
}
