/**
 * Automation rules, jobs and the outbox table that rules of Plantwire write into. The simulator runs no Python: it knows
 * such a rule by the first line of its text and appends the row in the transaction of the change, as the text does.
 */
import { runCode } from '../batch/run.ts';
import type { Environment } from '../orm/environment.ts';
import { boolean, char, integer, many2one, one2many, selection, text } from '../orm/field.ts';
import { all, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';

const OUTBOX = 'x_plantwire_outbox';
const FIRST_LINE = /^# Plantwire outbox, version \d+\./;

const automation = model({
  name: 'base.automation',
  label: 'Automation Rule',
  fields: {
    name: char({ required: true }),
    model_id: many2one('ir.model', { required: true, onDelete: 'cascade' }),
    trigger: selection({ on_create_or_write: 'On create and edit', on_unlink: 'On deletion' }, { required: true }),
    active: boolean({ default: true }),
    action_server_ids: one2many('ir.actions.server', 'base_automation_id'),
  },
});

const job = model({
  name: 'ir.cron',
  label: 'Scheduled Actions',
  fields: {
    name: char({ required: true }),
    model_id: many2one('ir.model', { required: true }),
    state: selection({ code: 'Execute Code' }, { required: true }),
    code: text(),
    interval_number: integer({ default: 1 }),
    interval_type: selection({ hours: 'Hours', days: 'Days' }),
    active: boolean({ default: true }),
  },
  methods: {
    method_direct_trigger: all((jobs, _args, env) => {
      for (const one of jobs) if (!purge(env, one.text('code'))) runCode(env, one.text('code'));
      return true;
    }),
  },
});

const table = model({
  name: OUTBOX,
  label: 'Plantwire Outbox',
  access: 'r',
  recordName: 'x_name',
  fields: { x_name: char(), x_record: integer(), x_occasion: char() },
});

function purge(env: Environment, code: string): boolean {
  const days = /^DAYS = (\d+)$/m.exec(code)?.[1];
  if (!FIRST_LINE.test(code) || days === undefined) return false;
  const before = new Date(env.world.now() - Number(days) * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
  const old = env.search(OUTBOX, [
    ['x_occasion', 'in', ['written', 'deleted']],
    ['create_date', '<', before],
  ]);
  for (const row of old) row.unlink();
  return true;
}

/** What the rules of a model do when a record of it was written or is about to go. */
export function automate(record: Rec, occasion: 'written' | 'deleted'): void {
  const { env } = record;
  if (env.store.ids('base.automation').length === 0 || record.model.name === OUTBOX) return;
  const trigger = occasion === 'deleted' ? 'on_unlink' : 'on_create_or_write';
  for (const rule of env.search('base.automation', [['trigger', '=', trigger]])) {
    if (rule.one('model_id')?.text('model') !== record.model.name) continue;
    for (const action of rule.many('action_server_ids'))
      if (FIRST_LINE.test(action.text('code')))
        env.create(OUTBOX, { x_name: record.model.name, x_record: record.id, x_occasion: occasion });
  }
}

const fieldOfModel = model({
  name: 'ir.model.fields',
  label: 'Fields',
  recordName: 'name',
  fields: {
    name: char({ required: true }),
    field_description: char(),
    ttype: char({ required: true }),
    model_id: many2one('ir.model', { required: true, onDelete: 'cascade' }),
  },
});

const accessOfModel = model({
  name: 'ir.model.access',
  label: 'Model Access',
  fields: {
    name: char({ required: true }),
    model_id: many2one('ir.model', { required: true, onDelete: 'cascade' }),
    group_id: many2one('res.groups', { onDelete: 'cascade' }),
    perm_read: boolean(),
    perm_write: boolean(),
    perm_create: boolean(),
    perm_unlink: boolean(),
  },
});

export const AUTOMATION_MODELS = [automation, job, table, fieldOfModel, accessOfModel];
