/** `npm run odoo:setup -- <topic> install | check | remove | purge`: an administrator's command, once per database. */
import { parseArgs } from 'node:util';
import { explain, type Failure } from '../../domain/failure.ts';
import { installedAction } from '../../domain/odoo/batch/set-up.ts';
import type { SetUpStep } from '../../domain/odoo/set-up/step.ts';
import { rightsInExcess } from '../../domain/odoo/set-up/user.ts';
import type { Erp } from '../../domain/ports.ts';
import { openBatch } from './batch.ts';
import { openErp } from './client.ts';
import type { OdooConnection } from './connection.ts';
import { keyPlace, proveKey } from './key-place.ts';
import {
  isAsking,
  keyWords,
  type SetUpOptions,
  stepsFor,
  TOPICS,
  type Topic,
  VERBS,
  type Verb,
  wantedUser,
} from './set-up-topics.ts';

const USAGE = `npm run odoo:setup -- <topic> <what> [--dry-run] [options]

  user install        makes the plant's user, or gives it what it lacks: groups, address, time zone UTC
                      --for purchase,bills,sales,maintenance,returns,master-data   areas besides production
                      --email ADDRESS
  user remove         archives it; with --for returns the group of returns goes, too
  key install         makes an API key for the plant's user when it has none that lives for --left days (30) more
                      --to FILE (only you may read it) or --show   --days 90, where keys end   --another  in any case
  key purge           deletes its older keys, after ODOO_API_KEY was tried and is the newest
  key remove          takes the last install back, while ODOO_API_KEY is another key
  quarantine install  makes a place for held goods in every warehouse, out of reach of reservations
  quarantine remove   archives the places it made
  calendar install    makes working hours around the clock; --work-centres CODE,CODE gives them to work centres
  calendar remove     gives work centres (all, or --work-centres) the hours back that they had, and archives these
  shifts install      makes the table of shift summaries and shows it under Manufacturing, Reporting
  precision install   raises the decimals of quantities to --digits N (3); never lowers them
  outbox install      makes the table and the automation rules by which changes come out of Odoo with their transaction
                      --models MODEL,MODEL   besides those of manufacturing orders    --older-than DAYS kept (7)
  outbox remove       takes rules, job, table and group away
  outbox purge        deletes rows that are older than --older-than days (7); Odoo's own job does the same every hour
  batch install       makes or updates the batch action and lets the plant's user run it; prints its number
  batch remove        takes action and group away; the ledger stays
  batch purge         deletes rows of the ledger that are older than --older-than days (400)

  <topic> check       (or status) says what install would do; exit code 1 when there is something

Reads ODOO_URL, ODOO_DB, ODOO_LOGIN (the plant's user), ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD; with ODOO_API_KEY,
batch check also asks as the plant's user. --dry-run only says what would be done.
`;

export interface CommandWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  say(line: string): void;
}

/** Exit code: 0 done, 1 failed or not as it should be, 2 asked wrongly. */
export async function setUp(words: readonly string[], world: CommandWorld): Promise<number> {
  const order = orderOf(words, world);
  const { environment, say } = world;
  const missing = ['ODOO_URL', 'ODOO_DB', 'ODOO_LOGIN', 'ODOO_ADMIN_LOGIN', 'ODOO_ADMIN_PASSWORD'].filter(
    (name) => !environment[name],
  );
  if (!order) say(USAGE);
  const wrong = order?.topic.wrong?.(order.options) ?? (missing.length > 0 && `${missing.join(', ')} must be set.`);
  if (order && wrong) say(wrong);
  if (!order || wrong) return 2;
  const admin = openErp(connectionOf(environment, 'ODOO_ADMIN_LOGIN', 'ODOO_ADMIN_PASSWORD'));
  const steps = await order.stepsOf(admin, order.options);
  if (!steps.ok) return failed(say, steps.failure);
  if (isAsking(order.verb)) return check(order, steps.value, admin, world);
  const isDry = order.options['dry-run'];
  for (const step of steps.value) {
    say(isDry ? `would ${step.says}` : step.says);
    const done = isDry ? undefined : await step.run();
    if (done && !done.ok) return failed(say, done.failure);
  }
  if (steps.value.length === 0) say('Nothing to do.');
  return order.name === 'batch' && order.verb === 'install' && !isDry ? announce(admin, say) : 0;
}

interface Order {
  readonly name: string;
  readonly topic: Topic;
  readonly verb: Verb;
  readonly options: SetUpOptions;
  readonly stepsOf: NonNullable<ReturnType<typeof stepsFor>>;
}

function orderOf(words: readonly string[], world: CommandWorld): Order | undefined {
  const { environment, nowMs } = world;
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        another: { type: 'boolean', default: false },
        show: { type: 'boolean', default: false },
        ...{
          ...{ to: text(''), days: text('90'), left: text('30') },
          'older-than': text(''),
          for: text(''),
          models: text(''),
          email: text(''),
          'work-centres': text(''),
          digits: text('3'),
        },
      },
    });
    const [name = '', asked, ...rest] = positionals;
    const topic = Object.hasOwn(TOPICS, name) ? TOPICS[name] : undefined;
    const verb = VERBS.find((word) => word === asked);
    const stepsOf = topic && verb && stepsFor(topic, verb);
    if (!topic || !verb || !stepsOf || rest.length > 0) return undefined;
    const login = environment['ODOO_LOGIN'] ?? '';
    const prove = () => proveKey(openErp(connectionOf(environment, 'ODOO_LOGIN', 'ODOO_API_KEY')), environment);
    const keys = { place: () => keyPlace(values, world.say), prove };
    return { name, topic, verb, stepsOf, options: { ...values, nowMs, login, keys } };
  } catch {
    return undefined;
  }
}

/** What is left to do as the administrator sees it; for the batch action, then what the plant's user sees. */
async function check(order: Order, steps: readonly SetUpStep[], admin: Erp, world: CommandWorld): Promise<number> {
  const { environment, say } = world;
  for (const step of steps) say(`To do: ${step.says}`);
  if (order.name === 'user') {
    const excess = await rightsInExcess(admin, wantedUser(order.options));
    if (!excess.ok) return failed(say, excess.failure);
    for (const name of excess.value) say(`More than it needs: the group ${name}`);
  }
  if (order.name === 'key') {
    const words = await keyWords(admin, order.options);
    if (!words.ok) return failed(say, words.failure);
    for (const line of words.value) say(line);
  }
  if (steps.length > 0) return 1;
  if (order.name !== 'batch') {
    say('It is as it should be.');
    return 0;
  }
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
