/** A nonconformance: one task for a person for as long as it is open, and each of its revisions in the history. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { alertOnce } from './enterprise.ts';
import { closeTodo, isNoted, noteOnce, todoOnce } from './notes.ts';
import { closeNonconformity, nonconformityOnce } from './oca-nonconformity.ts';
import { aboutFields, findSubject, findUser, nameOf, type Subject } from './subject.ts';

const schema = z.strictObject({
  kind: z.literal('nonconformance'),
  ...standing,
  ...aboutFields,
  /** Name of the nonconformance at its source. */
  nc: z.string().min(1),
  revision: z.int().min(0),
  status: z.enum(['opened', 'contained', 'dispositioned', 'closed']),
  severity: z.enum(['minor', 'major', 'critical']),
  description: z.string().min(1),
  cause: z.string().optional(),
  /** Kind of defect, by the canonical code. */
  reason: z.string().optional(),
  /** Day by which the task shall be done; the day of the event unless given. */
  due: z.iso.date().optional(),
});
type Nonconformance = z.output<typeof schema>;

export const nonconformance = defineIntent({
  kind: 'nonconformance',
  title: 'Record a nonconformance',
  schema,
  promised: {
    does: 'Gives a person one task on the lot or order, writes each revision into its history, and marks the task as done when the nonconformance is closed. Where Enterprise has quality alerts, or the OCA module its nonconformities, there is one as well; an OCA nonconformity without an action plan is closed with it.',
    postCondition: 'The note of this revision is there under its name.',
    once: 'The task is created once under an external id made of the nonconformance, each note under one made of its revision.',
    wizards: 'None.',
    undo: 'Report a further revision; a task can be cancelled in Odoo.',
  },
  needs: [
    ['mail.message', 'create', 'Discuss'],
    ['mail.activity', 'create', 'Discuss'],
    ['stock.lot', 'read', 'Inventory'],
  ],
  unproven:
    'Quality alerts of Enterprise are written by public names, on the simulated Odoo only: Enterprise cannot be installed for tests. Nonconformities of the OCA (`mgmtsystem_nonconformity`, fields of 14 to 17) are proven on the simulated Odoo alone, by calls and by batch action.',
  where: (intent) => ({ attempted: `record nonconformance ${intent.nc} (${intent.status})`, on: nameOf(intent) }),
  carryOut,
});

async function carryOut(task: Task<Nonconformance>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const subject = await findSubject(task, intent);
  if (!subject.ok) return subject;
  const name = `${intent.partition}.nc.${intent.nc}`;
  const revision = `${name}.${intent.revision}`;
  const known = await isNoted(erp, revision);
  if (!known.ok) return known;
  if (!known.value) {
    const shown = await show(task, subject.value, name);
    if (!shown.ok) return shown;
    const noted = await noteOnce(erp, revision, subject.value, inWords(intent));
    if (!noted.ok) return noted;
  }
  const { model, id, name: on } = subject.value;
  return ok({
    verdict: known.value ? 'already' : 'posted',
    summary: `${where.attempted} on ${on}`,
    records: [{ model, id, name: on, state: intent.status }],
    readBack: { nonconformance: intent.nc, revision: intent.revision, status: intent.status },
  });
}

async function show(task: Task<Nonconformance>, subject: Subject, name: string): Promise<Result<unknown>> {
  const { erp, profile, intent, where } = task;
  const lines = inWords(intent);
  const summary = `${intent.nc} (${intent.severity}): ${intent.description}`;
  const record = externalId('nonconformity', name);
  if (intent.status === 'closed') {
    const ended = await closeNonconformity({ erp, profile }, record, lines, where);
    return ended.ok ? closeTodo(erp, name, lines.join('\n')) : ended;
  }
  const user = await findUser(erp, intent, where);
  if (!user.ok) return user;
  const alert = await alertOnce({ erp, profile }, externalId('alert', name), subject, summary, lines);
  if (!alert.ok) return alert;
  const { severity, revision } = intent;
  const nc = await nonconformityOnce(
    { erp, profile },
    { id: record, subject, title: summary, revision: `${name}.record.${revision}`, lines, severity, user: user.value },
  );
  if (!nc.ok) return nc;
  return todoOnce(erp, name, subject, { summary, lines, due: intent.due ?? intent.at.slice(0, 10), user: user.value });
}

const inWords = ({ nc, revision, status, severity, description, cause, reason }: Nonconformance): string[] => [
  `Nonconformance ${nc}, revision ${revision}: ${status}, ${severity}`,
  description,
  ...(reason === undefined ? [] : [`Reason: ${reason}`]),
  ...(cause === undefined ? [] : [`Cause: ${cause}`]),
];
