/**
 * Plantwire's server action, carried out in TypeScript. A real Odoo runs the Python text that an administrator installed;
 * this simulator has no Python. It knows the action by the first line of that text and does, step by step, what the text
 * does: claim the key in the ledger, savepoint, guards, steps, rollback of one event alone. Any other text is refused as
 * Odoo refuses one that fails, and an altered one sums up to something else than the client expects. The two halves are
 * held together by one contract suite, which runs against this simulator and against real servers.
 */
import type { Environment } from '../orm/environment.ts';
import { OdooError, valueError } from '../orm/error.ts';
import { findExternal } from '../orm/external.ts';
import { isObject, type Json, type Vals } from '../orm/value.ts';
import { claim, ledgerRows, note } from './ledger.ts';
import { performGuard, performStep, type Work } from './step.ts';

const FIRST_LINE = /^# Plantwire batch posting, version (\d+)\./;

/** What `action` holds when the text has run. */
export function runCode(env: Environment, code: string): Json {
  const version = FIRST_LINE.exec(code)?.[1];
  if (version === undefined) throw valueError('<class \'NotImplementedError\'>: "the simulator runs no Python"');
  const { plantwire, ...context } = env.context;
  const items = isObject(plantwire) && Array.isArray(plantwire.items) ? plantwire.items : [];
  const clean = env.bare(context);
  return { plantwire: Number(version), out: items.map((item) => runItem(clean, isObject(item) ? item : {})) };
}

function runItem(env: Environment, item: Vals): Json {
  const key = typeof item.key === 'string' && item.key !== '' ? item.key : undefined;
  const keys = Array.isArray(item.keys) ? item.keys.map(String) : key ? [key] : [];
  const savepoint = env.store.savepoint();
  const known = claim(env, keys);
  if (key && known.has(key)) return { status: 'duplicate', id: known.get(key) ?? 0 };
  const work: Work = { env, made: [], lines: [] };
  try {
    if (item.hello) work.lines.push(greeting(env));
    if (Array.isArray(item.ledger)) work.lines.push(ledgerRows(env, item.ledger.map(String)));
    if (Array.isArray(item.keys)) makeTogether(work, item, keys, known);
    for (const guard of listOf(item.guards)) performGuard(work, guard);
    for (const step of listOf(item.steps)) performStep(work, step);
    if (key)
      note(
        env,
        key,
        work.made.find((id) => id !== 0),
      );
    return { status: 'done', results: work.lines };
  } catch (error) {
    if (!(error instanceof OdooError) || !error.name.startsWith('odoo.exceptions.')) throw error;
    env.store.rollback(savepoint);
    const isQuestion = error.message.startsWith('plantwire-question:');
    return {
      status: 'refused',
      name: error.name.replace('odoo.exceptions.', ''),
      message: error.message,
      step: work.made.length,
      answer: isQuestion ? (work.lines.at(-1) ?? null) : null,
    };
  }
}

const listOf = (value: Json | undefined): Vals[] => (Array.isArray(value) ? value.filter(isObject) : []);

function greeting(env: Environment): Json {
  const own = findExternal(env, 'plantwire.batch_action');
  let total = 0;
  for (const sign of own ? own.text('code').trim() : '') total = (total * 31 + (sign.codePointAt(0) ?? 0)) % 2 ** 32;
  return { id: own?.id ?? 0, checksum: total };
}

/** Records of the same kind for many events: those that the ledger does not know are made in one go. */
function makeTogether(work: Work, item: Vals, keys: readonly string[], known: Map<string, number>): void {
  const { env } = work;
  const all = Array.isArray(item.rows) ? item.rows : [];
  const fresh = keys.flatMap((key, at) => (known.has(key) ? [] : [at]));
  const rows = fresh.map((at) => all[at] ?? null);
  if (rows.length > 0) {
    const isLoad = item.method === 'load';
    const args: Vals = isLoad ? { fields: item.fields ?? [], data: rows } : { vals_list: rows };
    const { model = '', method = '', context = {} } = item;
    performStep(work, { model, method, context: context ?? {}, args });
    const [answer] = work.lines;
    const ids = isObject(answer) ? answer.ids : answer;
    for (const [index, at] of fresh.entries()) {
      const key = keys[at] ?? '';
      const id = Number(Array.isArray(ids) ? ids[index] : 0);
      note(env, key, id);
      known.set(key, id);
    }
  }
  work.lines.splice(0, work.lines.length, [
    ...keys.map((key, at): Json => [key, fresh.includes(at), known.get(key) ?? 0]),
  ]);
}
