/** Returns by the plant's user where a version needs more than the groups of Odoo give: a group that only reads values. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../ports.ts';
import { groupsOf } from '../dialects/groups.ts';
import { readsOfReturns } from '../dialects/valued-returns.ts';
import { createOnce, rows } from '../rows.ts';
import { recordNamed, type SetUpStep, writeRecord } from './step.ts';

export const RETURNS_GROUP = 'plantwire.returns_group';
const NAME = 'Plantwire returns';

/** None where the version needs none, or where nothing values stock. */
export async function returnsSteps(admin: Erp, login: string): Promise<Result<SetUpStep[]>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const wanted = readsOfReturns(profile.value);
  if (!wanted.ok || wanted.value.length === 0) return wanted.ok ? ok([]) : wanted;
  const models = await modelsOf(admin, wanted.value);
  if (!models.ok || models.value.length === 0) return models.ok ? ok([]) : models;
  const group = await recordNamed(admin, RETURNS_GROUP, 'res.groups');
  if (!group.ok) return group;
  const field = groupsOf(profile.value.major);
  const user = await userOf(admin, login, field);
  if (!user.ok) return user;
  const names = models.value.map(({ model }) => model).join(', ');
  const isIn = group.value !== undefined && user.value?.groups.includes(group.value);
  return ok([
    ...(group.value === undefined
      ? [{ says: `make the group "${NAME}" that may read ${names}`, run: () => makeGroup(admin, models.value) }]
      : []),
    ...(isIn ? [] : [{ says: `put ${login} into the group "${NAME}"`, run: () => join(admin, login, field) }]),
  ]);
}

/** Takes the group away; returns are then validated by an administrator of the inventory. */
export async function noReturnsSteps(admin: Erp): Promise<Result<SetUpStep[]>> {
  const group = await recordNamed(admin, RETURNS_GROUP, 'res.groups');
  if (!group.ok || group.value === undefined) return group.ok ? ok([]) : group;
  const ids = [group.value];
  const run = async (): Promise<Result<unknown>> => {
    const rights = await rows(admin, { model: 'ir.model.access', row: idRow, domain: [['group_id', 'in', ids]] });
    if (!rights.ok) return rights;
    const open = rights.value.map(({ id }) => id);
    const closed = await admin.call({ model: 'ir.model.access', method: 'unlink', ids: open });
    return closed.ok ? admin.call({ model: 'res.groups', method: 'unlink', ids }) : closed;
  };
  return ok([{ says: `delete the group "${NAME}"`, run }]);
}

const idRow = z.object({ id: z.number() });
const modelRow = z.object({ id: z.number(), model: z.string() });
type ModelRow = z.output<typeof modelRow>;

const modelsOf = (admin: Erp, names: readonly string[]): Promise<Result<ModelRow[]>> =>
  rows(admin, { model: 'ir.model', row: modelRow, domain: [['model', 'in', names]] });

async function makeGroup(admin: Erp, models: readonly ModelRow[]): Promise<Result<unknown>> {
  const group = await createOnce(admin, 'res.groups', { id: RETURNS_GROUP, name: NAME });
  if (!group.ok) return group;
  for (const { id, model } of models) {
    const right = await createOnce(admin, 'ir.model.access', {
      id: `plantwire.returns_${model.replaceAll('.', '_')}`,
      name: `${NAME}: ${model}`,
      'model_id/.id': String(id),
      'group_id/.id': String(group.value),
      perm_read: '1',
    });
    if (!right.ok) return right;
  }
  return group;
}

async function join(admin: Erp, login: string, field: string): Promise<Result<unknown>> {
  const group = await recordNamed(admin, RETURNS_GROUP, 'res.groups');
  if (!group.ok) return group;
  const user = await userOf(admin, login, field);
  return user.ok ? writeRecord(admin, 'res.users', user.value?.id ?? 0, { [field]: [[4, group.value]] }) : user;
}

/** Looked for when the step runs, too: the user may have been made by the step before. */
async function userOf(
  admin: Erp,
  login: string,
  field: string,
): Promise<Result<{ readonly id: number; readonly groups: readonly number[] } | undefined>> {
  const row = z.object({ id: z.number(), [field]: z.array(z.number()) });
  const found = await rows(admin, { model: 'res.users', row, domain: [['login', '=', login]] });
  if (!found.ok) return found;
  const [user] = found.value as { readonly id: number; readonly [field: string]: unknown }[];
  return ok(user && { id: user.id, groups: user[field] as number[] });
}
