/** Finds out what answers at an address: version, protocol, database and whom the key belongs to. */
import type { Failure } from '../../domain/failure.ts';
import { type ErpCall, type ErpProfile, fail, ok, type Result } from '../../domain/ports.ts';
import { judge } from './faults.ts';
import { parseJson } from './json2.ts';
import { readJsonrpc, service } from './jsonrpc.ts';
import { perform, type Wire } from './wire.ts';

const OLDEST = 14;
const JSON2_SINCE = 19;
const HELLO: ErpCall = { model: 'common', method: 'version', repeatable: true };
const LOGIN: ErpCall = { model: 'common', method: 'authenticate', repeatable: true };

export async function probe(wire: Wire): Promise<Result<ErpProfile>> {
  const version = await askVersion(wire);
  if (!version.ok) return version;
  const { major, text } = version.value;
  if (major < OLDEST) return fail(unsupported(wire, text));
  const wanted = wire.connection.protocol;
  const protocol = wanted === 'auto' ? (major >= JSON2_SINCE ? 'json2' : 'jsonrpc') : wanted;
  const bare: ErpProfile = { major, version: text, protocol, database: `${wire.connection.url}/${wire.connection.db}` };
  const uid = protocol === 'json2' ? await whoAmI(wire, bare) : await logIn(wire);
  if (!uid.ok) return fail(await told(wire, uid.failure));
  return ok({
    ...bare,
    uid: uid.value,
    database: (await databaseUuid(wire, { ...bare, uid: uid.value })) ?? bare.database,
  });
}

async function askVersion(wire: Wire): Promise<Result<{ major: number; text: string }>> {
  const modern = await wire.ask({ method: 'GET', path: '/json/version' });
  if (modern.kind === 'no-reply') return fail(wire.failure(modern, HELLO));
  const found = modern.status === 200 ? parseJson(modern.body) : { ok: false as const };
  if (found.ok) {
    const version = readVersion(found.value);
    if (version) return ok(version);
  }
  const classic = await wire.ask(service('common', 'version', []));
  if (classic.kind === 'no-reply') return fail(wire.failure(classic, HELLO));
  const reading = readJsonrpc(classic.status, classic.body);
  const version = reading.ok ? readVersion(reading.value) : undefined;
  if (version) return ok(version);
  const failure = wire.failure(classic, HELLO, reading);
  // Without a version nothing was done, and a page of another program is a wrong address.
  return fail(
    classic.status === 404 || reading.ok
      ? notOdoo(wire, classic.status)
      : { ...failure, class: failure.class === 'unknown' ? 'transient' : failure.class },
  );
}

function readVersion(answer: unknown): { major: number; text: string } | undefined {
  const info = typeof answer === 'object' && answer !== null ? answer : {};
  const { server_version_info, version_info, server_version, version } = info as Record<string, unknown>;
  const parts = Array.isArray(version_info) ? version_info : server_version_info;
  if (!Array.isArray(parts)) return undefined;
  // `saas~18.2` counts as 18.
  const major = Number(/\d+/.exec(String(parts[0]))?.[0]);
  const text = [version, server_version].find((word) => typeof word === 'string') as string | undefined;
  return Number.isInteger(major) ? { major, text: text ?? parts.slice(0, 2).join('.') } : undefined;
}

async function whoAmI(wire: Wire, server: ErpProfile): Promise<Result<number>> {
  const answer = await perform(wire, server, { model: 'res.users', method: 'context_get', args: {}, repeatable: true });
  if (!answer.ok) return answer;
  const uid = (answer.value as { uid?: unknown } | null)?.uid;
  return typeof uid === 'number'
    ? ok(uid)
    : fail(judge({ status: 200, message: 'no uid in res.users.context_get' }, LOGIN, wire.connection.url));
}

async function logIn(wire: Wire): Promise<Result<number>> {
  const { db, login, apiKey } = wire.connection;
  const answer = await wire.ask(service('common', 'authenticate', [db, login, apiKey, {}]));
  if (answer.kind === 'no-reply') return fail(wire.failure(answer, LOGIN));
  const reading = readJsonrpc(answer.status, answer.body);
  if (!reading.ok) return fail(wire.failure(answer, LOGIN, reading));
  if (typeof reading.value === 'number') return ok(reading.value);
  const refused = {
    ok: false,
    fault: { status: 401, name: 'odoo.exceptions.AccessDenied', message: `login ${login}` },
  } as const;
  return fail(wire.failure(answer, LOGIN, refused));
}

/** Odoo's page for an unknown database is the one for a database server that is down; its health page tells them apart. */
async function told(wire: Wire, failure: Failure): Promise<Failure> {
  if (failure.code !== 'odoo-no-database') return failure;
  const health = await wire.ask({ method: 'GET', path: '/web/health?db_server_status=1' });
  if (health.kind !== 'reply') return failure;
  const name = health.status === 200 ? 'does not exist' : 'is unreachable';
  const fault = { status: 404, name: 'psycopg2.OperationalError', message: `database "${wire.connection.db}" ${name}` };
  return wire.failure(health, LOGIN, { ok: false, fault });
}

/** Only an administrator may read it; everyone else is content with address and name. */
async function databaseUuid(wire: Wire, server: ErpProfile): Promise<string | undefined> {
  const answer = await perform(wire, server, {
    model: 'ir.config_parameter',
    method: 'get_param',
    args: { key: 'database.uuid' },
    repeatable: true,
  });
  return answer.ok && typeof answer.value === 'string' && answer.value.length > 0 ? answer.value : undefined;
}

const unsupported = (wire: Wire, version: string) => ({
  code: 'odoo-version-unsupported',
  class: 'configuration' as const,
  attempted: 'connect to Odoo',
  on: wire.connection.url,
  reason: `version ${version} is older than ${OLDEST}`,
  nextStep: `Connect to Odoo ${OLDEST} or later.`,
});

const notOdoo = (wire: Wire, status: number) => ({
  code: 'odoo-not-found-here',
  class: 'configuration' as const,
  attempted: 'connect to Odoo',
  on: wire.connection.url,
  reason: `what answers at this address is not Odoo (HTTP ${status})`,
  nextStep: 'Correct the address; leave out any path behind host and port.',
});
