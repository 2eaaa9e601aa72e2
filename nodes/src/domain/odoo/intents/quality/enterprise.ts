/**
 * Tables of Enterprise for quality. They are used where a database has them, which is asked each time and costs one
 * read; names are those that modules of others use in public, not proven on a server of ours. By version a check and an
 * alert name one lot (`lot_id`) or several (`lot_ids`).
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { paragraph } from '../../html.ts';
import { refusal, type Where } from '../../refusals.ts';
import { act, createOnce, oneOrNone, rows, textOrNone } from '../../rows.ts';
import { optionalRows } from '../../still-right-reads.ts';
import { type Database, fieldsHere } from './optional-tables.ts';
import type { Subject } from './subject.ts';

const CHECK = 'quality.check';
const ALERT = 'quality.alert';
const LOTS = ['lot_ids', 'lot_id'] as const;
const lotsAmong = (names: readonly string[]) => LOTS.find((name) => names.includes(name));

const byOneLot = z.object({ id: z.number(), title: textOrNone, point_id: oneOrNone });
const byLots = z.object({ ...byOneLot.shape, lot_ids: z.array(z.number()) });
const stateRow = z.object({ id: z.number(), quality_state: z.string() });
type OpenCheck = z.output<typeof byOneLot> & { readonly lot_ids?: readonly number[] };

export interface Check {
  readonly id: number;
  readonly state: string;
}

const METHODS = { pass: 'do_pass', fail: 'do_fail' } as const;

/**
 * Decides the one open check of this lot alone under this specification; undefined where there is none, or no such table.
 * What a check is called is compared here: in some versions its title is no column, and a condition on it holds for all.
 */
export async function decideCheck(
  database: Database,
  subject: Subject,
  specification: string,
  overall: keyof typeof METHODS,
  where: Where,
): Promise<Result<Check | undefined>> {
  const { erp } = database;
  const known = await fieldsHere(database, CHECK, ['quality_state', 'title', 'point_id', ...LOTS]);
  if (!known.ok) return known;
  const lots = lotsAmong(known.value);
  const isComplete = ['quality_state', 'title', 'point_id'].every((name) => known.value.includes(name));
  if (!lots || !isComplete || subject.product === undefined) return ok(undefined);
  const open = await openChecks(database, lots, subject.id);
  if (!open.ok) return open;
  const called = await calledSo(database, open.value, specification);
  if (!called.ok) return called;
  const [check, second] = called.value;
  if (!check || second || (check.lot_ids?.length ?? 1) > 1) return ok(undefined);
  const done = await act(erp, CHECK, METHODS[overall], [check.id]);
  if (!done.ok) return done;
  const after = await rows(erp, { model: CHECK, row: stateRow, domain: [['id', '=', check.id]] });
  if (!after.ok) return after;
  const state = after.value[0]?.quality_state;
  return state === overall
    ? ok({ id: check.id, state })
    : fail(refusal('not-posted', where, `the check is ${state ?? 'gone'}`));
}

function openChecks(
  { erp }: Database,
  lots: (typeof LOTS)[number],
  lot: number,
): Promise<Result<readonly OpenCheck[]>> {
  const domain = [
    [lots, 'in', [lot]],
    ['quality_state', '=', 'none'],
  ] as const;
  return lots === 'lot_ids'
    ? rows(erp, { model: CHECK, row: byLots, domain, order: 'id' })
    : rows(erp, { model: CHECK, row: byOneLot, domain, order: 'id' });
}

/** By its own title, or by title or reference of the control point that asked for it. */
async function calledSo(
  { erp }: Database,
  checks: readonly OpenCheck[],
  specification: string,
): Promise<Result<readonly OpenCheck[]>> {
  const points = [...new Set(checks.flatMap(({ point_id }) => point_id ?? []))];
  const named = points.length > 0 ? await optionalRows(erp, 'quality.point', NAMES, [['id', 'in', points]]) : ok([]);
  if (!named.ok) return named;
  const wanted = named.value.filter((point) => NAMES.some((name) => point[name] === specification));
  const ids = wanted.map(({ id }) => id);
  return ok(checks.filter(({ title, point_id }) => title === specification || ids.includes(point_id)));
}

const NAMES = ['name', 'title'] as const;

/** A quality alert under this external id; undefined where there is no such table. */
export async function alertOnce(
  database: Database,
  id: string,
  subject: Subject,
  title: string,
  lines: readonly string[],
): Promise<Result<number | undefined>> {
  const names = ['title', 'description', 'product_id', 'production_id', ...LOTS];
  const known = await fieldsHere(database, ALERT, names);
  if (!known.ok || !known.value.includes('title')) return known.ok ? ok(undefined) : known;
  const lots = lotsAmong(known.value);
  const { product } = subject;
  const about =
    product === undefined
      ? { production_id: subject.id }
      : { product_id: product, ...(lots === undefined ? {} : { [lots]: subject.id }) };
  const here = Object.entries(about).filter(([name]) => known.value.includes(name));
  return createOnce(database.erp, ALERT, {
    ...{ id, title },
    ...(known.value.includes('description') ? { description: paragraph(lines) } : {}),
    ...Object.fromEntries(here.map(([name, record]) => [`${name}/.id`, String(record)])),
  });
}
