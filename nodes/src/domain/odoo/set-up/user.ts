/**
 * The user that flows work as: no more rights than the areas need that it serves, an address because Odoo 14 posts
 * nothing in the name of a user without one, and UTC because `load` reads times in the zone of the user.
 */
import { z } from 'zod';
import type { Failure } from '../../failure.ts';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { groupsOf } from '../dialects/groups.ts';
import { rows } from '../rows.ts';
import { RETURNS_GROUP } from './returns.ts';
import { recordNamed, type SetUpStep, writeRecord } from './step.ts';

/** Odoo's own groups by what the user shall do; the same external ids in 14 and 19. */
const GROUPS = {
  production: ['base.group_user', 'mrp.group_mrp_user', 'stock.group_stock_user', 'account.group_account_readonly'],
  purchase: ['purchase.group_purchase_user'],
  /** Enters and posts supplier's bills; Odoo has no smaller group that may. */
  bills: ['purchase.group_purchase_user', 'account.group_account_invoice'],
  sales: ['sales_team.group_sale_salesman_all_leads'],
  maintenance: ['maintenance.group_equipment_manager'],
  /** Odoo gives products, bills of materials, work centres, places and units to those who administer the app only. */
  'master-data': [
    'mrp.group_mrp_manager',
    'stock.group_stock_manager',
    'product.group_product_manager',
    'maintenance.group_equipment_manager',
  ],
  /** Needs nothing of Odoo's own; where a version asks for more, the set-up makes a group. */
  returns: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Area = keyof typeof GROUPS;
export const AREAS = Object.keys(GROUPS) as readonly Area[];

/** Left out where Odoo has no such group: an app that is not installed, or a version that asks for less. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'production account.group_account_readonly',
  'master-data product.group_product_manager',
  'master-data maintenance.group_equipment_manager',
]);
const OWN_GROUPS = ['plantwire.batch_group', 'plantwire.outbox_group', RETURNS_GROUP];

export interface WantedUser {
  readonly login: string;
  readonly email: string;
  /** `production` is always among them. */
  readonly areas: readonly Area[];
}

interface Standing {
  readonly field: 'group_ids' | 'groups_id';
  readonly wanted: readonly { readonly name: string; readonly id: number }[];
  readonly user: User | undefined;
}
interface User {
  readonly id: number;
  readonly active: boolean;
  readonly tz: string | false;
  readonly email: string | false;
  readonly groups: readonly number[];
}

/** Steps that are missing; none when the user can do what it shall. */
export async function userSteps(admin: Erp, wish: WantedUser): Promise<Result<SetUpStep[]>> {
  const standing = await look(admin, wish);
  if (!standing.ok) return standing;
  const { field, wanted, user } = standing.value;
  if (!user) {
    const groups = wanted.map(({ name }) => name).join(', ');
    return ok([
      {
        says: `make the user ${wish.login} with the groups ${groups}`,
        run: () => makeUser(admin, wish, standing.value),
      },
    ]);
  }
  const { id, active, tz, email, groups } = user;
  const change = (says: string, vals: Readonly<Record<string, unknown>>): SetUpStep => ({
    says,
    run: () => writeRecord(admin, 'res.users', id, vals),
  });
  return ok([
    ...(active ? [] : [change(`take the user ${wish.login} out of the archive`, { active: true })]),
    ...(tz === 'UTC' ? [] : [change(`set the time zone of ${wish.login} to UTC`, { tz: 'UTC' })]),
    ...(email ? [] : [change(`give ${wish.login} the address ${wish.email}`, { email: wish.email })]),
    ...wanted
      .filter((group) => !groups.includes(group.id))
      .map((group) => change(`put ${wish.login} into the group ${group.name}`, { [field]: [[4, group.id]] })),
  ]);
}

/** Rights beyond what the areas need, by name; a person decides whether they go. */
export async function rightsInExcess(admin: Erp, wish: WantedUser): Promise<Result<readonly string[]>> {
  const standing = await look(admin, wish);
  if (!standing.ok) return standing;
  const { user, wanted } = standing.value;
  const implied = await impliedBy(
    admin,
    wanted.map(({ id }) => id),
  );
  if (!implied.ok) return implied;
  const own: (number | undefined)[] = [];
  for (const name of OWN_GROUPS) {
    const group = await recordNamed(admin, name, 'res.groups');
    if (!group.ok) return group;
    own.push(group.value);
  }
  const excess = (user?.groups ?? []).filter((id) => !implied.value.includes(id) && !own.includes(id));
  if (excess.length === 0) return ok([]);
  const row = z.object({ id: z.number(), full_name: z.string() });
  const names = await rows(admin, { model: 'res.groups', row, domain: [['id', 'in', excess]] });
  return names.ok ? ok(names.value.map(({ full_name }) => full_name)) : names;
}

/** Archived, not deleted: what it wrote stays in its name. */
export async function dismissSteps(admin: Erp, wish: WantedUser): Promise<Result<SetUpStep[]>> {
  const standing = await look(admin, wish);
  if (!standing.ok) return standing;
  const { user } = standing.value;
  if (!user?.active) return ok([]);
  const says = `archive the user ${wish.login}; its keys end with it`;
  return ok([{ says, run: () => writeRecord(admin, 'res.users', user.id, { active: false }) }]);
}

async function look(admin: Erp, wish: WantedUser): Promise<Result<Standing>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const field = groupsOf(profile.value.major);
  const wanted: { name: string; id: number }[] = [];
  for (const area of new Set<Area>(['production', ...wish.areas]))
    for (const name of GROUPS[area].filter((group) => wanted.every((other) => other.name !== group))) {
      const id = await recordNamed(admin, name, 'res.groups');
      if (!id.ok) return id;
      if (id.value !== undefined) wanted.push({ name, id: id.value });
      else if (!OPTIONAL.has(`${area} ${name}`)) return fail(noGroup(name, area));
    }
  const user = await findUser(admin, wish.login, field);
  return user.ok ? ok({ field, wanted, user: user.value }) : user;
}

async function findUser(admin: Erp, login: string, field: Standing['field']): Promise<Result<User | undefined>> {
  const text = z.union([z.string(), z.literal(false)]);
  const row = z.object({ id: z.number(), active: z.boolean(), tz: text, email: text, [field]: z.array(z.number()) });
  const found = await rows(admin, {
    model: 'res.users',
    row,
    domain: [
      ['login', '=', login],
      ['active', 'in', [true, false]],
    ],
  });
  if (!found.ok) return found;
  const [user] = found.value as (Omit<User, 'groups'> & { readonly [field: string]: unknown })[];
  return ok(user && { ...user, groups: user[field] as number[] });
}

const makeUser = (admin: Erp, { login, email }: WantedUser, { field, wanted }: Standing): Promise<Result<unknown>> =>
  admin.call({
    model: 'res.users',
    method: 'create',
    args: {
      vals_list: [{ name: 'Plantwire', login, email, tz: 'UTC', [field]: [[6, 0, wanted.map(({ id }) => id)]] }],
    },
    // Without it Odoo sends an invitation by mail.
    context: { no_reset_password: true },
  });

async function impliedBy(admin: Erp, groups: readonly number[]): Promise<Result<readonly number[]>> {
  const all = new Set(groups);
  let fresh = [...groups];
  while (fresh.length > 0) {
    const row = z.object({ id: z.number(), implied_ids: z.array(z.number()) });
    const found = await rows(admin, { model: 'res.groups', row, domain: [['id', 'in', fresh]] });
    if (!found.ok) return found;
    fresh = found.value.flatMap(({ implied_ids }) => implied_ids).filter((id) => !all.has(id));
    for (const id of fresh) all.add(id);
  }
  return ok([...all]);
}

const noGroup = (name: string, area: Area): Failure => ({
  code: 'odoo-group-missing',
  class: 'configuration',
  attempted: 'set up the user of the plant',
  on: name,
  reason: `Odoo has no group ${name}: the app for ${area} is not installed`,
  nextStep: `Install the app, or leave ${area} out of --for.`,
});
