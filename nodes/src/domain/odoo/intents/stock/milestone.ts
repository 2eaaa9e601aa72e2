/**
 * What a carrier says about a shipment, in the history of its delivery. Nothing moves by it: goods left when the shipment
 * was confirmed. Trouble and silence become a task for the people of the delivery.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { refusal } from '../../refusals.ts';
import { isNoted, noteOnce, todoOnce } from '../quality/notes.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { partsOf } from './delivery.ts';

const schema = z.strictObject({
  kind: z.literal('shipmentMilestone'),
  ...standing,
  delivery: recordRefSchema,
  /** The last two: the carrier has not answered in time, and still has not. */
  milestone: z.enum(['loaded', 'departed', 'arrived', 'delivered', 'exception', 'late', 'escalated']),
  /** When it came to it. */
  reached: z.string().min(1),
  carrier: z.string().min(1).optional(),
  tracking: z.string().min(1).optional(),
  place: z.string().min(1).optional(),
  eta: z.string().min(1).optional(),
  proof: z.string().min(1).optional(),
  reason: z.string().min(1).optional(),
});
type Milestone = z.output<typeof schema>;

export const shipmentMilestone = defineIntent({
  kind: 'shipmentMilestone',
  title: 'Tell where a shipment is',
  schema,
  promised: {
    does: 'Puts what the carrier says as a note on the delivery; an exception, or a carrier that does not answer, also as a task for the people there.',
    postCondition: 'The note is in the history of the delivery.',
    once: 'Note and task are created under external ids made of the key.',
    wizards: 'None.',
    undo: 'Delete the note in Odoo.',
  },
  needs: [
    ['stock.picking', 'read', 'Inventory'],
    ['mail.message', 'create', 'Discuss'],
    ['mail.activity', 'create', 'Discuss'],
  ],
  where: ({ milestone, delivery }) => ({ attempted: `tell that the shipment is ${milestone}`, on: delivery.id }),
  carryOut,
});

const WORDS: Readonly<Record<Milestone['milestone'], string>> = {
  loaded: 'Loaded',
  departed: 'Departed',
  arrived: 'Arrived',
  delivered: 'Delivered',
  exception: 'Trouble with the shipment',
  late: 'The carrier has not answered in time',
  escalated: 'The carrier still has not answered',
};
/** What nobody can reach before the goods have left. */
const UNDER_WAY = ['departed', 'arrived', 'delivered'];
const FOR_PEOPLE = ['exception', 'late', 'escalated'];

async function carryOut(task: Task<Milestone>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const picking = await pickingOf(task);
  if (!picking.ok) return picking;
  const { id, name } = picking.value;
  const on = { model: 'stock.picking', id };
  const stem = `milestone.${intent.key}`;
  const known = await isNoted(erp, stem);
  if (!known.ok) return known;
  const lines = linesOf(intent);
  if (!known.value && FOR_PEOPLE.includes(intent.milestone)) {
    const [summary = ''] = lines;
    const told = await todoOnce(erp, stem, on, { summary: `${name}: ${summary}`, lines, due: intent.at.slice(0, 10) });
    if (!told.ok) return told;
  }
  const noted = known.value ? ok(0) : await noteOnce(erp, stem, on, lines);
  if (!noted.ok) return noted;
  const shown = await isNoted(erp, stem);
  if (!shown.ok) return shown;
  if (!shown.value) return fail(refusal('not-posted', where, `${name} shows no note`));
  return ok({
    verdict: known.value ? 'already' : 'posted',
    summary: `${name}: ${lines[0] ?? intent.milestone}`,
    records: [{ ...on, name }],
    readBack: { delivery: name, milestone: intent.milestone },
  });
}

/** The part of the delivery that has left, or the open one where none has to. */
async function pickingOf(task: Task<Milestone>): Promise<Result<{ readonly id: number; readonly name: string }>> {
  const { intent, where } = task;
  const parts = await partsOf(task, intent.delivery);
  if (!parts.ok) {
    return parts.failure.code === 'unmapped'
      ? fail(refusal('waiting-for-document', where, intent.delivery.value))
      : parts;
  }
  const [named] = parts.value;
  const shipped = parts.value.filter(({ state }) => state === 'done');
  const left = named?.state === 'done' ? named : shipped.at(-1);
  if (left) return ok(left);
  if (UNDER_WAY.includes(intent.milestone)) {
    const isOpen = parts.value.some(({ state }) => state !== 'cancel');
    const states = parts.value.map(({ name, state }) => `${name} is ${state}`).join(', ');
    return fail(refusal(isOpen ? 'waiting-for-shipment' : 'document-cancelled', where, states));
  }
  return named ? ok(named) : fail(refusal('document-missing', where));
}

function linesOf({ milestone, reached, carrier, tracking, place, eta, proof, reason }: Milestone): readonly string[] {
  const facts = [
    ['At', reached],
    ['Place', place],
    ['Carrier', carrier],
    ['Tracking number', tracking],
    ['Expected', eta],
    ['Proof of delivery', proof],
  ] as const;
  const words = reason === undefined ? WORDS[milestone] : `${WORDS[milestone]}: ${reason}`;
  return [words, ...facts.flatMap(([title, fact]) => (fact === undefined ? [] : [`${title}: ${fact}`]))];
}
