/**
 * What an administrator does once so that events can be posted by batch action, and how it is undone. Every step first
 * looks whether it is done already. Afterwards the integration user may run the action and can neither read nor change it.
 */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { groupsOf } from '../dialects/groups.ts';
import { createOnce, rows } from '../rows.ts';
import { recordNamed, type SetUpStep, writeRecord as write } from '../set-up/step.ts';
import { actionCode } from './action-code.ts';

interface Standing {
  readonly user: number;
  readonly inGroup: boolean;
  readonly group: number | undefined;
  readonly action: { readonly id: number; readonly code: string; readonly groups: readonly number[] } | undefined;
}

const GROUP = 'batch_group';
const ACTION = 'batch_action';

/** Steps that are missing; none when everything is as it should be. */
export async function installSteps(admin: Erp, login: string): Promise<Result<SetUpStep[]>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const { major } = profile.value;
  const standing = await look(admin, login, groupsOf(major));
  if (!standing.ok) return standing;
  const { user, inGroup, group, action } = standing.value;
  const steps: SetUpStep[] = [];
  if (group === undefined)
    steps.push({ says: 'make the group "Plantwire batch posting"', run: () => makeGroup(admin) });
  if (!inGroup) {
    steps.push({
      says: `put the user ${login} into the group`,
      run: () => withGroup(admin, (id) => write(admin, 'res.users', user, { [groupsOf(major)]: [[4, id]] })),
    });
  }
  if (!action) {
    steps.push({ says: 'make the server action "Plantwire batch posting"', run: () => makeAction(admin, major) });
    return ok(steps);
  }
  if (action.code.trim() !== actionCode(major).trim()) {
    steps.push({
      says: `replace the text of the server action ${action.id} by the one of this version`,
      run: () => write(admin, 'ir.actions.server', action.id, { code: actionCode(major) }),
    });
  }
  if (action.groups.length !== 1 || action.groups[0] !== group) {
    steps.push({
      says: `let the group alone run the server action ${action.id}`,
      run: () =>
        withGroup(admin, (id) => write(admin, 'ir.actions.server', action.id, { [groupsOf(major)]: [[6, 0, [id]]] })),
    });
  }
  return ok(steps);
}

/** Takes action and group away. The ledger stays: events that are still under way are known by it. */
export async function removeSteps(admin: Erp, login: string): Promise<Result<SetUpStep[]>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const groups = groupsOf(profile.value.major);
  const standing = await look(admin, login, groups);
  if (!standing.ok) return standing;
  const { user, inGroup, group, action } = standing.value;
  const steps: SetUpStep[] = [];
  if (action)
    steps.push({
      says: `delete the server action ${action.id}`,
      run: () => admin.call({ model: 'ir.actions.server', method: 'unlink', ids: [action.id] }),
    });
  if (group !== undefined && inGroup)
    steps.push({
      says: `take the user ${login} out of the group`,
      run: () => write(admin, 'res.users', user, { [groups]: [[3, group]] }),
    });
  if (group !== undefined)
    steps.push({
      says: 'delete the group "Plantwire batch posting"',
      run: () => admin.call({ model: 'res.groups', method: 'unlink', ids: [group] }),
    });
  return ok(steps);
}

/** Rows of the ledger from before a time (`YYYY-MM-DD HH:MM:SS`): an event older than any retry needs none. */
export async function purgeSteps(admin: Erp, before: string): Promise<Result<SetUpStep[]>> {
  const found = await rows(admin, {
    model: 'ir.model.data',
    row: z.object({ id: z.number() }),
    domain: [
      ['module', '=', 'plantwire_ledger'],
      ['create_date', '<', before],
    ],
  });
  if (!found.ok || found.value.length === 0) return found.ok ? ok([]) : found;
  const ids = found.value.map((row) => row.id);
  return ok([
    {
      says: `delete ${ids.length} rows of the ledger`,
      run: () => admin.call({ model: 'ir.model.data', method: 'unlink', ids }),
    },
  ]);
}

/** Number of the installed action, for the Odoo connection. */
export async function installedAction(admin: Erp): Promise<Result<number | undefined>> {
  return recordNamed(admin, `plantwire.${ACTION}`, 'ir.actions.server');
}

async function look(admin: Erp, login: string, groups: 'group_ids' | 'groups_id'): Promise<Result<Standing>> {
  const users = await rows(admin, {
    model: 'res.users',
    row: z.object({ id: z.number(), [groups]: z.array(z.number()) }),
    domain: [['login', '=', login]],
  });
  if (!users.ok) return users;
  const [user] = users.value as { id: number; [field: string]: unknown }[];
  if (!user) return fail(noUser(login));
  const group = await recordNamed(admin, `plantwire.${GROUP}`, 'res.groups');
  if (!group.ok) return group;
  const id = await recordNamed(admin, `plantwire.${ACTION}`, 'ir.actions.server');
  if (!id.ok) return id;
  const action = id.value === undefined ? ok(undefined) : await readAction(admin, id.value, groups);
  if (!action.ok) return action;
  const own = user[groups] as number[];
  return ok({
    user: user.id,
    inGroup: group.value !== undefined && own.includes(group.value),
    group: group.value,
    action: action.value,
  });
}

async function readAction(admin: Erp, id: number, groups: string): Promise<Result<Standing['action']>> {
  const found = await rows(admin, {
    model: 'ir.actions.server',
    row: z.object({ id: z.number(), code: z.union([z.string(), z.literal(false)]), [groups]: z.array(z.number()) }),
    domain: [['id', '=', id]],
  });
  if (!found.ok) return found;
  const [action] = found.value as { id: number; code: string | false; [field: string]: unknown }[];
  return ok(action && { id: action.id, code: action.code || '', groups: action[groups] as number[] });
}

const makeGroup = (admin: Erp) =>
  createOnce(admin, 'res.groups', { id: `plantwire.${GROUP}`, name: 'Plantwire batch posting' });

async function makeAction(admin: Erp, major: number): Promise<Result<unknown>> {
  const models = await rows(admin, {
    model: 'ir.model',
    row: z.object({ id: z.number() }),
    domain: [['model', '=', 'mrp.production']],
  });
  if (!models.ok) return models;
  const model = models.value[0]?.id ?? 0;
  return withGroup(admin, (group) =>
    createOnce(admin, 'ir.actions.server', {
      id: `plantwire.${ACTION}`,
      name: 'Plantwire batch posting',
      'model_id/.id': String(model),
      state: 'code',
      code: actionCode(major),
      // Without a group any internal user could run it (Odoo 19.0, measured).
      [`${groupsOf(major)}/.id`]: String(group),
    }),
  );
}

async function withGroup(admin: Erp, then: (group: number) => Promise<Result<unknown>>): Promise<Result<unknown>> {
  const group = await makeGroup(admin);
  return group.ok ? then(group.value) : group;
}

const noUser = (login: string) => ({
  code: 'odoo-user-missing',
  class: 'configuration' as const,
  attempted: 'set up batch posting',
  on: login,
  reason: 'Odoo has no user with this login',
  nextStep: 'Give the login of the integration user (ODOO_LOGIN), or create the user first.',
});
