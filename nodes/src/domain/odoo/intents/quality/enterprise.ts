/**
 * Tables of Enterprise for quality. They are used where a database has them, which is asked each time and costs one
 * read; field names are taken from their public documentation and not proven on a server of ours.
 */
import { z } from 'zod';
import { type Erp, type ErpProfile, fail, ok, type Result } from '../../../ports.ts';
import { refusal, type Where } from '../../refusals.ts';
import { act, createOnce, rows } from '../../rows.ts';
import { fieldsAmong } from '../../still-right-reads.ts';
import { lotRows } from './lot-lines.ts';
import type { Subject } from './subject.ts';

interface Database {
  readonly erp: Erp;
  readonly profile: ErpProfile;
}

/** Asked by a call of its own: inside a batch a table that is not there would end the whole batch. */
async function fieldsHere(
  { erp, profile }: Database,
  model: string,
  names: readonly string[],
): Promise<Result<string[]>> {
  const book = lotRows(profile);
  if (!book.ok) return book;
  const allowed = await erp.call({ model, ...book.value.asksAccess, repeatable: true });
  if (allowed.ok) return allowed.value === true ? fieldsAmong(erp, model, names) : ok([]);
  return ['odoo-model-missing', 'odoo-access-denied'].includes(allowed.failure.code) ? ok([]) : allowed;
}

const checkRow = z.object({ id: z.number(), quality_state: z.string() });
export interface Check {
  readonly id: number;
  readonly state: string;
}

const METHODS = { pass: 'do_pass', fail: 'do_fail' } as const;

/** Decides the one open check of this lot under this specification; undefined where there is none, or no such table. */
export async function decideCheck(
  database: Database,
  subject: Subject,
  specification: string,
  overall: keyof typeof METHODS,
  where: Where,
): Promise<Result<Check | undefined>> {
  const { erp } = database;
  const known = await fieldsHere(database, 'quality.check', ['quality_state', 'lot_id', 'title', 'point_id']);
  if (!known.ok || known.value.length < 4 || subject.product === undefined) return known.ok ? ok(undefined) : known;
  const read = (more: readonly (readonly [string, string, unknown])[]) =>
    rows(erp, {
      model: 'quality.check',
      row: checkRow,
      domain: [...more, '|', ['title', '=', specification], ['point_id.name', '=', specification]],
      order: 'id desc',
      limit: 2,
    });
  const open = await read([
    ['lot_id', '=', subject.id],
    ['quality_state', '=', 'none'],
  ]);
  if (!open.ok) return open;
  const [check, second] = open.value;
  if (!check || second) return ok(undefined);
  const done = await act(erp, 'quality.check', METHODS[overall], [check.id]);
  if (!done.ok) return done;
  const after = await read([['id', '=', check.id]]);
  if (!after.ok) return after;
  const state = after.value[0]?.quality_state;
  return state === overall
    ? ok({ id: check.id, state })
    : fail(refusal('not-posted', where, `the check is ${state ?? 'gone'}`));
}

/** A quality alert under this external id; undefined where there is no such table. */
export async function alertOnce(
  database: Database,
  id: string,
  subject: Subject,
  title: string,
  description: string,
): Promise<Result<number | undefined>> {
  const known = await fieldsHere(database, 'quality.alert', [
    'title',
    'description',
    'lot_id',
    'product_id',
    'production_id',
  ]);
  if (!known.ok || !known.value.includes('title')) return known.ok ? ok(undefined) : known;
  const about =
    subject.product === undefined
      ? { 'production_id/.id': String(subject.id) }
      : { 'lot_id/.id': String(subject.id), 'product_id/.id': String(subject.product) };
  return createOnce(database.erp, 'quality.alert', { id, title, description, ...about });
}
