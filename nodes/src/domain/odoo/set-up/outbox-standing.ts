/** What of the outbox is there, as an administrator sees it. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { groupsOf } from '../dialects/groups.ts';
import { OUTBOX_NAME, OUTBOX_TABLE, PURGE_NAME } from '../outbox-table.ts';
import { oneOrNone, rows } from '../rows.ts';
import { recordNamed } from './step.ts';

export interface OutboxStanding {
  readonly user: number;
  readonly inGroup: boolean;
  readonly group: number | undefined;
  /** Record of `ir.model`. */
  readonly table: number | undefined;
  /** Of the models that are to be followed. */
  readonly models: ReadonlyMap<string, number>;
  readonly jobModel: number;
  readonly rules: ReadonlyMap<string, RuleFound>;
  /** Every action of the outbox, those of rules and of the job. */
  readonly actions: readonly ActionFound[];
  readonly job: ActionFound | undefined;
  readonly declared: ReadonlyMap<string, { readonly id: number; readonly version: number }>;
}

export interface RuleFound {
  readonly id: number;
  readonly active: boolean;
  readonly action: ActionFound | undefined;
}

export interface ActionFound {
  readonly id: number;
  readonly name: string;
  readonly code: string;
}

const code = z.union([z.string(), z.literal(false).transform(() => '')]);
const actionRow = z.object({ id: z.number(), name: z.string(), code });
const ruleRow = z.object({ id: z.number(), name: z.string(), active: z.boolean(), model_id: oneOrNone });
const modelRow = z.object({ id: z.number(), model: z.string() });
const ownRow = z.object({ id: z.number(), x_name: z.string(), x_record: z.number() });
const ALL = { active_test: false };
const MINE = [['name', '=like', `${OUTBOX_NAME}: %`]] as const;

export async function look(admin: Erp, login: string, wanted: readonly string[]): Promise<Result<OutboxStanding>> {
  const reader = await readerOf(admin, login);
  if (!reader.ok) return reader;
  const asked = [OUTBOX_TABLE, 'ir.cron', ...wanted];
  const models = await rows(admin, { model: 'ir.model', row: modelRow, domain: [['model', 'in', asked]] });
  if (!models.ok) return models;
  const known = new Map(models.value.map(({ id, model }) => [model, id]));
  const rules = await rows(admin, { model: 'base.automation', row: ruleRow, domain: MINE, context: ALL });
  if (!rules.ok) return rules.failure.code === 'odoo-model-missing' ? fail(noAutomation()) : rules;
  const actions = await rows(admin, { model: 'ir.actions.server', row: actionRow, domain: MINE });
  if (!actions.ok) return actions;
  const jobs = await rows(admin, {
    model: 'ir.cron',
    row: actionRow,
    domain: [['name', '=', PURGE_NAME]],
    context: ALL,
  });
  if (!jobs.ok) return jobs;
  const declared = known.has(OUTBOX_TABLE)
    ? await rows(admin, { model: OUTBOX_TABLE, row: ownRow, domain: [['x_occasion', '=', 'follows']] })
    : ok([]);
  if (!declared.ok) return declared;
  const actionNamed = new Map(actions.value.map((action) => [action.name, action]));
  return ok({
    ...reader.value,
    ...{ table: known.get(OUTBOX_TABLE), models: known, jobModel: known.get('ir.cron') ?? 0 },
    rules: new Map(rules.value.map(({ id, name, active }) => [name, { id, active, action: actionNamed.get(name) }])),
    ...{ actions: actions.value, job: jobs.value[0] },
    declared: new Map(declared.value.map(({ id, x_name, x_record }) => [x_name, { id, version: x_record }])),
  });
}

async function readerOf(
  admin: Erp,
  login: string,
): Promise<Result<Pick<OutboxStanding, 'user' | 'inGroup' | 'group'>>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const groups = groupsOf(profile.value.major);
  const row = z.object({ id: z.number(), [groups]: z.array(z.number()) });
  const users = await rows(admin, { model: 'res.users', row, domain: [['login', '=', login]] });
  if (!users.ok) return users;
  const [user] = users.value as { id: number; [field: string]: unknown }[];
  if (!user) return fail(noUser(login));
  const group = await recordNamed(admin, 'plantwire.outbox_group', 'res.groups');
  if (!group.ok) return group;
  const own = user[groups] as readonly number[];
  return ok({ user: user.id, group: group.value, inGroup: group.value !== undefined && own.includes(group.value) });
}

const noUser = (login: string) => ({
  code: 'odoo-user-missing',
  class: 'configuration' as const,
  attempted: 'set up the outbox',
  on: login,
  reason: 'Odoo has no user with this login',
  nextStep: 'Give the login of the plant\'s user (ODOO_LOGIN), or run "user install" first.',
});

const noAutomation = () => ({
  code: 'odoo-model-missing',
  class: 'configuration' as const,
  attempted: 'set up the outbox',
  on: 'base.automation',
  reason: 'Odoo has no automation rules: their app is not installed',
  nextStep: 'Install "Automation Rules" (14: "Automated Action Rules", base_automation) first.',
});
