/** Puts a lot on hold: out of reach of every reservation, whatever was reserved, staged or under way. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { DOWNSTREAM } from '../../../quality/downstream.ts';
import type { Receipt } from '../../../receipt.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { holdGroup } from './hold-group.ts';
import { lookAround } from './hold-look.ts';
import { isHeld, nothingLeft, type Outcome, shown, summaryOf, taskOf } from './hold-report.ts';
import { HOLD, type LotGroup, RELEASE, transfersUnder } from './lot-group.ts';
import { alone, inProductUnit, type LotJob, ofLot, openLot } from './lot-job.ts';
import type { Named } from './lot-line.ts';
import { madeOfIt, notReleased } from './made-of-it.ts';
import { mark, marksOf, readMarks } from './marks.ts';
import { lotMemory } from './memory.ts';
import { todoOnce } from './notes.ts';
import { whereItWent } from './out-of-reach.ts';
import { findQuarantine, type Quarantine } from './quarantine.ts';
import { reserveAgain } from './take-back.ts';

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
  /** What becomes of the lots that were made of it; of a hold of a part they are told in any case. */
  downstream: z.enum(DOWNSTREAM).default('hold'),
  reason: z.string().min(1),
});
type HoldLot = z.output<typeof schema>;

export const holdLot = defineIntent({
  kind: 'holdLot',
  title: 'Put a lot on hold',
  schema,
  promised: {
    does: 'Takes the lot out of every transfer and order that has reserved or staged it, and moves it into quarantine; those transfers and orders then reserve other lots. With the lots that were made of it, however many levels down, it does the same, or leaves them and tells where they lie, as the site pack has it. What has left is told with deliveries and customers.',
    postCondition:
      'Nothing of the lot (of a partial hold: the quantity), and of the lots made of it that are held as well, lies where something may reserve, ship or consume it, and no open line holds it.',
    once: 'One transfer for each lot and place, under an external id made of the hold; a hold that was released since stays released.',
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
    ['mail.message', 'create', 'Discuss'],
  ],
  where: ({ lot, material }) => ({ attempted: 'hold the lot', on: `${material.id} ${lot}` }),
  carryOut,
});

async function carryOut(task: Task<HoldLot>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const job = await openLot(task);
  if (!job.ok) return job;
  const own = alone(task, job.value);
  const released = await isReleased(task, own);
  if (!released.ok) return released;
  if (released.value) return ok(receipt(task, 'already', [], { hold: 'released since' }, 'released since'));
  const quarantine = await findQuarantine(erp, intent.quarantine, where);
  if (!quarantine.ok) return quarantine;
  const wanted = intent.quantity ? await inProductUnit(task, job.value, intent.quantity) : ok(undefined);
  if (!wanted.ok) return wanted;
  const { holds } = lotMemory(task.memory());
  if (holds[intent.hold] !== 'open') {
    const kept = await task.remember({ holds: { ...holds, [intent.hold]: 'open' } });
    if (!kept.ok) return kept;
  }
  const stem = stemOf(intent);
  const first = await holdGroup({ task, group: own, quarantine: quarantine.value, wanted: wanted.value, stem });
  if (!first.ok) return first;
  const more = await holdMade(task, job.value, quarantine.value);
  if (!more.ok) return more;
  const made = more.value;
  const lots = new Map([...own.lots, ...made.group.lots]);
  const all = { ...own, lots };
  const again = await giveOthers(task, all);
  if (!again.ok) return again;
  const gone = await whereItWent(all, [...first.value.look.consumed, ...made.look.consumed]);
  if (!gone.ok) return gone;
  const outcome: Outcome = {
    ...{ hold: intent.hold, lot: intent.lot, reason: intent.reason, day: intent.at.slice(0, 10) },
    ...{ quarantine: quarantine.value.name, own: first.value.look, made: made.look, isWhole: made.isWhole },
    ...{ holdsMade: holdsMade(intent), gone: gone.value },
  };
  return settle(task, { own, made: made.group }, outcome, first.value.wrote || made.wrote);
}

const stemOf = ({ partition, hold }: HoldLot): string => `${partition}.${hold}`;

/** Whether the part that is held went into them nobody can say. */
const holdsMade = ({ downstream, quantity }: HoldLot): boolean => downstream === 'hold' && quantity === undefined;

/** By the journal, by a transfer back, or by a note where there was nothing to bring back. */
async function isReleased(task: Task<HoldLot>, own: LotGroup): Promise<Result<boolean>> {
  const { hold } = task.intent;
  if (lotMemory(task.memory()).holds[hold] === 'released') return ok(true);
  const returned = await transfersUnder(own, '=like', RELEASE);
  if (!returned.ok) return returned;
  if (returned.value.some(({ origin }) => origin.startsWith(`${RELEASE}${hold}#`))) return ok(true);
  const marks = await readMarks(own);
  return marks.ok ? ok([...own.lots.keys()].some((id) => marksOf(marks.value, id).released.has(hold))) : marks;
}

/** Looked for once nothing of the lot can be used any more: what is made of it from now on is made of what is gone. */
async function holdMade(task: Task<HoldLot>, job: LotJob, quarantine: Quarantine) {
  const made = await madeOfIt(task, job);
  if (!made.ok) return made;
  const { isWhole } = made.value;
  if (!holdsMade(task.intent)) {
    const look = await lookAround(made.value.group, quarantine, undefined);
    return look.ok ? ok({ group: made.value.group, isWhole, look: look.value, wrote: false }) : look;
  }
  const group = await notReleased(made.value.group);
  if (!group.ok) return group;
  const held = await holdGroup({ task, group: group.value, quarantine, stem: `${stemOf(task.intent)}.made` });
  return held.ok ? ok({ group: group.value, isWhole, ...held.value }) : held;
}

/** Only when all of them are out of reach: otherwise one takes the place of the other. */
async function giveOthers(task: Task<HoldLot>, { erp, lots }: LotGroup): Promise<Result<void>> {
  const { retaken } = lotMemory(task.memory());
  if (!retaken) return ok(undefined);
  const products = new Set([...lots.values()].map(({ product }) => product.id));
  const again = await reserveAgain(erp, [...products], retaken);
  return again.ok ? task.remember({ retaken: undefined }) : again;
}

interface Groups {
  readonly own: LotGroup;
  readonly made: LotGroup;
}

async function settle(task: Task<HoldLot>, groups: Groups, outcome: Outcome, wrote: boolean): Promise<Result<Receipt>> {
  const { intent, where } = task;
  if (!isHeld(outcome)) {
    const told = await tellPeople(task, groups, outcome);
    if (!told.ok) return told;
    // A hold that holds nothing must not keep others from being released.
    const { [intent.hold]: _nothing, ...holds } = lotMemory(task.memory()).holds;
    const forgotten = await task.remember({ holds });
    return forgotten.ok ? fail(nothingLeft(outcome, where)) : forgotten;
  }
  const noted = await note(task, groups, outcome);
  if (!noted.ok) return noted;
  const verdict = wrote || noted.value ? 'posted' : 'already';
  return ok(receipt(task, verdict, transfersOf(outcome), shown(outcome), summaryOf(outcome)));
}

async function tellPeople(task: Task<HoldLot>, { own }: Groups, outcome: Outcome): Promise<Result<unknown>> {
  const todo = taskOf(outcome);
  const on = { model: own.book.lotModel, id: [...own.lots.keys()][0] ?? 0 };
  return todo ? todoOnce(task.erp, `${stemOf(task.intent)}.made-of-it`, on, todo) : ok(undefined);
}

/** The note in the history of the lot comes last: it says that nothing is missing. True where something was. */
async function note(task: Task<HoldLot>, groups: Groups, outcome: Outcome): Promise<Result<boolean>> {
  const { own, made } = groups;
  const why = (hold: string) => [`On hold by ${hold}`, outcome.reason];
  const known = await readMarks(own);
  if (!known.ok) return known;
  const isTold = [...own.lots.keys()].every((id) => marksOf(known.value, id).held.has(own.hold));
  const told = isTold ? ok(undefined) : await tellPeople(task, groups, outcome);
  if (!told.ok) return told;
  const held = outcome.holdsMade ? outcome.made.lots.filter(({ quarantined }) => quarantined.greaterThan(0)) : [];
  const others = await mark(
    made,
    held.map(({ lot }) => lot),
    HOLD,
    why(made.hold),
  );
  if (!others.ok || isTold) return others;
  return mark(own, [...own.lots.values()], HOLD, why(own.hold), known.value);
}

/** As the last look has shown them. */
function transfersOf({ own, made, holdsMade }: Outcome): Named[] {
  const slips = [own, ...(holdsMade ? [made] : [])].flatMap(({ lots }) => lots.flatMap((seen) => seen.slips));
  return [...new Map(slips.map((slip) => [slip.id, slip])).values()].sort((one, other) => one.id - other.id);
}

const receipt = (
  { intent, where }: Task<HoldLot>,
  verdict: Receipt['verdict'],
  transfers: readonly { id: number; name: string }[],
  readBack: Readonly<Record<string, unknown>>,
  words: string,
): Receipt => ({
  verdict,
  summary: `${where.attempted} ${where.on}: ${words}`,
  records: transfers.map(({ id, name }) => ({ model: 'stock.picking', id, name, state: 'done' })),
  readBack: { lot: intent.lot, ...readBack },
});
