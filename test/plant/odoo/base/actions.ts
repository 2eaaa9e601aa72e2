/** Groups and server actions: enough of them for an action that a group may run. */
import { runCode } from '../batch/run.ts';
import type { Environment } from '../orm/environment.ts';
import { accessError, missingError } from '../orm/error.ts';
import { char, many2many, many2one, selection, text } from '../orm/field.ts';
import { model } from '../orm/model.ts';
import { idsOf, type Json } from '../orm/value.ts';
import { isKeyAction, keys, runKeyAction } from './keys.ts';

export const groups = model({
  name: 'res.groups',
  label: 'Access Groups',
  fields: { name: char({ required: true }) },
});

function mayRun(env: Environment, groupsOfAction: readonly number[]): boolean {
  const own = idsOf(env.user.get('group_ids'));
  return groupsOfAction.length === 0 || groupsOfAction.some((group) => own.includes(group));
}

export const serverAction = model({
  name: 'ir.actions.server',
  label: 'Server Actions',
  fields: {
    name: char({ required: true }),
    model_id: many2one('ir.model', { required: true }),
    state: selection({ code: 'Execute Code', object_write: 'Update Record' }, { required: true }),
    code: text(),
    group_ids: many2many('res.groups'),
    base_automation_id: many2one('base.automation', { onDelete: 'cascade' }),
  },
  methods: {
    /** Whoever is in the group may run what he may not read. */
    run: {
      on: 'record',
      parameters: [],
      run: (env, _model, ids) => {
        let answer: Json = false;
        for (const id of ids) {
          const action = env.browse('ir.actions.server', id);
          if (!action.exists) throw missingError('ir.actions.server', id, env.uid);
          if (!mayRun(env, idsOf(action.get('group_ids'))))
            throw accessError("You don't have enough access rights to run this action.");
          const code = action.text('code');
          answer = isKeyAction(code) ? runKeyAction(env) : runCode(env, code);
        }
        return answer;
      },
    },
  },
});

export const ACTION_MODELS = [groups, keys, serverAction];
