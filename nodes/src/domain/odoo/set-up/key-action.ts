/**
 * What Odoo lets nobody do by a call: make an API key for another user, and delete one without a person's password. An
 * administrator's server action may. It is made, run and deleted, and only administrators may run it meanwhile.
 */
import { z } from 'zod';
import type { Failure } from '../../failure.ts';
import { type Erp, type ErpProfile, fail, ok, type Result } from '../../ports.ts';
import { groupsOf } from '../dialects/groups.ts';
import { keyRulesOf } from '../dialects/keys.ts';
import { createOnce, rows } from '../rows.ts';
import { recordNamed } from './step.ts';

export type KeyOrder =
  | { readonly do: 'make'; readonly user: number; readonly name: string; readonly days: number | false }
  /** Nothing is deleted unless the key that begins so is one of the user's and stays. */
  | { readonly do: 'delete'; readonly user: number; readonly ids: readonly number[]; readonly begins: string };

const ACTION = 'plantwire.key_action';

const answerOf = z.object({
  key: z.string().optional(),
  deleted: z.number().optional(),
  refused: z.string().optional(),
});
export type KeyAnswer = z.output<typeof answerOf>;

const codeOf = (make: string): string => `# Plantwire keys, version 1. Deleted right after it ran.
order = env.context['plantwire_key']
keys = env['res.users.apikeys']
user = env['res.users'].browse(order['user'])
if order['do'] == 'make':
    action = {'key': ${make}}
else:
    env.cr.execute("SELECT id FROM res_users_apikeys WHERE user_id = %s AND index = %s", (user.id, order['begins']))
    own = [row[0] for row in env.cr.fetchall()]
    old = keys.sudo().search([('user_id', '=', user.id), ('id', 'in', order['ids'])])
    if len(own) != 1:
        action = {'refused': 'unknown'}
    elif own[0] in old.ids:
        action = {'refused': 'in-use'}
    else:
        count = len(old)
        old.unlink()
        action = {'deleted': count}
`;

export async function runKeyAction(admin: Erp, profile: ErpProfile, order: KeyOrder): Promise<Result<KeyAnswer>> {
  const made = await makeAction(admin, profile);
  if (!made.ok) return made;
  const id = made.value;
  const answer = await admin.call({
    model: 'ir.actions.server',
    method: 'run',
    ids: [id],
    context: { plantwire_key: order },
  });
  const gone = await admin.call({ model: 'ir.actions.server', method: 'unlink', ids: [id] });
  if (!answer.ok) return answer;
  const read = answerOf.safeParse(answer.value);
  if (!read.success) return fail(strange);
  return gone.ok || read.data.key !== undefined ? ok(read.data) : gone;
}

async function makeAction(admin: Erp, profile: ErpProfile): Promise<Result<number>> {
  const rules = keyRulesOf(profile);
  if (!rules.ok) return rules;
  const model = await rows(admin, {
    model: 'ir.model',
    row: z.object({ id: z.number() }),
    domain: [['model', '=', 'res.users']],
  });
  if (!model.ok) return model;
  const group = await recordNamed(admin, 'base.group_system', 'res.groups');
  if (!group.ok) return group;
  return createOnce(admin, 'ir.actions.server', {
    id: ACTION,
    name: 'Plantwire keys (for a moment)',
    'model_id/.id': String(model.value[0]?.id ?? 0),
    state: 'code',
    code: codeOf(rules.value.make),
    // Without a group any internal user could run it.
    [`${groupsOf(profile.major)}/.id`]: String(group.value ?? 0),
  });
}

export const strange: Failure = {
  code: 'odoo-answer-unreadable',
  class: 'business',
  attempted: 'change the keys of the plant’s user',
  on: 'Odoo',
  reason: 'the server action answered with something else than it should',
  nextStep: 'Make the key by hand: log in as the plant’s user, My Profile, Account Security.',
};
