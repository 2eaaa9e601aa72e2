/** A note in the history of a record, and a task for a person, each once: both are made under an external id. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { externalId } from '../../binding.ts';
import { paragraph } from '../../html.ts';
import { act, createOnce, rows } from '../../rows.ts';

export interface On {
  readonly model: string;
  readonly id: number;
}

/** `message_post` posts again with every call; a created message is the same row in Odoo and keeps its external id. */
export const noteOnce = (
  erp: Erp,
  name: string,
  on: On,
  lines: readonly string[],
  subject?: string,
): Promise<Result<number>> =>
  createOnce(erp, 'mail.message', {
    id: externalId('note', name),
    model: on.model,
    res_id: String(on.id),
    body: paragraph(lines),
    message_type: 'comment',
    'subtype_id/id': 'mail.mt_note',
    ...(subject === undefined ? {} : { subject }),
  });

export interface Todo {
  readonly summary: string;
  readonly lines: readonly string[];
  /** The user who shall do it; the integration user where nobody is named. */
  readonly user?: number | undefined;
  /** First words of the due date, YYYY-MM-DD. */
  readonly due: string;
}

export const todoOnce = (erp: Erp, name: string, on: On, todo: Todo): Promise<Result<number>> =>
  createOnce(erp, 'mail.activity', {
    id: externalId('todo', name),
    'res_model_id/id': `${MODULES[on.model] ?? 'base'}.model_${on.model.replaceAll('.', '_')}`,
    res_id: String(on.id),
    'activity_type_id/id': 'mail.mail_activity_data_todo',
    summary: todo.summary.slice(0, 250),
    note: paragraph(todo.lines),
    date_deadline: todo.due,
    ...(todo.user === undefined ? {} : { 'user_id/.id': String(todo.user) }),
  });

/** The module that declares a table: its name is part of the external id of the table. */
const MODULES: Readonly<Record<string, string>> = {
  'mrp.production': 'mrp',
  'purchase.order': 'purchase',
  'sale.order': 'sale',
  'stock.lot': 'stock',
  'stock.picking': 'stock',
  'stock.production.lot': 'stock',
};

/** Whether an earlier attempt came this far. */
export async function isNoted(erp: Erp, name: string): Promise<Result<boolean>> {
  const id = await idBehind(erp, externalId('note', name));
  return id.ok ? ok(id.value !== undefined) : id;
}

/** Its id while nobody has dealt with it. */
export async function openTodo(erp: Erp, name: string): Promise<Result<number | undefined>> {
  const id = await idBehind(erp, externalId('todo', name));
  if (!id.ok || id.value === undefined) return id;
  const row = z.object({ id: z.number() });
  const open = await rows(erp, { model: 'mail.activity', row, domain: [['id', '=', id.value]] });
  return open.ok ? ok(open.value[0]?.id) : open;
}

/** Marks the task as done; one that a person has dealt with already stays as it is. */
export async function closeTodo(erp: Erp, name: string, feedback: string): Promise<Result<unknown>> {
  const open = await openTodo(erp, name);
  if (!open.ok || open.value === undefined) return open;
  const done = await act(erp, 'mail.activity', 'action_feedback', [open.value], { feedback }, { repeatable: true });
  // Odoo 14 deletes what is done: somebody was faster.
  return !done.ok && done.failure.code === 'odoo-record-missing' ? ok(undefined) : done;
}

/** The record under an external id, where there is one. */
export async function idBehind(erp: Erp, id: string): Promise<Result<number | undefined>> {
  const dot = id.indexOf('.');
  const answer = await erp.call({
    model: 'ir.model.data',
    method: 'check_object_reference',
    args: { module: id.slice(0, dot), xml_id: id.slice(dot + 1) },
    repeatable: true,
  });
  // Odoo raises a plain ValueError for an external id it does not know.
  if (!answer.ok) return answer.failure.code === 'odoo-call-refused' ? ok(undefined) : answer;
  const pair = z.tuple([z.string(), z.number()]).safeParse(answer.value);
  return ok(pair.success ? pair.data[1] : undefined);
}
