/** Puts a lot on hold: out of reach of every reservation, whatever was reserved, staged or under way. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { type Look, lookAround } from './hold-look.ts';
import { HOLD, inProductUnit, type LotJob, ofLot, openLot, RELEASE, transfersUnder } from './lot-job.ts';
import { lotMemory } from './memory.ts';
import { whereItWent } from './out-of-reach.ts';
import { findQuarantine, type Quarantine } from './quarantine.ts';
import { reserveAgain, retakenFrom, takeBack } from './take-back.ts';
import { moveLot } from './transfer.ts';

const schema = z.strictObject({
  kind: z.literal('holdLot'),
  ...standing,
  ...ofLot,
  /** Name of the hold at whoever decided it; the release names the same. */
  hold: z.string().min(1),
  /** Absent: all of it. */
  quantity: z.strictObject({ value: z.string().regex(/^\d+(\.\d{1,9})?$/), uom: z.string().min(2).max(3) }).optional(),
  /** Absent: the location named "Quarantine". */
  quarantine: recordRefSchema.optional(),
  reason: z.string().min(1),
});
type HoldLot = z.output<typeof schema>;

export const holdLot = defineIntent({
  kind: 'holdLot',
  title: 'Put a lot on hold',
  schema,
  promised: {
    does: 'Takes the lot out of every transfer and order that has reserved or staged it, and moves it into quarantine; those transfers and orders then reserve other lots.',
    postCondition:
      'Nothing of the lot (of a partial hold: the quantity) lies where something may reserve, ship or consume it, and no open line holds it.',
    once: 'One transfer for each place, under an external id made of the hold; a hold that was released since stays released.',
    wizards: 'Backorder, expiry and text-message questions are answered beforehand; any other parks the message.',
    undo: 'Release the lot.',
  },
  needs: [
    ['stock.picking', 'create', 'Inventory'],
    ['stock.move', 'write', 'Inventory'],
    ['stock.move.line', 'unlink', 'Inventory'],
    ['stock.lot', 'read', 'Inventory'],
    ['stock.location', 'read', 'Inventory'],
    ['mail.activity', 'create', 'Discuss'],
  ],
  where: ({ lot, material }) => ({ attempted: 'hold the lot', on: `${material.id} ${lot}` }),
  carryOut,
});

/** Between two looks somebody else may reserve again; who keeps doing so is not outrun. */
const MOST_PASSES = 5;

async function carryOut(task: Task<HoldLot>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const job = await openLot(task);
  if (!job.ok) return job;
  const released = await isReleased(task, job.value);
  if (!released.ok) return released;
  if (released.value) return ok(receipt(job.value, 'already', [], { hold: 'released since' }));
  const quarantine = await findQuarantine(erp, intent.quarantine, where);
  if (!quarantine.ok) return quarantine;
  const wanted = intent.quantity ? await inProductUnit(task, job.value, intent.quantity) : ok(undefined);
  if (!wanted.ok) return wanted;
  const { holds } = lotMemory(task.memory());
  if (holds[intent.hold] !== 'open') {
    const kept = await task.remember({ holds: { ...holds, [intent.hold]: 'open' } });
    if (!kept.ok) return kept;
  }
  let wrote = false;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const look = await lookAround(job.value, intent.hold, quarantine.value, wanted.value);
    if (!look.ok) return look;
    if (look.value.lines.length === 0 && look.value.shares.length === 0)
      return settle(task, job.value, quarantine.value, look.value, wrote);
    wrote = true;
    const moved = await takeAway(task, job.value, quarantine.value, look.value);
    if (!moved.ok) return moved;
  }
  return fail(refusal('not-posted', where, 'the lot is reserved again and again'));
}

async function isReleased(task: Task<HoldLot>, job: LotJob): Promise<Result<boolean>> {
  const { hold } = task.intent;
  if (lotMemory(task.memory()).holds[hold] === 'released') return ok(true);
  const returned = await transfersUnder(job, '=like', RELEASE);
  return returned.ok ? ok(returned.value.some(({ origin }) => origin.startsWith(`${RELEASE}${hold}#`))) : returned;
}

async function takeAway(task: Task<HoldLot>, job: LotJob, quarantine: Quarantine, look: Look): Promise<Result<void>> {
  const { intent } = task;
  if (look.lines.length > 0) {
    const kept = await task.remember({ retaken: retakenFrom(look.lines, lotMemory(task.memory()).retaken) });
    if (!kept.ok) return kept;
    const why = { hold: `${intent.partition}.${intent.hold}`, reason: intent.reason, day: intent.at.slice(0, 10) };
    const taken = await takeBack(job, look.lines, why);
    if (!taken.ok) return taken;
  }
  for (const { stock, quantity } of look.shares) {
    const time = look.times.get(stock.place) ?? 0;
    const name = [intent.partition, intent.hold, stock.place, stock.package_id ?? 0, stock.owner_id ?? 0, time].join(
      '.',
    );
    const moved = await moveLot(
      task.erp,
      job.book,
      {
        externalId: externalId('hold', name),
        origin: `${HOLD}${intent.hold}`,
        operation: quarantine.operation,
        product: job.product.id,
        unit: job.product.unit,
        lot: job.lot.id,
        from: stock.place,
        to: quarantine.id,
        quantity,
        package: stock.package_id,
        owner: stock.owner_id,
      },
      task.where,
    );
    if (!moved.ok) return moved;
  }
  return ok(undefined);
}

async function settle(
  task: Task<HoldLot>,
  job: LotJob,
  quarantine: Quarantine,
  look: Look,
  wrote: boolean,
): Promise<Result<Receipt>> {
  const { retaken } = lotMemory(task.memory());
  if (retaken) {
    const again = await reserveAgain(job, retaken);
    if (!again.ok) return again;
    const kept = await task.remember({ retaken: undefined });
    if (!kept.ok) return kept;
  }
  const gone = await whereItWent(job, look.consumed);
  if (!gone.ok) return gone;
  if (look.quarantined.isZero()) {
    // A hold that holds nothing must not keep others from being released.
    const { [task.intent.hold]: _nothing, ...holds } = lotMemory(task.memory()).holds;
    const forgotten = await task.remember({ holds });
    return forgotten.ok ? fail(gone.value.refusal) : forgotten;
  }
  const transfers = await transfersUnder(job, '=', `${HOLD}${task.intent.hold}`);
  if (!transfers.ok) return transfers;
  return ok(
    receipt(job, wrote ? 'posted' : 'already', transfers.value, {
      held: text(look.held),
      inQuarantine: text(look.quarantined),
      quarantine: quarantine.name,
      ...gone.value.shown,
    }),
  );
}

const receipt = (
  job: LotJob,
  verdict: Receipt['verdict'],
  transfers: readonly { id: number; name: string }[],
  readBack: Readonly<Record<string, unknown>>,
): Receipt => ({
  verdict,
  summary: `${job.where.attempted} ${job.where.on}: ${readBack['hold'] ?? `${readBack['inQuarantine']} in ${readBack['quarantine']}`}`,
  records: transfers.map(({ id, name }) => ({ model: 'stock.picking', id, name, state: 'done' })),
  readBack: { lot: job.lot.name, ...readBack },
});
