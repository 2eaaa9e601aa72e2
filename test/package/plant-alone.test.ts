/** Every part of the simulated plant starts by itself, says where it serves and where to look, does it, and stops when asked. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectAsync } from 'mqtt';
import { PARTS } from '../plant/options.ts';
import { COMPILED } from '../support/compiled.ts';
import { until } from '../support/time.ts';

const READY_MS = 120_000;
const MAIN = join(__dirname, '../plant/main.ts');
const KEY = 'a key that only these tests know';

interface Ready {
  readonly ready: string;
  readonly url: string;
  readonly look: string;
  readonly key?: string;
}

/** What each is told on the command line, and how somebody sees that it works. */
interface Part {
  readonly args?: () => readonly string[];
  readonly works: (ready: Ready) => Promise<boolean>;
}

let folder: string;
let broker: { readonly child: ChildProcess; readonly url: string };
let hub: Server;
let heard: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-alone-'));
  const { child, text } = start(['broker']);
  await until('the broker serves', () => readyIn(text(), 'broker') !== undefined, READY_MS);
  broker = { child, url: readyIn(text(), 'broker')?.url ?? '' };
  hub = createServer((request, response) => {
    request.resume();
    heard.push(`${String(request.headers['x-api-key'])} ${request.url}`);
    response.writeHead(202).end('{}');
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  hub.closeAllConnections();
  await new Promise((resolve) => hub.close(resolve));
  broker.child.kill();
  await once(broker.child, 'exit');
  rmSync(folder, { recursive: true, force: true });
});

const hubUrl = (): string => `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
const many = ['--facts', '100000', '--rate', '5'];
/** The broker of the plant speaks MQTT 3.1.1 alone. */
const toBroker = (): readonly string[] => ['--url', broker.url, '--mqtt', '4', ...many];

/** Takes anything from whoever comes, and shows it. */
async function isTold({ url }: Ready): Promise<boolean> {
  const taken = await fetch(`${url}/any`, { method: 'POST', headers: { 'webhook-id': 'e1' }, body: '{}' });
  const shown: unknown = await (await fetch(url)).json();
  return taken.status === 202 && JSON.stringify(shown).includes('"e1"');
}

/** Bytes that a server answers first to these. */
async function answered({ url }: Ready, sent: Buffer): Promise<Buffer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let first = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    first = Buffer.concat([first, bytes]);
  });
  socket.on('error', () => undefined);
  socket.write(sent);
  await until(`${url} answers`, () => first.length > 7).finally(() => socket.destroy());
  return first;
}

function hello(url: string): Buffer {
  const text = Buffer.from(url);
  const head = Buffer.alloc(32);
  head.write('HELF');
  for (const [at, value] of [32 + text.length, 0, 65_536, 65_536, 0, 0, text.length].entries())
    head.writeUInt32LE(value, 4 + at * 4);
  return Buffer.concat([head, text]);
}

/** What arrives at a broker under topics with this text. */
async function isPublished(url: string, wanted: string, own?: string): Promise<boolean> {
  const client = await connectAsync(url, { protocolVersion: 4 });
  const topics: string[] = [];
  client.on('message', (topic) => topics.push(topic));
  try {
    await client.subscribeAsync('mfg/v1/#', { qos: 1 });
    if (own) await client.publishAsync(own, '{}', { qos: 1 });
    await until(`${wanted} is published`, () => topics.some((topic) => topic.includes(wanted)));
  } finally {
    await client.endAsync(true);
  }
  return true;
}

const hears = async (path: string): Promise<boolean> => {
  await until(`somebody tells ${path}`, () => heard.some((one) => one === `${KEY} ${path}`));
  return true;
};
const drops = async (below: string): Promise<boolean> => {
  const place = join(folder, below);
  const isThere = (): boolean => existsSync(place) && readdirSync(place).some((name) => !name.startsWith('.'));
  await until(`a file lies in ${below}`, isThere);
  return true;
};

const ALONE: Readonly<Record<string, Part>> = {
  opcua: { works: async (ready) => (await answered(ready, hello(ready.url))).toString('latin1', 0, 4) === 'ACKF' },
  modbus: {
    works: async (ready) => {
      const answer = await answered(ready, Buffer.from([0, 7, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1]));
      return answer[1] === 7 && answer[7] === 3;
    },
  },
  odoo: {
    works: async ({ url, key }) => {
      const headers = { authorization: `bearer ${key}`, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: '{"domain":[]}' };
      return Number(await (await fetch(`${url}/json/2/mrp.production/search_count`, init)).json()) > 0;
    },
  },
  broker: { works: ({ url }) => isPublished(url, 'mfg/v1/any', 'mfg/v1/any') },
  wms: { works: isTold },
  crm: { works: isTold },
  qms: { works: isTold },
  mes: {
    works: async ({ url }) => JSON.stringify(await (await fetch(`${url}/state`)).json()).includes('"staging":[]'),
  },
  supplier: { args: () => ['--folder', folder], works: () => drops('suppliers') },
  legacy: { args: () => ['--folder', folder], works: () => drops('legacy-in') },
  carrier: { args: () => ['--tells', hubUrl()], works: () => hears('/milestones') },
  http: { args: () => ['--url', `${hubUrl()}/facts`, ...many], works: () => hears('/facts') },
  files: { args: () => ['--folder', join(folder, 'facts'), ...many, '--rows', '5'], works: () => drops('facts') },
  mqtt: { args: toBroker, works: ({ url }) => isPublished(url, 'production/output') },
  alarms: { args: toBroker, works: ({ url }) => isPublished(url, 'condition/changed') },
  states: { args: toBroker, works: ({ url }) => isPublished(url, 'equipment/state') },
};

function start(args: readonly string[]): { readonly child: ChildProcess; readonly text: () => string } {
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED, PLANT_KEY: KEY };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      text += `${line}\n`;
    });
  return { child, text: () => text };
}

/** The line on which a part says that it serves. */
const readyIn = (text: string, part: string): Ready | undefined =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`{"ready":"${part}"`))
    .map((line) => JSON.parse(line) as Ready)[0];

test('every part is tried', () => {
  expect(Object.keys(ALONE).toSorted()).toEqual([...PARTS].sort());
});

test.each(Object.entries(ALONE))(
  '%s starts alone, says where it serves and where to look, works and stops when asked',
  async (part, { args, works }) => {
    heard = [];
    const { child, text } = start([part, ...(args?.() ?? [])]);
    const ended = once(child, 'exit');
    try {
      await until(`${part} serves`, () => readyIn(text(), part) !== undefined || child.exitCode !== null, READY_MS);
      const ready = readyIn(text(), part);
      if (!ready) throw new Error(`${part} ended: ${text()}`);
      expect(ready.url).not.toBe('');
      expect(ready.look.length).toBeGreaterThan(10);
      expect(await works(ready)).toBe(true);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toEqual([0, null]);
  },
  READY_MS * 2,
);

test.each([
  [['wsm'], 'Cannot start wsm of the simulated plant: it has no such part. There are opcua, modbus, odoo, broker, wms'],
  [['wms', '--prot', '1'], "Cannot start the simulated plant: Unknown option '--prot'"],
  [['supplier'], '--folder does not name one. Such as: npm run plant -- supplier --folder .data'],
  [['legacy'], '--folder does not name one. Such as: npm run plant -- legacy --folder .data'],
  [['carrier'], '--tells does not name an appliance. Such as: npm run plant -- carrier --tells'],
  [['files'], 'Cannot start files: files needs --folder. Such as: npm run plant -- files --folder'],
])('%j is refused with what was attempted, why, and what to do', async (args, words) => {
  const { child, text } = start(args);
  const [code] = await once(child, 'close');
  expect(text()).toContain(words);
  expect({ code, lines: text().trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
});
