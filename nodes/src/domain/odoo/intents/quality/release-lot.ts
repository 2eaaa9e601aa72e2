/** Releases a lot from a hold: back to the places it was taken from, unless another hold still rests on it. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { type Amount, sum, text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { one, rows } from '../../rows.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { HOLD, type LotJob, linesUnder, ofLot, openLot, RELEASE, transfersUnder } from './lot-job.ts';
import type { LotLine } from './lot-line.ts';
import { readQuants } from './lot-lines.ts';
import { lotMemory, otherHolds } from './memory.ts';
import { moveLot } from './transfer.ts';

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
    does: 'Moves what lies in quarantine back to the places it was taken from. While another hold rests on the lot it stays there.',
    postCondition: 'Every transfer of the hold has its transfer back, as far as the goods still lie in quarantine.',
    once: 'One transfer back for each line of the hold, under an external id made of that line.',
    wizards: 'Backorder, expiry and text-message questions are answered beforehand; any other parks the message.',
    undo: 'Put the lot on hold again, under another name.',
  },
  needs: [
    ['stock.picking', 'create', 'Inventory'],
    ['stock.lot', 'read', 'Inventory'],
  ],
  where: ({ lot, material }) => ({ attempted: 'release the lot', on: `${material.id} ${lot}` }),
  carryOut,
});

async function carryOut(task: Task<ReleaseLot>): Promise<Result<Receipt>> {
  const { intent, where } = task;
  const job = await openLot(task);
  if (!job.ok) return job;
  const memory = lotMemory(task.memory());
  const mine = await transfersUnder(job.value, '=', `${HOLD}${intent.hold}`);
  if (!mine.ok) return mine;
  const known = memory.holds[intent.hold];
  if (known === undefined && mine.value.length === 0) return fail(refusal('waiting-for-hold', where, intent.hold));
  const others = otherHolds(memory, intent.hold);
  const back = others.length > 0 ? ok([]) : await moveBack(task, job.value);
  if (!back.ok) return back;
  if (known !== 'released') {
    const kept = await task.remember({ holds: { ...memory.holds, [intent.hold]: 'released' } });
    if (!kept.ok) return kept;
  }
  const stays = others.length > 0 ? `still held by ${others.join(', ')}` : undefined;
  const quantity = text(sum(back.value.map((one) => one.quantity)));
  return ok({
    verdict: stays ? 'noted' : back.value.length > 0 ? 'posted' : 'already',
    summary: `${where.attempted} ${where.on}: ${stays ?? `${quantity} moved back`}`,
    records: back.value.map(({ id, name }) => ({ model: 'stock.picking', id, name, state: 'done' })),
    readBack: { lot: intent.lot, movedBack: quantity, ...(stays ? { stays } : {}) },
  });
}

interface Back {
  readonly id: number;
  readonly name: string;
  readonly quantity: Amount;
}

async function moveBack(task: Task<ReleaseLot>, job: LotJob): Promise<Result<Back[]>> {
  const lines = await linesUnder(job, '=like', HOLD);
  if (!lines.ok) return lines;
  const returned = await transfersUnder(job, '=like', RELEASE);
  if (!returned.ok) return returned;
  const isBack = new Set(returned.value.map(({ origin }) => Number(origin.split('#').at(-1))));
  const open = lines.value.filter(({ id }) => !isBack.has(id));
  if (open.length === 0) return ok([]);
  const operations = await operationsOf(job, open);
  if (!operations.ok) return operations;
  const quants = await readQuants(job.erp, job.lot.id);
  if (!quants.ok) return quants;
  const left = new Map(quants.value.map((quant) => [quant.id, quant.quantity]));
  const moved: Back[] = [];
  for (const line of open) {
    const stock = quants.value.find((one) => one.location_id.id === line.to && left.get(one.id)?.greaterThan(0));
    const there = stock ? left.get(stock.id) : undefined;
    const operation = operations.value.get(line.picking?.id ?? 0);
    // Scrapped or returned to the supplier meanwhile: nothing to move back.
    if (!stock || !there || operation === undefined) continue;
    const quantity = there.lessThan(line.quantity) ? there : line.quantity;
    left.set(stock.id, there.minus(quantity));
    const transfer = await moveLot(
      task.erp,
      job.book,
      {
        externalId: externalId('release', `${task.intent.partition}.${line.id}`),
        origin: `${RELEASE}${task.intent.hold}#${line.id}`,
        operation,
        product: job.product.id,
        unit: job.product.unit,
        lot: job.lot.id,
        from: line.to,
        to: line.from,
        quantity,
        package: stock.package_id,
        owner: stock.owner_id,
      },
      task.where,
    );
    if (!transfer.ok) return transfer;
    moved.push({ ...transfer.value, quantity });
  }
  return ok(moved);
}

/** The way back is of the operation type of the way there. */
async function operationsOf({ erp }: LotJob, lines: readonly LotLine[]): Promise<Result<ReadonlyMap<number, number>>> {
  const ids = [...new Set(lines.flatMap(({ picking }) => picking?.id ?? []))];
  const row = z.object({ id: z.number(), picking_type_id: one });
  const found = await rows(erp, { model: 'stock.picking', row, domain: [['id', 'in', ids]] });
  return found.ok ? ok(new Map(found.value.map(({ id, picking_type_id }) => [id, picking_type_id]))) : found;
}
