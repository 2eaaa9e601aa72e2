/** Rows of a watched model as Odoo shows them, with who wrote them and when. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import type { Domain } from '../rows.ts';
import { unreadable } from './words.ts';

export interface Watch {
  /** Name of its notes in the journal. */
  readonly name: string;
  readonly model: string;
  /** What makes a change a change. */
  readonly fields: readonly string[];
  readonly domain: Domain;
}

export interface Row {
  readonly id: number;
  readonly at: string;
  readonly by: number | undefined;
  /** Nobody but who made it has ever written it. */
  readonly untouched: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A name that was changed elsewhere is no change of the record that refers to it. */
export const plain = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isReference(value) ? value[0] : value]));

const isReference = (value: unknown): value is readonly [number, string] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string';

const time = z.string().min(19);
const reference = z.union([z.tuple([z.number(), z.unknown()]).transform(([id]) => id), z.literal(false)]);
const LOG = { id: z.number(), write_date: time, create_date: time, write_uid: reference, create_uid: reference };
const rowSchema = z.looseObject(LOG);

/** Archived records are records; without this an archived one would look deleted. */
const ALL = { active_test: false };

export async function readRows(erp: Erp, watch: Watch, narrow: Domain, limit: number): Promise<Result<readonly Row[]>> {
  const { model, fields, domain } = watch;
  const answer = await erp.call({
    ...{ model, method: 'search_read', context: ALL, repeatable: true },
    args: {
      domain: [...domain, ...narrow],
      fields: [...new Set([...fields, ...Object.keys(LOG)])],
      order: 'id',
      limit,
    },
  });
  if (!answer.ok) return answer;
  const parsed = z.array(rowSchema).safeParse(answer.value);
  return parsed.success ? ok(parsed.data.map((row) => rowOf(row, fields))) : fail(unreadable(model));
}

function rowOf(row: z.output<typeof rowSchema>, fields: readonly string[]): Row {
  const { id, write_date, create_date, write_uid, create_uid } = row;
  return {
    id,
    at: write_date.slice(0, 19),
    by: write_uid === false ? undefined : write_uid,
    untouched: write_uid === create_uid && write_date === create_date,
    values: Object.fromEntries(fields.map((name) => [name, row[name]])),
  };
}

export async function newestOf(erp: Erp, { model }: Watch): Promise<Result<string | undefined>> {
  const answer = await erp.call({
    ...{ model, method: 'search_read', context: ALL, repeatable: true },
    args: { domain: [], fields: ['write_date'], order: 'write_date desc, id desc', limit: 1 },
  });
  if (!answer.ok) return answer;
  const parsed = z.array(z.looseObject({ write_date: time })).safeParse(answer.value);
  return parsed.success ? ok(parsed.data[0]?.write_date.slice(0, 19)) : fail(unreadable(model));
}
