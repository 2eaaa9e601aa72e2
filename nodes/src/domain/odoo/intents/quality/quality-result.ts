/** Result of a test or inspection, beside the lot or order it is about; a failed one becomes a task. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { act } from '../../rows.ts';
import { fieldsAmong, optionalRows } from '../../still-right-reads.ts';
import { odooTime } from '../../time.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { decideCheck } from './enterprise.ts';
import { isNoted, noteOnce, type Todo, todoOnce } from './notes.ts';
import { decideInspection } from './oca-inspection.ts';
import { aboutFields, findSubject, findUser, nameOf, type Subject } from './subject.ts';

const schema = z.strictObject({
  kind: z.literal('qualityResult'),
  ...standing,
  ...aboutFields,
  /** Name of the test at its source; a repeated evaluation raises the revision. */
  test: z.string().min(1),
  revision: z.int().min(0),
  specification: z.string().min(1),
  overall: z.enum(['pass', 'fail', 'inconclusive']),
  measurements: z
    .array(
      z.strictObject({
        property: z.string(),
        value: z.string(),
        uom: z.string().optional(),
        result: z.enum(['pass', 'fail', 'inconclusive']).optional(),
      }),
    )
    .default([]),
});
type QualityResult = z.output<typeof schema>;

export const qualityResult = defineIntent({
  kind: 'qualityResult',
  title: 'Record a quality result',
  schema,
  promised: {
    does: 'Writes the result into the history of the lot or order, and a task when it is not passed. Where the lot has the fields x_quality_state and x_quality_date they show the newest result; where Enterprise has one open check of that specification for this lot alone, or the OCA module one open inspection whose questions the measurements answer, it is passed or failed. An inspection whose limits say otherwise than the result is left to a person, with a task.',
    postCondition: 'The note is there under its name; fields and check show the result.',
    once: 'Note and task are created once under external ids made of test and revision; an older result never overwrites a newer one.',
    wizards: 'None.',
    undo: 'Report the test again with a higher revision.',
  },
  needs: [
    ['mail.message', 'create', 'Discuss'],
    ['mail.activity', 'create', 'Discuss'],
    ['stock.lot', 'write', 'Inventory'],
  ],
  unproven:
    'Quality checks of Enterprise (of lots; those of orders are left alone) are decided by public names, on the simulated Odoo only: Enterprise cannot be installed for tests. Inspections of the OCA (`quality_control_oca` with `quality_control_stock_oca`, fields of 14 to 17) are proven on the simulated Odoo alone, by calls and by batch action.',
  where: (intent) => ({ attempted: `record result ${intent.overall} of ${intent.specification}`, on: nameOf(intent) }),
  carryOut,
});

async function carryOut(task: Task<QualityResult>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const subject = await findSubject(task, intent);
  if (!subject.ok) return subject;
  const user = await findUser(erp, intent, where);
  if (!user.ok) return user;
  const name = `${intent.partition}.test.${intent.test}.${intent.revision}`;
  const known = await isNoted(erp, name);
  if (!known.ok) return known;
  if (!known.value) {
    // The note comes last: it says that nothing is missing.
    const shown = await show(task, subject.value, user.value, name);
    if (!shown.ok) return shown;
    const noted = await noteOnce(erp, name, subject.value, inWords(intent));
    if (!noted.ok) return noted;
  }
  const { model, id, name: on } = subject.value;
  return ok({
    verdict: known.value ? 'already' : 'posted',
    summary: `${where.attempted} on ${on}`,
    records: [{ model, id, name: on }],
    readBack: { test: intent.test, revision: intent.revision, overall: intent.overall },
  });
}

async function show(
  { erp, profile, intent, where, deps }: Task<QualityResult>,
  subject: Subject,
  user: number | undefined,
  name: string,
): Promise<Result<unknown>> {
  const { overall, specification } = intent;
  const written = await fillFields(erp, subject, intent);
  if (!written.ok) return written;
  if (overall !== 'inconclusive') {
    const check = await decideCheck({ erp, profile }, subject, specification, overall, where);
    if (!check.ok) return check;
    const inspected = await decideInspection({ erp, profile, deps }, { ...intent, subject, overall }, where);
    if (!inspected.ok) return inspected;
    if (inspected.value.kind === 'contradicted') {
      const told = await todoOnce(erp, `${name}.contradicted`, subject, contradiction(subject, intent, user));
      if (!told.ok) return told;
    }
  }
  if (overall === 'pass') return ok(undefined);
  const summary = `${specification}: ${overall} for ${subject.name}`;
  return todoOnce(erp, name, subject, { summary, lines: inWords(intent), due: intent.at.slice(0, 10), user });
}

const contradiction = (subject: Subject, intent: QualityResult, user: number | undefined): Todo => ({
  summary: `${intent.specification} of ${subject.name}: reported ${intent.overall}, by the limits of the inspection it is not`,
  ...{ lines: inWords(intent), due: intent.at.slice(0, 10), user },
});

const FIELDS = ['x_quality_state', 'x_quality_date'] as const;

/** Fields that an administrator may have added to lots; both or none. */
async function fillFields(erp: Erp, subject: Subject, { overall, at }: QualityResult): Promise<Result<unknown>> {
  if (subject.product === undefined) return ok(undefined);
  const known = await fieldsAmong(erp, subject.model, FIELDS);
  if (!known.ok || known.value.length < FIELDS.length) return known;
  const shown = await optionalRows(erp, subject.model, FIELDS, [['id', '=', subject.id]]);
  if (!shown.ok) return shown;
  const since = shown.value[0]?.['x_quality_date'];
  if (typeof since === 'string' && since > odooTime(at)) return ok(undefined);
  const vals = { x_quality_state: overall, x_quality_date: odooTime(at) };
  return act(erp, subject.model, 'write', [subject.id], { vals }, { repeatable: true });
}

const inWords = ({ test, revision, specification, overall, measurements }: QualityResult): string[] => [
  `${specification}: ${overall} (test ${test}, revision ${revision})`,
  ...measurements.map(({ property, value, uom, result }) =>
    [`${property}: ${value}`, uom, result === undefined ? undefined : `(${result})`].filter(Boolean).join(' '),
  ),
];
