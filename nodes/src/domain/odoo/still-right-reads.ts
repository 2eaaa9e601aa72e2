/** What is read from Odoo before a message is sent again: reads only, each where this version and its modules have it. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../ports.ts';
import { rows } from './rows.ts';

export interface StillRightReads {
  /** Why this lot may not be used at `place` now, in words; empty when nothing speaks against it. */
  lotHolds(erp: Erp, lot: LotAt): Promise<Result<readonly string[]>>;
  /** Last day (YYYY-MM-DD) of the books that are closed; undefined where none is, or none is visible to the user. */
  lockedUntil(erp: Erp): Promise<Result<string | undefined>>;
  /** Names of those orders whose bill of materials has a newer revision. */
  outdated(erp: Erp, orders: readonly number[]): Promise<Result<readonly string[]>>;
}

export interface LotAt {
  readonly id: number;
  readonly name: string;
  /** Location the order takes it from or puts it into. */
  readonly place: number;
  /** Now, RFC 3339. */
  readonly at: string;
}

/** Those of `names` that the model has here; modules add and versions rename fields. */
export async function fieldsAmong(erp: Erp, model: string, names: readonly string[]): Promise<Result<string[]>> {
  const answer = await erp.call({
    model,
    method: 'fields_get',
    args: { allfields: names, attributes: ['type'] },
    repeatable: true,
  });
  if (!answer.ok) return isAboutTheModel(answer.failure.code) ? ok([]) : answer;
  const known = z.record(z.string(), z.unknown()).safeParse(answer.value).data ?? {};
  return ok(names.filter((name) => name in known));
}

/** Rows with fields that may not be there; a model the user may not see has none. */
export async function optionalRows(
  erp: Erp,
  model: string,
  wanted: readonly string[],
  domain: Parameters<typeof rows>[1]['domain'],
): Promise<Result<readonly Readonly<Record<string, unknown>>[]>> {
  const known = await fieldsAmong(erp, model, wanted);
  if (!known.ok) return known;
  if (known.value.length === 0) return ok([]);
  const row = z.object(Object.fromEntries(['id', ...known.value].map((name) => [name, z.unknown()])));
  const found = await rows(erp, { model, row, domain });
  return !found.ok && isAboutTheModel(found.failure.code) ? ok([]) : found;
}

const isAboutTheModel = (code: string): boolean =>
  ['odoo-model-missing', 'odoo-method-missing', 'odoo-access-denied'].includes(code);
