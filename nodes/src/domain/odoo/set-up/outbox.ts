/** The transactional outbox: its table, who may read it, the rules that write into it, the job that clears it. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { groupsOf } from '../dialects/groups.ts';
import { outboxRulesOf } from '../dialects/outbox.ts';
import {
  CHANGES,
  type ChangeOccasion,
  OUTBOX_FIELDS,
  OUTBOX_NAME,
  OUTBOX_TABLE,
  OUTBOX_VERSION,
  type OutboxRules,
  PURGE_NAME,
  purgeCode,
  purgeDays,
  ruleCode,
  ruleName,
} from '../outbox-table.ts';
import { createOnce } from '../rows.ts';
import { look, type OutboxStanding } from './outbox-standing.ts';
import { type SetUpStep, writeRecord } from './step.ts';

export interface WantedOutbox {
  readonly login: string;
  readonly models: readonly string[];
  /** Rows are kept so long; undefined: as installed, a week at first. */
  readonly days: number | undefined;
}

const DAYS = 7;
const GROUP = 'Plantwire outbox';

export async function outboxSteps(admin: Erp, wanted: WantedOutbox): Promise<Result<SetUpStep[]>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const rules = outboxRulesOf(profile.value);
  if (!rules.ok) return rules;
  const standing = await look(admin, wanted.login, wanted.models);
  if (!standing.ok) return standing;
  const unknown = wanted.models.filter((model) => !standing.value.models.has(model));
  if (unknown.length > 0) return fail(noModel(unknown));
  const groups = groupsOf(profile.value.major);
  return ok([
    ...readers(admin, standing.value, wanted.login, groups),
    ...(standing.value.table === undefined
      ? [{ says: `make the table ${OUTBOX_TABLE}, to be read by the group "${GROUP}"`, run: () => makeTable(admin) }]
      : []),
    ...wanted.models.flatMap((model) => followed(admin, standing.value, rules.value, model)),
    ...purging(admin, standing.value, rules.value, wanted.days),
  ]);
}

function readers(admin: Erp, { group, user, inGroup }: OutboxStanding, login: string, groups: string): SetUpStep[] {
  const steps: SetUpStep[] = [];
  if (group === undefined) steps.push({ says: `make the group "${GROUP}"`, run: () => makeGroup(admin) });
  if (!inGroup)
    steps.push({
      says: `put the user ${login} into the group "${GROUP}"`,
      run: () => withGroup(admin, (id) => writeRecord(admin, 'res.users', user, { [groups]: [[4, id]] })),
    });
  return steps;
}

const makeGroup = (admin: Erp): Promise<Result<number>> =>
  createOnce(admin, 'res.groups', { id: 'plantwire.outbox_group', name: GROUP });

async function withGroup(admin: Erp, then: (group: number) => Promise<Result<unknown>>): Promise<Result<unknown>> {
  const group = await makeGroup(admin);
  return group.ok ? then(group.value) : group;
}

/** The plant's user reads; administrators clear. Rules write past the rights of whoever made the change. */
async function makeTable(admin: Erp): Promise<Result<unknown>> {
  const system = await createdGroup(admin);
  if (!system.ok) return system;
  return withGroup(admin, (group) => {
    const read = { perm_read: true, perm_write: false, perm_create: false, perm_unlink: false };
    const all = { perm_read: true, perm_write: true, perm_create: true, perm_unlink: true };
    const access = [
      [0, 0, { name: 'Plantwire outbox: the plant', group_id: group, ...read }],
      [0, 0, { name: 'Plantwire outbox: administrators', group_id: system.value, ...all }],
    ];
    const columns = Object.entries(OUTBOX_FIELDS).map(([name, { ttype, label }]) => [
      ...[0, 0, { name, ttype, field_description: label }],
    ]);
    const vals = { name: 'Plantwire Outbox', model: OUTBOX_TABLE, field_id: columns, access_ids: access };
    return admin.call({ model: 'ir.model', method: 'create', args: { vals_list: [vals] } });
  });
}

async function createdGroup(admin: Erp): Promise<Result<number>> {
  const answer = await admin.call({
    ...{ model: 'ir.model.data', method: 'search_read', repeatable: true },
    args: {
      domain: [
        ['module', '=', 'base'],
        ['name', '=', 'group_system'],
      ],
      fields: ['res_id'],
      limit: 1,
    },
  });
  if (!answer.ok) return answer;
  const [row] = z.array(z.object({ res_id: z.number() })).safeParse(answer.value).data ?? [];
  return row ? ok(row.res_id) : fail(noModel(['base.group_system']));
}

function followed(admin: Erp, standing: OutboxStanding, rules: OutboxRules, model: string): SetUpStep[] {
  const steps = (Object.keys(CHANGES) as ChangeOccasion[]).flatMap((occasion) =>
    rule(admin, standing, rules, model, occasion),
  );
  const declared = standing.declared.get(model);
  // Last, so that nobody relies on a rule that is not there yet.
  if (declared?.version !== OUTBOX_VERSION || steps.length > 0)
    steps.push({
      says: `tell readers of the outbox that it follows ${model} from now on`,
      run: () => declare(admin, model, declared?.id),
    });
  return steps;
}

function rule(
  admin: Erp,
  { rules: there, models }: OutboxStanding,
  rules: OutboxRules,
  model: string,
  occasion: ChangeOccasion,
): SetUpStep[] {
  const name = ruleName(model, occasion);
  const code = ruleCode(model, occasion);
  const found = there.get(name);
  if (!found) {
    const vals = rules.rule({ name, code, model: models.get(model) ?? 0, trigger: CHANGES[occasion] });
    return [{ says: `make the automation rule "${name}"`, run: () => make(admin, 'base.automation', vals) }];
  }
  const steps: SetUpStep[] = [];
  if (found.action?.code.trim() !== code.trim())
    steps.push({
      says: `replace the text of the automation rule "${name}" by the one of this version`,
      run: () => writeRecord(admin, 'ir.actions.server', found.action?.id ?? 0, { code }),
    });
  if (!found.active)
    steps.push({
      says: `switch the automation rule "${name}" on`,
      run: () => writeRecord(admin, 'base.automation', found.id, { active: true }),
    });
  return steps;
}

/** A new row: its number is the place from which on the model is followed. */
async function declare(admin: Erp, model: string, old: number | undefined): Promise<Result<unknown>> {
  const gone = old === undefined ? ok(undefined) : await unlink(admin, OUTBOX_TABLE, [old]);
  if (!gone.ok) return gone;
  return make(admin, OUTBOX_TABLE, { x_name: model, x_record: OUTBOX_VERSION, x_occasion: 'follows' });
}

function purging(admin: Erp, { job, jobModel }: OutboxStanding, rules: OutboxRules, days: number | undefined) {
  const code = purgeCode(days ?? purgeDays(job?.code ?? '') ?? DAYS);
  if (job)
    return job.code.trim() === code.trim()
      ? []
      : [
          {
            says: `replace the text of the job "${PURGE_NAME}"`,
            run: () => writeRecord(admin, 'ir.cron', job.id, { code }),
          },
        ];
  const vals = { name: PURGE_NAME, state: 'code', code, interval_number: 1, interval_type: 'hours', ...rules.job };
  return [
    {
      says: `make the job "${PURGE_NAME}", which deletes rows after ${days ?? DAYS} days`,
      run: () => make(admin, 'ir.cron', { ...vals, model_id: jobModel }),
    },
  ];
}

const make = (admin: Erp, model: string, vals: Readonly<Record<string, unknown>>): Promise<Result<unknown>> =>
  admin.call({ model, method: 'create', args: { vals_list: [vals] } });

const unlink = (admin: Erp, model: string, ids: readonly number[]): Promise<Result<unknown>> =>
  admin.call({ model, method: 'unlink', ids });

/** Readers are told first, then rules and job go, then the table; whoever followed it goes on by time. */
export async function noOutboxSteps(admin: Erp, login: string): Promise<Result<SetUpStep[]>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const standing = await look(admin, login, []);
  if (!standing.ok) return standing;
  const { declared, rules, actions, job, table, group, user, inGroup } = standing.value;
  const some = (ids: readonly number[], says: string, model: string): SetUpStep[] =>
    ids.length > 0 ? [{ says, run: () => unlink(admin, model, ids) }] : [];
  const groups = groupsOf(profile.value.major);
  return ok([
    ...some(
      [...declared.values()].map(({ id }) => id),
      'tell readers of the outbox that it ends',
      OUTBOX_TABLE,
    ),
    ...some(
      [...rules.values()].map(({ id }) => id),
      `delete ${rules.size} automation rules`,
      'base.automation',
    ),
    ...some(job ? [job.id] : [], `delete the job "${PURGE_NAME}"`, 'ir.cron'),
    ...(actions.length > 0
      ? [{ says: `delete the actions named "${OUTBOX_NAME}"`, run: () => removeActions(admin, login) }]
      : []),
    ...some(table === undefined ? [] : [table], `delete the table ${OUTBOX_TABLE} with its rows`, 'ir.model'),
    ...(group !== undefined && inGroup
      ? [
          {
            says: `take the user ${login} out of the group "${GROUP}"`,
            run: () => writeRecord(admin, 'res.users', user, { [groups]: [[3, group]] }),
          },
        ]
      : []),
    ...some(group === undefined ? [] : [group], `delete the group "${GROUP}"`, 'res.groups'),
  ]);
}

/** Some versions delete them with their rule or job: those that are left. */
async function removeActions(admin: Erp, login: string): Promise<Result<unknown>> {
  const left = await look(admin, login, []);
  if (!left.ok) return left;
  const ids = left.value.actions.map(({ id }) => id);
  return ids.length > 0 ? unlink(admin, 'ir.actions.server', ids) : ok(undefined);
}

/** Rows from before a time; readers that were away longer find by time what happened meanwhile. */
export async function purgeOutboxSteps(admin: Erp, before: string): Promise<Result<SetUpStep[]>> {
  const found = await admin.call({
    ...{ model: OUTBOX_TABLE, method: 'search', repeatable: true },
    args: {
      domain: [
        ['x_occasion', 'in', Object.keys(CHANGES)],
        ['create_date', '<', before],
      ],
    },
  });
  if (!found.ok) return found;
  const ids = z.array(z.number()).safeParse(found.value).data ?? [];
  if (ids.length === 0) return ok([]);
  return ok([{ says: `delete ${ids.length} rows of the outbox`, run: () => unlink(admin, OUTBOX_TABLE, ids) }]);
}

const noModel = (names: readonly string[]) => ({
  code: 'odoo-model-missing',
  class: 'configuration' as const,
  attempted: 'set up the outbox',
  on: names.join(', '),
  reason: 'Odoo has no such model',
  nextStep: 'Install the app it belongs to, or correct --models.',
});
