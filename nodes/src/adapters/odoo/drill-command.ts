/** `npm run odoo:drill -- --to NEXT flows.json`: what deployed flows want of Odoo, tried on another server before the upgrade. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { explain, type Failure } from '../../domain/failure.ts';
import { mergeMaps } from '../../domain/mapping/apply.ts';
import { baseMaps } from '../../domain/mapping/base-maps.ts';
import { type DrillRow, drill, type Servers } from '../../domain/odoo/drill/drill.ts';
import { play } from '../../domain/odoo/drill/play.ts';
import { drillReferences } from '../../domain/odoo/drill/references.ts';
import { type FlowFile, flowNode, usageOf } from '../../domain/odoo/drill/usage.ts';
import type { Erp } from '../../domain/ports.ts';
import { type SitePack, sitePackSchema } from '../../domain/site/pack.ts';
import { openErp } from './client.ts';

const USAGE = `npm run odoo:drill -- --to NAME [--from NAME] [options] FLOWS…

  FLOWS          flow files: the flows.json of an appliance, or flow.json of templates
  --to NAME      the server they shall run on: NAME_URL, NAME_DB, NAME_LOGIN and NAME_API_KEY are read from the environment
  --from NAME    the server they run on (ODOO); --from none compares with nothing
  --site FILE    a site pack: looks up every binding there, too
  --write        plays a sample of each intent on the server of --to, with NAME_ADMIN_LOGIN and NAME_ADMIN_PASSWORD. It leaves
                 records behind: only on a throw-away database, whose name has a part drill, test, copy or upgrade
  --database DB  the throw-away database is called DB, whatever its name

Without --write nothing is written. Exit code 0: everything works there, 1: something breaks, 2: asked wrongly, 3: could not ask.
`;

export interface DrillWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  say(line: string): void;
}

const THROW_AWAY = /(^|[-_.])(drill|test|copy|upgrade)([-_.]|$)/i;

export async function drillCommand(words: readonly string[], world: DrillWorld): Promise<number> {
  const asked = orderOf(words);
  if (!asked || asked.files.length === 0 || asked.to === '') return wrong(world, USAGE);
  const missing = missingOf(asked, world.environment);
  if (missing.length > 0) return wrong(world, `${missing.join(', ')} must be set.`);
  const db = world.environment[`${asked.to}_DB`] ?? '';
  if (asked.write && !THROW_AWAY.test(db) && asked.database !== db)
    return wrong(
      world,
      `--write would leave records in "${db}", which does not look like a throw-away database. If it is one: --database ${db}`,
    );
  const read = await readAll(asked).catch((error: unknown) => String(error));
  if (typeof read === 'string') return wrong(world, read);
  const servers: Servers = {
    from: asked.from === 'none' ? undefined : serverOf(world.environment, asked.from, 'LOGIN', 'API_KEY'),
    to: serverOf(world.environment, asked.to, 'LOGIN', 'API_KEY'),
  };
  return carriedOut(asked, read, servers, world);
}

const wrong = ({ say }: DrillWorld, line: string): number => {
  say(line);
  return 2;
};

interface Read {
  readonly flows: readonly FlowFile[];
  readonly site: SitePack | undefined;
}

async function carriedOut(asked: Asked, { flows, site }: Read, servers: Servers, world: DrillWorld): Promise<number> {
  const { environment, say, nowMs } = world;
  const maps = mergeMaps(baseMaps, site?.maps ?? []);
  const usages = flows.map((flow) => usageOf(flow, maps));
  const profiles = [servers.from, servers.to].flatMap((erp) => (erp ? [erp.profile()] : []));
  const versions: string[] = [];
  for (const profile of await Promise.all(profiles)) {
    if (!profile.ok) return failed(say, profile.failure);
    versions.push(profile.value.version);
  }
  say(`Odoo ${versions.join(' → ')}; ${flows.length} flows`);
  for (const { flow } of usages.filter(({ isAnything }) => isAnything))
    say(`${flow}: nothing says which events come to it, so every intent that maps make is tried`);
  const found: DrillRow[] = [];
  const steps = [
    () => drill(usages, servers),
    ...(site ? [() => drillReferences(site, servers)] : []),
    ...(asked.write
      ? [
          () =>
            play(
              usages.flatMap(({ kinds }) => kinds),
              {
                admin: serverOf(environment, asked.to, 'ADMIN_LOGIN', 'ADMIN_PASSWORD'),
                ...{
                  erp: servers.to,
                  prefix: `D${nowMs.toString(36).toUpperCase()}`,
                  at: new Date(nowMs).toISOString(),
                },
              },
            ),
        ]
      : []),
  ];
  for (const step of steps) {
    const rows = await step();
    if (!rows.ok) return failed(say, rows.failure);
    found.push(...rows.value);
  }
  for (const line of table(found)) say(line);
  const kinds = new Set(usages.flatMap((usage) => usage.kinds));
  const unplayed = [...kinds].filter((kind) => !found.some(({ what }) => what === `plays ${kind}`));
  if (asked.write && unplayed.length > 0) say(`Asked, not played, for want of a sample: ${unplayed.join(', ')}`);
  const breaks = found.filter(({ verdict }) => verdict === 'breaks').length;
  say(breaks === 0 ? 'Nothing breaks.' : `${breaks} of ${found.length} break.`);
  return breaks === 0 ? 0 : 1;
}

function failed(say: (line: string) => void, failure: Failure): number {
  say(explain(failure));
  return 3;
}

const WORDS: Readonly<Record<DrillRow['verdict'], string>> = {
  works: 'works',
  breaks: 'BREAKS',
  'broken-before': 'does not work now either',
};

function table(rows: readonly DrillRow[]): string[] {
  const cells = rows.map(({ what, flows, verdict, because, replacedBy }) => [
    ...[what, because ? `${WORDS[verdict]}: ${because}` : WORDS[verdict], replacedBy, [...new Set(flows)].join(', ')],
  ]);
  const head = ['what', 'there', 'replaced by', 'flows'];
  return [head, head.map(() => '---'), ...cells].map(
    (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
}

interface Asked {
  readonly files: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly site: string;
  readonly write: boolean;
  readonly database: string;
}

function orderOf(words: readonly string[]): Asked | undefined {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  try {
    const { values, positionals } = parseArgs({
      ...{ args: [...words], allowPositionals: true },
      options: {
        ...{ from: text('ODOO'), to: text(''), site: text(''), database: text('') },
        write: { type: 'boolean', default: false },
      },
    });
    return { ...values, files: positionals };
  } catch {
    return undefined;
  }
}

function missingOf({ from, to, write }: Asked, environment: DrillWorld['environment']): string[] {
  const names = [from, to]
    .filter((name) => name !== 'none')
    .flatMap((name) => ['URL', 'DB', 'LOGIN', 'API_KEY'].map((part) => `${name}_${part}`));
  const more = write ? [`${to}_ADMIN_LOGIN`, `${to}_ADMIN_PASSWORD`] : [];
  return [...new Set([...names, ...more])].filter((name) => !environment[name]);
}

async function readAll({ files, site }: Asked): Promise<Read> {
  const flows = await Promise.all(files.map(readFlows));
  const pack = site === '' ? undefined : sitePackSchema.parse(JSON.parse(await readFile(site, 'utf8')));
  return { flows: flows.flat(), site: pack };
}

const labelled = z.looseObject({ id: z.string(), type: z.literal('tab'), label: z.string().default('') });

/** A template is one flow, with what its scenarios send; of an appliance every tab is one. */
async function readFlows(path: string): Promise<readonly FlowFile[]> {
  const nodes = z.array(flowNode).parse(JSON.parse(await readFile(path, 'utf8')));
  if (basename(path) === 'flow.json') {
    const scenarios = await readFile(join(dirname(path), 'scenarios.json'), 'utf8').catch(() => '');
    return [{ name: basename(dirname(path)), nodes, told: scenarios }];
  }
  return nodes.flatMap((tab) => {
    const { success, data } = labelled.safeParse(tab);
    return success ? [{ name: data.label || data.id, nodes: nodes.filter((node) => node.z === data.id) }] : [];
  });
}

function serverOf(environment: DrillWorld['environment'], name: string, login: string, secret: string): Erp {
  const variable = (part: string): string => environment[`${name}_${part}`] ?? '';
  const authority = variable('CA');
  return openErp({
    ...{ url: variable('URL').replace(/\/+$/, ''), db: variable('DB') },
    ...{ login: variable(login), apiKey: variable(secret) },
    // A password opens JSON-RPC only, which 19 still speaks.
    protocol: secret === 'API_KEY' ? 'auto' : 'jsonrpc',
    tls: { rejectUnauthorized: true, ...(authority ? { ca: authority } : {}) },
    ...{ deadlineMs: 120_000, parallelCalls: 2 },
  });
}

if (process.argv[1] === import.meta.filename) {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  void drillCommand(process.argv.slice(2), { environment: process.env, nowMs: Date.now(), say }).then((code) => {
    process.exitCode = code;
  });
}
