/**
 * Inspections of the quality control of the OCA (`quality_control_oca` with `quality_control_stock_oca`, field names of
 * their versions 14 to 17): the one that is open for this lot and test gets its answers and is confirmed.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Deps } from '../../deps.ts';
import { readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { refusal, type Where } from '../../refusals.ts';
import { act, oneOrNone, rows } from '../../rows.ts';
import { type Answer, answersTo, type Measurement, type Question } from './inspection-answers.ts';
import { type Database, hasAll } from './optional-tables.ts';
import type { Subject } from './subject.ts';

const TABLE = 'qc.inspection';
const LINE = 'qc.inspection.line';
const FIELDS = ['state', 'success', 'lot_id', 'test', 'inspection_lines'];

export interface Tested {
  readonly subject: Subject;
  readonly specification: string;
  readonly overall: 'pass' | 'fail';
  readonly measurements: readonly Measurement[];
}

/** `contradicted`: by the limits of Odoo it would end the other way; it has its answers and waits for a person. */
export type Inspected = { readonly kind: 'none' | 'decided' | 'contradicted' };

const row = z.object({ id: z.number(), name: z.string(), state: z.string(), success: z.boolean() });

export async function decideInspection(
  database: Database & { readonly deps: Deps },
  tested: Tested,
  where: Where,
): Promise<Result<Inspected>> {
  const { subject, specification, overall } = tested;
  const { erp } = database;
  if (subject.product === undefined) return ok({ kind: 'none' });
  const isThere = await hasAll(database, TABLE, FIELDS);
  if (!isThere.ok || !isThere.value) return isThere.ok ? ok({ kind: 'none' }) : isThere;
  const open = await rows(erp, {
    model: TABLE,
    row,
    domain: [
      ['lot_id', '=', subject.id],
      ['test.name', '=', specification],
      ['state', 'in', ['ready', 'waiting']],
    ],
    limit: 2,
  });
  if (!open.ok) return open;
  const [inspection, second] = open.value;
  if (!inspection || second) return ok({ kind: 'none' });
  if (inspection.state === 'waiting') return confirm(database, inspection.id, overall, where);
  const answered = await answer(database, inspection.id, tested, where);
  if (!answered.ok || !answered.value) return answered.ok ? ok({ kind: 'none' }) : answered;
  return confirm(database, inspection.id, overall, where);
}

const lineRow = z.object({
  id: z.number(),
  name: z.string(),
  question_type: z.enum(['qualitative', 'quantitative']),
  uom_id: oneOrNone,
  possible_ql_values: z.array(z.number()),
});
const choiceRow = z.object({ id: z.number(), name: z.string(), ok: z.boolean() });

/** False where the message does not answer everything that is asked. */
async function answer(
  { erp, profile, deps }: Database & { readonly deps: Deps },
  inspection: number,
  { measurements }: Tested,
  where: Where,
): Promise<Result<boolean>> {
  const lines = await rows(erp, {
    model: LINE,
    row: lineRow,
    domain: [['inspection_id', '=', inspection]],
    order: 'id',
  });
  if (!lines.ok) return lines;
  const ids = [...new Set(lines.value.flatMap(({ possible_ql_values }) => possible_ql_values))];
  const model = 'qc.test.question.value';
  const choices = ids.length > 0 ? await rows(erp, { model, row: choiceRow, domain: [['id', 'in', ids]] }) : ok([]);
  if (!choices.ok) return choices;
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(erp, dialect.value, deps);
  if (!constants.ok) return constants;
  const { units } = constants.value;
  const questions = lines.value.map(
    ({ id, name, question_type: kind, uom_id: unit, possible_ql_values: possible }): Question => ({
      ...{ id, name, kind, unit },
      choices: choices.value.filter((one) => possible.includes(one.id)).map((one) => ({ ...one, isGood: one.ok })),
    }),
  );
  const answers = answersTo(questions, measurements, (uom, unit) => {
    const factor = units.factor(uom, unit, where);
    return factor.ok ? factor.value.toNumber() : undefined;
  });
  if (!answers) return ok(false);
  for (const one of answers) {
    const written = await act(erp, LINE, 'write', [one.id], { vals: columnOf(one) }, { repeatable: true });
    if (!written.ok) return written;
  }
  return ok(true);
}

/** In the unit of the test: its own conversion takes the wrong side. */
const columnOf = (answered: Answer): Readonly<Record<string, number>> =>
  'number' in answered ? { quantitative_value: answered.number } : { qualitative_value: answered.choice };

const ENDS = { pass: 'success', fail: 'failed' } as const;

async function confirm(
  { erp }: Database,
  id: number,
  overall: keyof typeof ENDS,
  where: Where,
): Promise<Result<Inspected>> {
  const read = async () => {
    const found = await rows(erp, { model: TABLE, row, domain: [['id', '=', id]] });
    return found.ok ? ok(found.value[0]) : found;
  };
  const answered = await read();
  if (!answered.ok) return answered;
  if (answered.value?.success !== (overall === 'pass')) return ok({ kind: 'contradicted' });
  if (answered.value.state === 'ready') {
    const confirmed = await act(erp, TABLE, 'action_confirm', [id]);
    if (!confirmed.ok) return confirmed;
  }
  const judged = await read();
  if (!judged.ok) return judged;
  // What failed waits for somebody to approve that; the laboratory has done so.
  if (judged.value?.state === 'waiting') {
    const approved = await act(erp, TABLE, 'action_approve', [id]);
    if (!approved.ok) return approved;
  }
  const after = await read();
  if (!after.ok) return after;
  const state = after.value?.state;
  return state === ENDS[overall]
    ? ok({ kind: 'decided' })
    : fail(refusal('not-posted', where, `the inspection is ${state ?? 'gone'}`));
}
