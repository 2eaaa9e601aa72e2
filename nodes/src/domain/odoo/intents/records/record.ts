/** Any record of Odoo: found by what the plant calls it, given the values that are named, and read back. */
import { z } from 'zod';
import type { Failure } from '../../../failure.ts';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { recordCalls } from '../../dialects/records.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal, type Where } from '../../refusals.ts';
import { act } from '../../rows.ts';
import type { CheckedValues } from '../../values/check.ts';
import type { Field, Fields } from '../../values/field.ts';
import { differing, writeVals } from '../../values/forms.ts';
import { describe } from '../../values/guard.ts';
import { findRecord } from '../references.ts';
import { recordRefSchema, type Task } from '../spec.ts';

export const modelName = z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/, 'a model of Odoo such as stock.lot');

/**
 * Values by field name. A relation takes a database id or `{id, by, value}`; lines of a new record are a list of
 * values; a moment is RFC 3339; a quantity may be text.
 */
export const valuesSchema = z.record(z.string().regex(/^[a-z_][a-z0-9_]*$/), z.unknown());
export type Values = z.output<typeof valuesSchema>;

/** A name of its own, so that no update of an app of Odoo deletes it as one of its own. */
const OF_ODOO =
  /^(base|mail|web|product|uom|stock|mrp|purchase|sale|account|maintenance|repair|crm|hr|resource|quality|__import__)(_[a-z0-9_]+)?\./;
export const externalIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\.[A-Za-z0-9_.~-]+$/, 'a module and a name such as erp.customer_4711')
  .refine((id) => !OF_ODOO.test(id), 'a prefix that is no app of Odoo, such as erp.');

type Standing = Pick<Task<unknown>, 'erp' | 'profile' | 'where' | 'deps'>;

/** What 19 calls `stock.lot` has another name before 16. */
export function modelHere({ profile }: Standing, model: string): Result<string> {
  const calls = recordCalls(profile);
  return calls.ok ? ok(calls.value.models[model] ?? model) : calls;
}

/**
 * The record of this external id, if there is one. Odoo answers with `false` for an archived one unless it is told to
 * look there too (14.0 and 19.0, measured).
 */
export async function known(
  erp: Erp,
  externalId: string,
  model: string,
  where: Where,
): Promise<Result<number | undefined>> {
  const found = await resolveExternalId(erp, externalId, model, where, { active_test: false });
  return !found.ok && found.failure.code === 'unmapped' ? ok(undefined) : found;
}

/** References inside values become database ids. */
export async function resolved(task: Standing, model: string, values: Values): Promise<Result<Values>> {
  const fields = await describe(task, model);
  if (!fields.ok) return fields;
  const found: Values = {};
  for (const [name, value] of Object.entries(values)) {
    const one = await resolvedValue(task, fields.value.get(name), value);
    if (!one.ok) return one;
    found[name] = one.value;
  }
  return ok(found);
}

async function resolvedValue(task: Standing, field: Field | undefined, value: unknown): Promise<Result<unknown>> {
  if (field?.relation === undefined) return ok(value);
  if (!Array.isArray(value)) return field.type === 'many2one' ? resolvedRef(task, field.relation, value) : ok(value);
  const all: unknown[] = [];
  for (const entry of value as unknown[]) {
    const isLine = field.type === 'one2many' && typeof entry === 'object' && entry !== null && !Array.isArray(entry);
    const one = isLine
      ? await resolved(task, field.relation, entry as Values)
      : await resolvedRef(task, field.relation, entry);
    if (!one.ok) return one;
    all.push(one.value);
  }
  return ok(all);
}

async function resolvedRef({ erp, where }: Standing, model: string, value: unknown): Promise<Result<unknown>> {
  const ref = recordRefSchema.safeParse(value);
  if (!ref.success) return ok(value);
  const found = await findRecord(erp, model, ref.data, where);
  return found.ok ? ok(found.value.id) : found;
}

export type Shown = Readonly<Record<string, unknown>>;

export async function readShown(
  task: Standing,
  model: string,
  id: number,
  names: readonly string[],
): Promise<Result<Shown>> {
  const answer = await task.erp.call({
    model,
    method: 'read',
    ids: [id],
    args: { fields: names.length > 0 ? names : ['id'] },
    repeatable: true,
  });
  if (!answer.ok) return answer;
  const [row] = z.array(z.record(z.string(), z.unknown())).safeParse(answer.value).data ?? [];
  return row ? ok(row) : fail(refusal('not-posted', task.where, `${model} ${id} is gone`));
}

/** Only what differs is written, and what Odoo shows afterwards decides. */
export async function bring(
  task: Standing,
  model: string,
  id: number,
  values: CheckedValues,
  fields: Fields,
): Promise<Result<'posted' | 'already'>> {
  const before = await readShown(task, model, id, Object.keys(values));
  if (!before.ok) return before;
  const changes = differing(fields, values, before.value);
  if (changes.length === 0) return ok('already');
  const vals = writeVals(Object.fromEntries(changes.map((name) => [name, values[name] ?? false])));
  const written = await act(task.erp, model, 'write', [id], { vals }, { repeatable: true });
  if (!written.ok) return written;
  const after = await readShown(task, model, id, changes);
  if (!after.ok) return after;
  const still = differing(fields, values, { ...before.value, ...after.value });
  return still.length === 0 ? ok('posted') : fail(notShown(task.where, still, after.value));
}

export const notShown = (where: Where, names: readonly string[], shown: Shown): Failure => ({
  ...refusal('not-posted', where),
  issues: names.map((path) => ({
    path,
    rule: 'shows something else',
    value: JSON.stringify(shown[path]).slice(0, 80),
  })),
});

export const receiptOf = (
  { where }: Standing,
  model: string,
  id: number,
  verdict: Receipt['verdict'],
  readBack: Receipt['readBack'] = {},
): Receipt => ({ verdict, summary: `${where.attempted} on ${where.on}: done`, records: [{ model, id }], readBack });
