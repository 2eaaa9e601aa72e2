/** What the integration user must be allowed to do, asked of Odoo before a posting needs it, or after it was refused. */
import type { Failure } from '../failure.ts';
import { type Erp, type ErpProfile, fail, ok, type Result } from '../ports.ts';
import { recordCalls } from './dialects/records.ts';
import type { Need } from './intents/spec.ts';
import { refusal, type Where } from './refusals.ts';

/** For the intents about an order's quantities; the others name their own. */
export const ORDER_NEEDS: readonly Need[] = [
  ['mrp.production', 'write', 'Manufacturing'],
  ['mrp.workorder', 'write', 'Manufacturing'],
  ['stock.move', 'write', 'Inventory'],
  ['stock.move.line', 'create', 'Inventory'],
  ['stock.lot', 'create', 'Inventory'],
  ['stock.scrap', 'create', 'Inventory'],
  ['product.product', 'read', 'Inventory'],
  ['uom.uom', 'read', 'Inventory'],
];

export interface Rights {
  /** `create stock.lot (Inventory)`, one line each. */
  readonly missing: readonly string[];
}

export async function checkRights(erp: Erp): Promise<Result<Rights>> {
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const missing = await missingRights(erp, profile.value, ORDER_NEEDS);
  return missing.ok ? ok({ missing: missing.value }) : missing;
}

/** `create stock.lot (Inventory)`, one line for each that is missing. */
export async function missingRights(
  erp: Erp,
  profile: ErpProfile,
  needs: readonly Need[],
): Promise<Result<readonly string[]>> {
  const missing: string[] = [];
  for (const need of needs) {
    const may = await mayDo(erp, profile, need);
    if (!may.ok) return may;
    if (may.value !== 'yes') missing.push(nameOf(profile, need));
  }
  return ok(missing);
}

const modelOf = (profile: ErpProfile, name: string): string => {
  const calls = recordCalls(profile);
  return calls.ok ? (calls.value.models[name] ?? name) : name;
};

export const nameOf = (profile: ErpProfile, [model, operation, app]: Need): string =>
  `${operation} ${modelOf(profile, model)} (${app})`;

/** `absent`: the model is not installed. */
export type May = 'yes' | 'no' | 'absent';

export async function mayDo(erp: Erp, profile: ErpProfile, [name, operation]: Need): Promise<Result<May>> {
  const calls = recordCalls(profile);
  if (!calls.ok) return calls;
  const answer = await erp.call({ model: modelOf(profile, name), ...calls.value.mayDo(operation), repeatable: true });
  if (answer.ok) return ok(answer.value === true ? 'yes' : 'no');
  if (answer.failure.code === 'odoo-model-missing')
    return ok(calls.value.whereInstalled.includes(name) ? 'yes' : 'absent');
  const isRefused = ['odoo-method-missing', 'odoo-access-denied'].includes(answer.failure.code);
  return isRefused ? ok('no') : answer;
}

/** `load` tells a missing right in words, among other reasons. */
const SAYS_RIGHTS = /not allowed to|AccessError|security restrictions/;

/** A refusal for want of rights names the right that is missing; every other failure stays what it is. */
export async function namingRights<T>(
  asked: { readonly erp: Erp; readonly profile: ErpProfile; readonly where: Where },
  needs: readonly Need[],
  answer: Result<T>,
): Promise<Result<T>> {
  if (answer.ok || !isAboutRights(answer.failure)) return answer;
  const missing = await missingRights(asked.erp, asked.profile, needs);
  if (!missing.ok) return answer;
  const { cause } = answer.failure;
  const words = missing.value.join(', ') || namedByOdoo(cause);
  if (words === undefined) return answer;
  return fail({ ...refusal('right-missing', asked.where, words), ...(cause ? { cause } : {}) });
}

/** What an action of Odoo does behind it may need a right of its own. */
function namedByOdoo(cause = ''): string | undefined {
  const [, verb, label, model] = /not allowed to (\w+) '([^']+)' \(([\w.]+)\)/.exec(cause) ?? [];
  return model === undefined ? undefined : `${verb} ${model} (${label})`;
}

const isAboutRights = ({ code, cause = '' }: Failure): boolean =>
  code === 'odoo-access-denied' || (code === 'odoo-refused-values' && SAYS_RIGHTS.test(cause));
