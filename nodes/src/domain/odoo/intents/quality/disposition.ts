/** A decision about a lot: used as it is (its hold ends), or a task for a person to scrap, rework or return it. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { ofLot } from './lot-job.ts';
import { isNoted, noteOnce, todoOnce } from './notes.ts';
import { releaseLot } from './release-lot.ts';
import { findSubject, type Subject } from './subject.ts';

const schema = z.strictObject({
  kind: z.literal('disposition'),
  ...standing,
  ...ofLot,
  /** Name of the hold that it decides. */
  hold: z.string().min(1),
  decision: z.enum(['useAsIs', 'reject', 'scrap', 'rework', 'return']),
  reason: z.string().optional(),
  decidedBy: z.string().optional(),
});
type Disposition = z.output<typeof schema>;

export const disposition = defineIntent({
  kind: 'disposition',
  title: 'Decide what becomes of a lot',
  schema,
  promised: {
    does: 'Writes the decision into the history of the lot. "Use as is" also releases it; reject, scrap, rework and return become a task for a person, and the lot stays in quarantine until that is reported by an event of its own.',
    postCondition: 'The note is there under its name; a lot used as it is has left quarantine.',
    once: 'Note and task are created once under external ids made of hold and decision.',
    wizards: 'As for the release.',
    undo: 'Report another decision; a released lot is put on hold again.',
  },
  needs: [
    ['mail.message', 'create', 'Discuss'],
    ['mail.activity', 'create', 'Discuss'],
    ['stock.lot', 'read', 'Inventory'],
    ['stock.picking', 'create', 'Inventory'],
  ],
  where: ({ decision, lot, material }) => ({ attempted: `decide "${decision}"`, on: `${material.id} ${lot}` }),
  carryOut,
});

/** What the plant reports next: the intent that takes the goods out of the books. */
const NEXT = {
  reject: 'a decision on scrap, rework or return',
  scrap: 'scrap',
  rework: 'a rework order',
  return: 'a return to the supplier',
} as const;

async function carryOut(task: Task<Disposition>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const subject = await findSubject(task, intent);
  if (!subject.ok) return subject;
  const name = `${intent.partition}.disposition.${intent.hold}.${intent.decision}`;
  const known = await isNoted(erp, name);
  if (!known.ok) return known;
  const { model, id, name: on } = subject.value;
  const shown = known.value ? ok(undefined) : await carry(task, subject.value, name);
  if (!shown.ok) return shown;
  return ok({
    verdict: known.value ? 'already' : 'posted',
    summary: `${where.attempted} for ${on}`,
    records: [{ model, id, name: on }],
    readBack: {
      lot: intent.lot,
      decision: intent.decision,
      ...(intent.decision === 'useAsIs' ? {} : { next: NEXT[intent.decision] }),
    },
  });
}

async function carry(task: Task<Disposition>, subject: Subject, name: string): Promise<Result<unknown>> {
  const { erp, intent } = task;
  const done = await (intent.decision === 'useAsIs' ? release(task) : handOver(task, subject, name, intent.decision));
  if (!done.ok) return done;
  const noted = await noteOnce(erp, name, subject, inWords(intent));
  return noted.ok ? done : noted;
}

async function release(task: Task<Disposition>): Promise<Result<unknown>> {
  const { decision: _decision, reason: _reason, decidedBy: _by, ...ofHold } = task.intent;
  const released = await releaseLot.carryOut({ ...task, intent: { ...ofHold, kind: 'releaseLot' } });
  // Nothing held it: then it is in use as it is.
  const isFree = !released.ok && released.failure.code === 'waiting-for-hold';
  return isFree ? ok(undefined) : released;
}

function handOver(
  { erp, intent }: Task<Disposition>,
  subject: Subject,
  name: string,
  decision: keyof typeof NEXT,
): Promise<Result<unknown>> {
  const summary = `${decision} lot ${subject.name}`;
  const due = intent.at.slice(0, 10);
  return todoOnce(erp, name, subject, { summary, lines: inWords(intent), due });
}

const inWords = ({ hold, decision, reason, decidedBy }: Disposition): string[] => [
  `Disposition of ${hold}: ${decision}`,
  ...(reason === undefined ? [] : [reason]),
  ...(decidedBy === undefined ? [] : [`Decided by ${decidedBy}`]),
];
