/** `npm run odoo:setup -- batch install | check | remove | purge`: an administrator's command, once per database. */
import { parseArgs } from 'node:util';
import { explain, type Failure } from '../../domain/failure.ts';
import {
  installedAction,
  installSteps,
  purgeSteps,
  removeSteps,
  type SetUpStep,
} from '../../domain/odoo/batch/set-up.ts';
import type { Erp, Result } from '../../domain/ports.ts';
import { openBatch } from './batch.ts';
import { openErp } from './client.ts';
import type { OdooConnection } from './connection.ts';

const USAGE = `npm run odoo:setup -- batch <what> [--dry-run] [--older-than DAYS]

  install   makes or updates the batch action and lets the plant's user run it; prints its number
  check     says whether it is installed and the one of this version; exit code 1 when not
  remove    takes action and group away; the ledger stays
  purge     deletes rows of the ledger that are older than --older-than days (400)

Reads ODOO_URL, ODOO_DB, ODOO_LOGIN (the plant's user), ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD; with ODOO_API_KEY,
check also asks as the plant's user. --dry-run only says what would be done.
`;

export interface CommandWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  say(line: string): void;
}

const WHATS = ['install', 'check', 'remove', 'purge'] as const;
type What = (typeof WHATS)[number];

/** Exit code: 0 done, 1 failed or not as it should be, 2 asked wrongly. */
export async function setUp(words: readonly string[], world: CommandWorld): Promise<number> {
  const order = orderOf(words);
  const { environment, say } = world;
  const missing = ['ODOO_URL', 'ODOO_DB', 'ODOO_LOGIN', 'ODOO_ADMIN_LOGIN', 'ODOO_ADMIN_PASSWORD'].filter(
    (name) => !environment[name],
  );
  if (!order) say(USAGE);
  else if (missing.length > 0) say(`${missing.join(', ')} must be set.`);
  if (!order || missing.length > 0) return 2;
  const admin = openErp(connectionOf(environment, 'ODOO_ADMIN_LOGIN', 'ODOO_ADMIN_PASSWORD'));
  const steps = await stepsOf(order, admin, world);
  if (!steps.ok) return failed(say, steps.failure);
  if (order.what === 'check') return check(steps.value, admin, world);
  for (const step of steps.value) {
    say(order.dryRun ? `would ${step.says}` : step.says);
    const done = order.dryRun ? undefined : await step.run();
    if (done && !done.ok) return failed(say, done.failure);
  }
  if (steps.value.length === 0) say('Nothing to do.');
  return order.what === 'install' && !order.dryRun ? announce(admin, say) : 0;
}

interface Order {
  readonly what: What;
  readonly dryRun: boolean;
  readonly days: number;
}

function orderOf(words: readonly string[]): Order | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false }, 'older-than': { type: 'string', default: '400' } },
    });
    const [topic, asked, ...rest] = positionals;
    const what = WHATS.find((word) => word === asked);
    const days = Number(values['older-than']);
    const isRight = topic === 'batch' && what && rest.length === 0 && Number.isInteger(days) && days > 0;
    return isRight ? { what, days, dryRun: values['dry-run'] } : undefined;
  } catch {
    return undefined;
  }
}

function stepsOf(order: Order, admin: Erp, { environment, nowMs }: CommandWorld): Promise<Result<SetUpStep[]>> {
  const login = environment['ODOO_LOGIN'] ?? '';
  if (order.what === 'remove') return removeSteps(admin, login);
  if (order.what !== 'purge') return installSteps(admin, login);
  const before = new Date(nowMs - order.days * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
  return purgeSteps(admin, before);
}

/** What is left to do as the administrator sees it, then what the plant's user sees. */
async function check(steps: readonly SetUpStep[], admin: Erp, { environment, say }: CommandWorld): Promise<number> {
  for (const step of steps) say(`To do: ${step.says}`);
  if (steps.length > 0) return 1;
  const action = await installedAction(admin);
  if (!action.ok) return failed(say, action.failure);
  if (environment['ODOO_API_KEY']) {
    const user = openErp(connectionOf(environment, 'ODOO_LOGIN', 'ODOO_API_KEY'));
    const fits = await openBatch(user, action.value ?? 0).check();
    if (!fits.ok) return failed(say, fits.failure);
  }
  return announce(admin, say);
}

async function announce(admin: Erp, say: (line: string) => void): Promise<number> {
  const action = await installedAction(admin);
  if (!action.ok) return failed(say, action.failure);
  say('The batch action is installed. Enter in the Odoo connection, or set:');
  say('ODOO_POSTING=batch');
  say(`ODOO_BATCH_ACTION=${action.value}`);
  return 0;
}

function failed(say: (line: string) => void, failure: Failure): number {
  say(explain(failure));
  return 1;
}

/** JSON-RPC takes passwords and keys, and 19 still speaks it. */
const connectionOf = (environment: CommandWorld['environment'], login: string, secret: string): OdooConnection => ({
  url: (environment['ODOO_URL'] ?? '').replace(/\/+$/, ''),
  db: environment['ODOO_DB'] ?? '',
  login: environment[login] ?? '',
  apiKey: environment[secret] ?? '',
  protocol: 'jsonrpc',
  tls: { rejectUnauthorized: true, ...(environment['ODOO_CA'] ? { ca: environment['ODOO_CA'] } : {}) },
  deadlineMs: 120_000,
  parallelCalls: 1,
});

if (process.argv[1] === import.meta.filename) {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  void setUp(process.argv.slice(2), { environment: process.env, nowMs: Date.now(), say }).then((code) => {
    process.exitCode = code;
  });
}
