/** Checks values against the database they go to: its fields, whether the records named exist, what it fills itself. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import type { Deps } from '../deps.ts';
import { refusal, type Where } from '../refusals.ts';
import { type CheckedValues, checkValues, type FieldsOf, type Finding, type Purpose, type Reference } from './check.ts';
import { isSealed } from './denied.ts';
import { ATTRIBUTES, type Fields, readFields } from './field.ts';

export interface Asking {
  readonly erp: Erp;
  readonly where: Where;
  readonly deps: Pick<Deps, 'descriptions'>;
}

/** Fields of one model; kept for a while, a module installed meanwhile shows a little later. */
export async function describe({ erp, deps, where }: Asking, model: string): Promise<Result<Fields>> {
  const known = deps.descriptions?.get(model);
  if (known) return ok(known);
  const answer = await erp.call({
    model,
    method: 'fields_get',
    args: { attributes: ATTRIBUTES },
    repeatable: true,
  });
  if (!answer.ok) return answer;
  const fields = readFields(answer.value);
  if (!fields) return fail(refusal('values-refused', where, `the fields of ${model} are not readable`));
  deps.descriptions?.set(model, fields);
  return ok(fields);
}

/** Keeps what is told now, knows nothing of what was told before: nothing is refused because of what is kept. */
export const renewing = ({ descriptions }: Asking['deps']): Asking['deps'] =>
  descriptions ? { descriptions: { get: () => undefined, set: (name, fields) => descriptions.set(name, fields) } } : {};

/** The model's fields and those of the lines that the values bring along. */
export async function describeAll(
  asking: Asking,
  model: string,
  values: Readonly<Record<string, unknown>>,
): Promise<Result<FieldsOf>> {
  const own = await describe(asking, model);
  if (!own.ok) return own;
  const known = new Map([[model, own.value]]);
  for (const name of Object.keys(values)) {
    const field = own.value.get(name);
    if (field?.type !== 'one2many' || field.relation === undefined || known.has(field.relation)) continue;
    const lines = await describe(asking, field.relation);
    if (!lines.ok) return lines;
    known.set(field.relation, lines.value);
  }
  return ok((name) => known.get(name));
}

export async function guard(
  asking: Asking,
  model: string,
  values: Readonly<Record<string, unknown>>,
  purpose: Purpose,
): Promise<Result<{ values: CheckedValues; fieldsOf: FieldsOf }>> {
  const { where } = asking;
  if (isSealed(model)) return fail(refusal('model-denied', where, model));
  const isKept = asking.deps.descriptions?.get(model) !== undefined;
  let checked = await compare(asking, model, values, purpose);
  if (checked.ok && checked.value.finding.issues.length > 0 && isKept)
    checked = await compare({ ...asking, deps: renewing(asking.deps) }, model, values, purpose);
  if (!checked.ok) return checked;
  const { finding, fieldsOf } = checked.value;
  if (finding.issues.length > 0) return fail({ ...refusal('values-refused', where), issues: finding.issues });
  for (const reference of finding.references) {
    const there = await exists(asking, reference);
    if (!there.ok) return there;
  }
  const filled = await filledIn(asking, model, finding.absent);
  return filled.ok ? ok({ values: finding.values, fieldsOf }) : filled;
}

async function compare(
  asking: Asking,
  model: string,
  values: Readonly<Record<string, unknown>>,
  purpose: Purpose,
): Promise<Result<{ finding: Finding; fieldsOf: FieldsOf }>> {
  const fieldsOf = await describeAll(asking, model, values);
  if (!fieldsOf.ok) return fieldsOf;
  return ok({ finding: checkValues(model, values, purpose, fieldsOf.value), fieldsOf: fieldsOf.value });
}

/** By a search that sees what is archived: `read` of ids alone answers with ids that do not exist (19.0, measured). */
async function exists({ erp, where }: Asking, { path, model, ids }: Reference): Promise<Result<void>> {
  if (ids.length === 0) return ok(undefined);
  const answer = await erp.call({
    model,
    method: 'search_read',
    args: { domain: [['id', 'in', ids]], fields: ['id'] },
    context: { active_test: false },
    repeatable: true,
  });
  if (!answer.ok) return answer;
  const found = z.array(z.object({ id: z.number() })).safeParse(answer.value).data ?? [];
  const gone = ids.filter((id) => !found.some((row) => row.id === id));
  if (gone.length === 0) return ok(undefined);
  return fail({
    ...refusal('values-refused', where),
    issues: [{ path, rule: `is a record of ${model}`, value: gone.join(', ') }],
  });
}

/** Required fields that nobody gave must have a default in Odoo. */
async function filledIn(asking: Asking, model: string, absent: readonly string[]): Promise<Result<void>> {
  const { erp, where } = asking;
  if (absent.length === 0) return ok(undefined);
  const args = { fields: absent };
  const answer = await erp.call({ model, method: 'default_get', args, repeatable: true });
  if (!answer.ok) return answer;
  const defaults = z.record(z.string(), z.unknown()).safeParse(answer.value).data ?? {};
  const missing = absent.filter((name) => [undefined, null, false, ''].includes(defaults[name] as undefined));
  if (missing.length === 0) return ok(undefined);
  return fail({
    ...refusal('values-refused', where),
    issues: missing.map((path) => ({ path, rule: 'is required and has no default' })),
  });
}
