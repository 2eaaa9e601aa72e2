/** Answer of the Test connection button: whether postings would work, or the one cause why not. */
import type { Failure } from '../../domain/failure.ts';
import { type Capabilities, capabilities } from '../../domain/odoo/capabilities.ts';
import { checkRights } from '../../domain/odoo/rights.ts';
import type { Erp } from '../../domain/ports.ts';

export type Cause = 'address' | 'tls' | 'database' | 'key' | 'plan' | 'rights' | 'version' | 'batch' | 'server';

const CAUSES: Readonly<Record<string, Cause>> = {
  'odoo-unreachable': 'address',
  'odoo-network-down': 'address',
  'odoo-address-invalid': 'address',
  'odoo-address-moved': 'address',
  'odoo-not-found-here': 'address',
  'odoo-tls': 'tls',
  'odoo-database-unknown': 'database',
  'odoo-no-database': 'database',
  'odoo-database-down': 'database',
  'odoo-key-refused': 'key',
  // The first call asks only who we are: a refusal there concerns the whole interface.
  'odoo-access-denied': 'plan',
  'odoo-version-unsupported': 'version',
  'odoo-method-missing': 'version',
};

/** A person waits at the form: an answer after 15 s is as good as none. */
export const TEST_DEADLINE_MS = 15_000;

export interface Examination {
  readonly ok: boolean;
  readonly text: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export async function examine(erp: Erp): Promise<Examination> {
  const profile = await erp.profile();
  if (!profile.ok) return failed(profile.failure);
  const { version, protocol, database, uid } = profile.value;
  const found = { version, protocol, database, uid };
  const rights = await checkRights(erp);
  if (!rights.ok) return failed(rights.failure);
  const { missing } = rights.value;
  if (missing.length > 0) {
    const text = `Rights: the user may not ${missing.join(', ')}. Give it the groups Manufacturing / User and Inventory / User in Odoo, and install both apps.`;
    return { ok: false, text, details: { ...found, cause: 'rights', missing } };
  }
  const installed = await erp.batch?.check();
  if (installed && !installed.ok) return failed(installed.failure);
  const able = await capabilities(erp);
  if (!able.ok) return failed(able.failure);
  const spoken = protocol === 'json2' ? 'JSON-2' : 'JSON-RPC';
  return {
    ok: true,
    text: `Connected to Odoo ${version} by ${spoken}; the user has the rights for postings${installed ? ', and the batch action is the one of this version' : ''}. ${summaryOf(able.value)}`,
    details: { ...found, ...shownOf(able.value) },
  };
}

export function summaryOf({ intents, excess }: Capabilities): string {
  const can = intents.filter(({ missing }) => missing.length === 0).length;
  const more = excess.length > 0 ? ' It has more rights than the plant needs.' : '';
  return `${can} of ${intents.length} intents can run here.${more}`;
}

/** One row each, for the person at the form. */
export function shownOf(able: Capabilities): Readonly<Record<string, unknown>> {
  const lacking = able.intents.filter(({ missing }) => missing.length > 0);
  return {
    edition: able.edition,
    apps: able.apps.join(', '),
    settings: able.settings.join(', ') || 'none',
    decimals: able.digits ?? 'unknown',
    timeZone: able.timeZone ?? 'not set (UTC)',
    ...Object.fromEntries(lacking.map(({ kind, missing }) => [`cannot run: ${kind}`, missing.join(', ')])),
    ...(able.excess.length > 0 ? { 'more rights than needed': able.excess.join(', ') } : {}),
  };
}

const WORDS: Readonly<Record<Cause, string>> = {
  address: 'Address',
  tls: 'TLS',
  database: 'Database',
  key: 'Key',
  plan: 'Plan or rights',
  rights: 'Rights',
  version: 'Version',
  batch: 'Batch action',
  server: 'Server',
};

function failed(failure: Failure): Examination {
  const cause = CAUSES[failure.code] ?? (failure.code.startsWith('batch-action-') ? 'batch' : 'server');
  const said = failure.cause ? ` (${failure.cause})` : '';
  const plan = cause === 'plan' ? ' Odoo Online opens its API with the Custom plan only.' : '';
  return {
    ok: false,
    text: `${WORDS[cause]}: ${failure.reason}${said}. ${failure.nextStep}${plan}`,
    details: { cause, code: failure.code },
  };
}
