/** One step of an event, with the places filled in that earlier steps of it have made. */
import { denied, hasAccess } from '../orm/access.ts';
import type { Environment } from '../orm/environment.ts';
import { userError } from '../orm/error.ts';
import { fieldNames, readRecord } from '../orm/read.ts';
import { idsOf, isObject, type Json, type Vals } from '../orm/value.ts';
import { methodOf, operationOf } from '../protocol/call.ts';
import { bindNamed } from '../protocol/signature.ts';

export interface Work {
  readonly env: Environment;
  /** Record that each step made, 0 when it made none. */
  readonly made: number[];
  /** What each step answered. */
  readonly lines: Json[];
}

const FIRST = -1_000_000_001;
const OPENS = ['mrp.production', 'stock.picking', 'stock.scrap'];
const READS = ['read', 'search_read', 'search_count', 'fields_get', 'get_external_id', 'precision_get'];
const CHANGES =
  'create write load action_confirm action_assign action_cancel action_validate action_apply_inventory action_post ' +
  'action_replan action_repair_start action_repair_end button_confirm button_validate button_mark_done button_start ' +
  'button_pending button_finish button_plan button_unplan change_prod_qty do_unreserve set_qty_producing unblock ' +
  'message_post activity_schedule';
const METHODS = [...READS, ...CHANGES.split(' ')];

function fill(work: Work, value: Json): Json {
  if (Array.isArray(value)) return value.map((entry) => fill(work, entry));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, fill(work, entry)]));
  if (typeof value === 'number' && value <= FIRST) return work.made[FIRST - value] ?? 0;
  if (typeof value === 'string' && /^-1000000\d+$/.test(value)) return String(work.made[FIRST - Number(value)] ?? 0);
  return value;
}

export function performGuard(work: Work, guard: Vals): void {
  const { model = '', id = 0, values } = guard;
  const wanted = isObject(values) ? values : {};
  const env = work.env;
  const record = env.browse(String(model), Number(id));
  if (!hasAccess(env, record.model, 'read')) throw denied(record.model, 'read');
  const now = record.exists ? readRecord(record, fieldNames(record.model, Object.keys(wanted))) : {};
  for (const [name, value] of Object.entries(wanted))
    if (JSON.stringify(now[name]) !== JSON.stringify(value))
      throw userError(`plantwire-stale:${String(model)} ${String(id)}: ${name}`);
}

export function performStep(work: Work, step: Vals): void {
  const method = String(step.method);
  const args = fill(work, step.args ?? {});
  const named = isObject(args) ? args : {};
  if (method === 'expect') {
    const [id = 0] = idsOf(fill(work, step.ids ?? []));
    performGuard(work, { model: step.model ?? '', id, values: named.values ?? {} });
    answered(work, true, 0);
    return;
  }
  if (method === 'none') {
    if (work.env.search(String(step.model), named.domain ?? []).length > 0)
      throw userError(`plantwire-stale:${String(step.model)}`);
    answered(work, true, 0);
    return;
  }
  const answer = callStep(work, step, method, named);
  if (isObject(answer) && typeof answer.res_model === 'string' && !OPENS.includes(answer.res_model)) {
    work.lines.push(answer);
    throw userError(`plantwire-question:${answer.res_model}`);
  }
  const ids = method === 'create' ? answer : method === 'load' && isObject(answer) ? answer.ids : [];
  answered(work, answer, idsOf(ids)[0] ?? 0);
}

function callStep(work: Work, step: Vals, name: string, named: Vals): Json {
  if (!METHODS.includes(name)) throw userError(`plantwire-method:${name}`);
  const env = isObject(step.context) ? work.env.with(step.context) : work.env;
  const model = env.model(String(step.model));
  const ids = idsOf(fill(work, step.ids ?? []));
  const isThere = ids.length > 0 && ids.every((id) => env.browse(model.name, id).exists);
  if (step.ids !== undefined && !['read', 'get_external_id'].includes(name) && !isThere)
    throw userError(`plantwire-missing:${model.name} [${ids.join(', ')}]`);
  const method = methodOf(model, name);
  if (!method) throw new Error(`${model.name} has no ${name}`);
  const operation = operationOf(name);
  if (operation && !hasAccess(env, model, operation)) throw denied(model, operation);
  const answer = method.run(env, model, ids, bindNamed(method, named)) ?? null;
  if (name !== 'load' || !isObject(answer)) return answer;
  if (Array.isArray(answer.ids)) return { ids: answer.ids, messages: [] };
  const messages = Array.isArray(answer.messages) ? answer.messages : [];
  throw userError(`plantwire-load:${messages.map((one) => (isObject(one) ? String(one.message) : '')).join('; ')}`);
}

function answered(work: Work, answer: Json, made: number): void {
  work.made.push(made);
  work.lines.push(answer);
}
