/** Questions to Odoo with checked answers: a row that does not look as expected is a failure, not a crash later. */
import { z } from 'zod';
import type { Failure } from '../failure.ts';
import { type Erp, fail, ok, type Result } from '../ports.ts';
import { type Amount, amount } from './amount.ts';
import { silentlyWrong } from './values/denied.ts';

export type Domain = readonly (string | readonly [field: string, operator: string, value: unknown])[];

export const decimal = z.number().transform((value): Amount => amount(value));
/** `[id, name]`, or `false` when empty. */
export const one = z.tuple([z.number(), z.string()]).transform(([id]) => id);
export const oneOrNone = z.union([one, z.literal(false).transform(() => undefined)]);
export const textOrNone = z.union([z.string(), z.literal(false).transform(() => undefined)]);

export interface Query<S extends z.ZodObject> {
  readonly model: string;
  readonly row: S;
  readonly domain: Domain;
  readonly order?: string;
  readonly limit?: number;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Reads exactly the fields of `row`. */
export async function rows<S extends z.ZodObject>(erp: Erp, query: Query<S>): Promise<Result<z.output<S>[]>> {
  const { model, row, domain, order, limit, context } = query;
  // The id always comes along; an empty list would mean every field, also those the user may not read.
  const fields = Object.keys(row.shape);
  const answer = await erp.call({
    model,
    method: 'search_read',
    args: { domain, fields, ...(order ? { order } : {}), ...(limit ? { limit } : {}) },
    ...(context ? { context } : {}),
    repeatable: true,
  });
  if (!answer.ok) return answer;
  const parsed = z.array(row).safeParse(answer.value);
  return parsed.success ? ok(parsed.data) : fail(unreadable(model, parsed.error));
}

function unreadable(model: string, error: z.ZodError): Failure {
  return {
    code: 'odoo-answer-unreadable',
    class: 'business',
    attempted: `read ${model}`,
    on: model,
    reason: 'Odoo answers with other fields than this version should have',
    nextStep: 'Report it with this text and the version of Odoo.',
    cause: z.prettifyError(error).slice(0, 300),
  };
}

/** A call made for its effect; what it returned is kept for wizards only, success is what is read back. */
export async function act(
  erp: Erp,
  model: string,
  method: string,
  ids: readonly number[],
  args: Readonly<Record<string, unknown>> = {},
  more: { context?: Readonly<Record<string, unknown>>; repeatable?: boolean } = {},
): Promise<Result<unknown>> {
  const denied = forbidden(model, method, args);
  if (denied) return fail(denied);
  return erp.call({
    model,
    method,
    ids,
    args,
    ...(more.context ? { context: more.context } : {}),
    repeatable: more.repeatable ?? false,
    ...(MOVES_STOCK[model]?.includes(method) ? { movesStock: true } : {}),
  });
}

/** Calls that touch stock; two of them on one component conflict, so they go one after the other. */
const MOVES_STOCK: Readonly<Record<string, readonly string[]>> = {
  'mrp.production': ['button_mark_done'],
  'mrp.unbuild': ['action_validate'],
  'repair.order': ['action_repair_end'],
  'sale.order': ['action_confirm'],
  'stock.picking': ['button_validate'],
  'stock.quant': ['action_apply_inventory'],
  'stock.scrap': ['action_validate'],
};

export function forbidden(model: string, method: string, args: Readonly<Record<string, unknown>>): Failure | undefined {
  if (method !== 'write') return undefined;
  const values = Object.keys((args.vals as Record<string, unknown> | undefined) ?? {});
  const field = values.find((name) => silentlyWrong(model, name));
  if (!field) return undefined;
  return {
    code: 'field-denied',
    class: 'configuration',
    attempted: `write ${model}.${field}`,
    on: model,
    reason: 'Odoo would change this field without moving any stock',
    nextStep: 'Use the intent for it; the field is never written directly.',
  };
}

/**
 * Creates once by external id: later calls return the same record and write nothing. `lines` are further rows of
 * `load`: cells of the record's lines, without cells of the record itself.
 */
export async function createOnce(
  erp: Erp,
  model: string,
  row: Readonly<Record<string, string>>,
  lines: readonly Readonly<Record<string, string>>[] = [],
  context: Readonly<Record<string, unknown>> = {},
): Promise<Result<number>> {
  const fields = [...new Set([row, ...lines].flatMap((cells) => Object.keys(cells)))];
  const data = [row, ...lines].map((cells) => fields.map((field) => cells[field] ?? ''));
  const answer = await erp.call({
    model,
    method: 'load',
    args: { fields, data },
    context: { mode: 'update', noupdate: true, tz: 'UTC', ...context },
    repeatable: true,
  });
  if (!answer.ok) return answer;
  const parsed = loadAnswer.safeParse(answer.value);
  const id = parsed.success && parsed.data.ids ? parsed.data.ids[0] : undefined;
  if (id !== undefined) return ok(id);
  const message = parsed.success ? (parsed.data.messages[0]?.message ?? '') : 'no ids and no messages';
  return fail(notLoaded(model, row.id ?? '', message));
}

const loadAnswer = z.object({
  ids: z.union([z.array(z.number()), z.literal(false)]),
  messages: z.array(z.object({ message: z.string() })).default([]),
});

function notLoaded(model: string, id: string, message: string): Failure {
  // Inside load a conflict comes back as text, and Odoo does not repeat it by itself (measured on 19.0).
  const conflict = /could not serialize access|deadlock detected|could not obtain lock/i.test(message);
  return {
    code: conflict ? 'odoo-write-conflict' : 'odoo-refused-values',
    class: conflict ? 'conflict' : 'business',
    attempted: `create ${model}`,
    on: id,
    reason: conflict ? 'somebody else was creating the same record' : 'Odoo refused the values',
    nextStep: conflict ? 'It is tried again by itself.' : 'Correct the record or the message, then replay.',
    cause: message.slice(0, 300),
  };
}
