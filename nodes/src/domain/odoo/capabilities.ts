/**
 * What can run on this Odoo with this user: asked when a person tests the connection and when a flow is deployed, not
 * found out with the first message of the night.
 */
import { z } from 'zod';
import { type Erp, type ErpProfile, fail, ok, type Result } from '../ports.ts';
import { forVersion } from './dialects/choose.ts';
import { recordCalls } from './dialects/records.ts';
import { catalogue, specOf } from './intents/catalogue.ts';
import type { IntentSpec, Need } from './intents/spec.ts';
import { orderIntentKinds } from './order-intent.ts';
import { refusal, type Where } from './refusals.ts';
import { type May, mayDo, nameOf, ORDER_NEEDS } from './rights.ts';
import { readFields } from './values/field.ts';

export interface IntentCapability {
  readonly kind: string;
  /** `create stock.lot (Inventory)`, or `install Maintenance`; none when it can run. */
  readonly missing: readonly string[];
}

export interface Capabilities {
  readonly version: string;
  readonly edition: 'community' | 'enterprise';
  readonly protocol: ErpProfile['protocol'];
  /** Apps that are installed, by their English names. */
  readonly apps: readonly string[];
  readonly intents: readonly IntentCapability[];
  /** What the user may do and no intent that was asked for needs. */
  readonly excess: readonly string[];
  /** Decimals of quantities. */
  readonly digits?: number;
  /** Of the user; Odoo reads some times in it. */
  readonly timeZone?: string;
  /** Switches of Odoo that the user has: lots, units, work orders. */
  readonly settings: readonly string[];
}

const APPS: Readonly<Record<string, string>> = {
  Manufacturing: 'mrp.production',
  Inventory: 'stock.picking',
  Purchase: 'purchase.order',
  Sales: 'sale.order',
  Maintenance: 'maintenance.request',
  Repair: 'repair.order',
  CRM: 'crm.lead',
  Invoicing: 'account.move',
  Quality: 'quality.check',
  Employees: 'hr.employee',
};

const SETTINGS: Readonly<Record<string, string>> = {
  'lots and serial numbers': 'stock.group_production_lot',
  'storage locations': 'stock.group_stock_multi_locations',
  'units of measure': 'uom.group_uom',
  'work orders': 'mrp.group_mrp_routings',
  'by-products': 'mrp.group_mrp_byproducts',
};

/** Rights over Odoo itself: whoever has the key of such a user owns the database. */
const RISKY: readonly Need[] = [
  ['res.users', 'write', 'Settings'],
  ['res.groups', 'write', 'Settings'],
  ['ir.model.access', 'write', 'Settings'],
  ['ir.rule', 'write', 'Settings'],
  ['ir.config_parameter', 'write', 'Settings'],
  ['ir.actions.server', 'write', 'Settings'],
  ['ir.cron', 'write', 'Settings'],
];

const needsOf = (kind: string): readonly Need[] =>
  (orderIntentKinds as readonly string[]).includes(kind) ? ORDER_NEEDS : (specOf(kind)?.needs ?? []);

export const allKinds: readonly string[] = [
  ...orderIntentKinds,
  ...(catalogue as readonly unknown[] as readonly IntentSpec[]).map((spec) => spec.kind),
];

/** Every right is asked for once, however many intents need it. */
class Asked {
  private readonly answers = new Map<string, May>();
  private readonly erp: Erp;
  private readonly profile: ErpProfile;

  constructor(erp: Erp, profile: ErpProfile) {
    this.erp = erp;
    this.profile = profile;
  }

  async may(need: Need): Promise<Result<May>> {
    const name = `${need[0]} ${need[1]}`;
    const known = this.answers.get(name);
    if (known) return ok(known);
    const answer = await mayDo(this.erp, this.profile, need);
    if (answer.ok) this.answers.set(name, answer.value);
    return answer;
  }

  async filtered(needs: readonly Need[], wanted: (may: May) => boolean): Promise<Result<[Need, May][]>> {
    const found: [Need, May][] = [];
    for (const need of needs) {
      const may = await this.may(need);
      if (!may.ok) return may;
      if (wanted(may.value)) found.push([need, may.value]);
    }
    return ok(found);
  }
}

/** Which of these intents cannot run, and what each of them lacks. */
export async function cannotRun(erp: Erp, kinds: readonly string[], where: Where): Promise<Result<IntentCapability[]>> {
  const stranger = kinds.find((kind) => !allKinds.includes(kind));
  if (stranger !== undefined) return fail(refusal('unknown-intent', where, stranger));
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const asked = await intentsOf(new Asked(erp, profile.value), profile.value, kinds);
  return asked.ok ? ok(asked.value.filter(({ missing }) => missing.length > 0)) : asked;
}

/** `kinds`: intents that are to run there; rights beyond them are in excess. */
export async function capabilities(erp: Erp, kinds: readonly string[] = allKinds): Promise<Result<Capabilities>> {
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const asked = new Asked(erp, profile.value);
  const intents = await intentsOf(asked, profile.value, kinds);
  if (!intents.ok) return intents;
  const apps = await asked.filtered(
    Object.entries(APPS).map(([app, model]) => [model, 'read', app] as const),
    (may) => may !== 'absent',
  );
  if (!apps.ok) return apps;
  const excess = await asked.filtered(beyond(kinds), (may) => may === 'yes');
  if (!excess.ok) return excess;
  const own = await aboutUser(erp, profile.value);
  if (!own.ok) return own;
  const { version, protocol } = profile.value;
  const names = apps.value.map(([[, , app]]) => app);
  return ok({
    version,
    protocol,
    // Quality is sold with Enterprise only; the version says it as well since 13.
    edition: version.includes('+e') || names.includes('Quality') ? 'enterprise' : 'community',
    apps: names,
    intents: intents.value,
    excess: excess.value.map(([need]) => nameOf(profile.value, need)),
    ...own.value,
  });
}

function beyond(kinds: readonly string[]): readonly Need[] {
  const used = new Set(kinds.flatMap((kind) => needsOf(kind).map(([model, operation]) => `${model} ${operation}`)));
  const others = allKinds.flatMap((kind) => needsOf(kind)).filter(([, operation]) => operation !== 'read');
  const unique = new Map([...RISKY, ...others].map((need) => [`${need[0]} ${need[1]}`, need]));
  return [...unique].filter(([name]) => !used.has(name)).map(([, need]) => need);
}

async function intentsOf(
  asked: Asked,
  profile: ErpProfile,
  kinds: readonly string[],
): Promise<Result<IntentCapability[]>> {
  const found: IntentCapability[] = [];
  for (const kind of kinds) {
    const lacking = await asked.filtered(needsOf(kind), (may) => may !== 'yes');
    if (!lacking.ok) return lacking;
    const missing = lacking.value.map(([need, may]) =>
      may === 'absent' ? `install ${need[2]}` : nameOf(profile, need),
    );
    const limits = specOf(kind)?.limits ?? {};
    const here = forVersion(profile, { v14: limits.v14, v19: limits.v19 });
    if (!here.ok) return here;
    found.push({ kind, missing: [...new Set([...(here.value ? [here.value] : []), ...missing])] });
  }
  return ok(found);
}

type Own = Pick<Capabilities, 'digits' | 'timeZone' | 'settings'>;

async function aboutUser(erp: Erp, profile: ErpProfile): Promise<Result<Own>> {
  const context = await erp.call({ model: 'res.users', method: 'context_get', repeatable: true });
  if (!context.ok) return context;
  const { tz, uid = profile.uid } = userContext.safeParse(context.value).data ?? {};
  const args = { allfields: ['product_qty'], attributes: ['type', 'digits'] };
  const described = await erp.call({ model: 'mrp.production', method: 'fields_get', args, repeatable: true });
  const digits = described.ok ? readFields(described.value)?.get('product_qty')?.digits : undefined;
  const settings = uid === undefined ? ok([]) : await settingsOf(erp, profile, uid);
  if (!settings.ok) return settings;
  return ok({
    settings: settings.value,
    ...(tz ? { timeZone: tz } : {}),
    ...(digits === undefined ? {} : { digits }),
  });
}

const userContext = z.object({ tz: z.union([z.string(), z.literal(false)]).optional(), uid: z.number().optional() });

async function settingsOf(erp: Erp, profile: ErpProfile, user: number): Promise<Result<string[]>> {
  const calls = recordCalls(profile);
  if (!calls.ok) return calls;
  const on: string[] = [];
  for (const [name, group] of Object.entries(SETTINGS)) {
    const answer = await erp.call({ model: 'res.users', ...calls.value.inGroup(user, group), repeatable: true });
    // A group of an app that is not installed is no group the user is in.
    if (answer.ok && answer.value === true) on.push(name);
  }
  return ok(on);
}
