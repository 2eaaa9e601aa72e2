/**
 * Each template by itself, as `npm start -- --templates T-01` puts it into an empty folder, beside the plant in a box: its
 * variables are there, its nodes are configured, everything it speaks to answers when a person presses the button that asks,
 * what brings something in says that it does, and no node is red. One process and one plant for all of them, one after the
 * other.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates, type Template } from '../../flows/_tools/template.ts';
import { readArguments } from '../../settings/arguments.ts';
import { readEnvironment } from '../../settings/environment.ts';
import { firstBoot } from '../../settings/first-boot.ts';
import { type Appliance, freePort, ROOT, startAppliance } from '../support/appliance.ts';
import { type Box, startBox } from '../support/box.ts';
import { until } from '../support/time.ts';

const READY_MS = 120_000;

interface Shown {
  readonly fill?: string;
  readonly text?: string;
}
interface Node {
  readonly id: string;
  readonly type: string;
  readonly d?: boolean;
  readonly intents?: string;
}

let folder: string;
let box: Box;
let appliance: Appliance;
let channel: WebSocket;
const shown = new Map<string, Shown>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-alone-'));
  const port = await freePort();
  composed('none', folder);
  box = await startBox(folder, port);
  appliance = await startAppliance({ userDir: folder, port, env: box.variables });
  channel = await watching(appliance.url);
}, 480_000);
afterAll(async () => {
  channel?.close();
  await appliance?.stop();
  await box?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** The flows that the start command puts into an empty folder. */
function composed(templates: string, into: string): readonly Node[] {
  const { variables, problems } = readArguments(['--templates', templates]);
  const boot = firstBoot(readEnvironment({ ...variables }).environment, ROOT, into);
  expect([...problems, ...boot.problems]).toEqual([]);
  return JSON.parse(readFileSync(join(into, 'flows.json'), 'utf8')) as readonly Node[];
}

/** What stands under each node in the editor. */
async function watching(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/comms`);
  let isOpen = false;
  socket.addEventListener('open', () => {
    socket.send(JSON.stringify({ subscribe: 'status/#' }));
    isOpen = true;
  });
  socket.addEventListener('message', ({ data }) => {
    for (const { topic, data: told } of JSON.parse(String(data)) as { topic?: string; data?: Shown }[])
      if (topic?.startsWith('status/')) shown.set(topic.slice('status/'.length), told ?? {});
  });
  await until('the channel of the editor is open', () => isOpen);
  return socket;
}

const deployed = (name: string): readonly Node[] => {
  const empty = join(folder, `first-${name}`);
  mkdirSync(empty);
  return composed(name, empty);
};

/** Whatever brings something in, or counts it, says so under its node: that it listens, is connected, has looked. */
const SOURCES = /^plantwire-(opcua|mqtt|http|file)-source$|^plantwire-odoo-event$|^plantwire-counter$|^modbus-read$/;
const NOT_YET = /^$|^(not asked yet|connecting|waits for)/;

/** The button of each configuration node that asks whether somebody answers there. */
const BUTTONS: Readonly<Record<string, string>> = {
  ...{ 'plantwire-odoo-connection': 'test', 'plantwire-opcua-endpoint': 'test', 'plantwire-http-endpoint': 'test' },
  ...{ 'plantwire-mqtt-broker': 'test', 'plantwire-smtp-server': 'test' },
  ...{ 'plantwire-site-pack': 'check', 'plantwire-journal': 'check' },
};

/** What a person reads who presses the button in the form as it was deployed; nothing when all is well. */
async function refusal(node: Node, intents: readonly string[]): Promise<readonly string[]> {
  const button = BUTTONS[node.type];
  if (button === undefined) return [];
  const response = await appliance.fetch(`/plantwire/action/${node.type.replace('plantwire-', '')}/${button}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: node.id, config: node, secrets: {} }),
  });
  const { ok, text, details } = (await response.json()) as {
    readonly ok: boolean;
    readonly text: string;
    readonly details?: Readonly<Record<string, unknown>>;
  };
  if (!ok) return [`${node.id}: ${text}`];
  const lacking = intents.filter((kind) => details?.[`cannot run: ${kind}`] !== undefined);
  return lacking.map((kind) => `${node.id} cannot run ${kind}: ${String(details?.[`cannot run: ${kind}`])}`);
}

/** What keeps a template from being at work; nothing when it is. */
async function missingAt(flow: readonly Node[]): Promise<readonly string[]> {
  const { body } = await appliance.health();
  const { journal, connections } = body as unknown as {
    readonly journal: { readonly state: string };
    readonly connections: readonly { readonly name: string; readonly state: string; readonly text: string }[];
  };
  const away = connections.filter(({ state }) => state === 'failed' || state === 'degraded' || state === 'waiting');
  const nodes = flow.filter(({ d }) => d !== true);
  const red = nodes.filter(({ id }) => shown.get(id)?.fill === 'red');
  const mute = nodes.filter(({ id, type }) => SOURCES.test(type) && NOT_YET.test(shown.get(id)?.text ?? ''));
  const missing = [
    ...(journal.state === 'writable' ? [] : [`journal: ${journal.state}`]),
    ...away.map(({ name, state, text }) => `${name}: ${state}, ${text}`),
    ...red.map(({ id }) => `${id} is red: ${shown.get(id)?.text}`),
    ...mute.map(({ id }) => `${id} says: ${shown.get(id)?.text ?? 'nothing'}`),
  ];
  if (missing.length > 0) return missing;
  const kinds = nodes.flatMap(({ type, intents }) =>
    type === 'plantwire-odoo-write' ? (intents ?? '').split(/\s+/).filter(Boolean) : [],
  );
  return (await Promise.all(nodes.map((node) => refusal(node, kinds)))).flat();
}

/** `${NAME}` anywhere in the flow. */
const variablesOf = (flow: readonly Node[]): readonly string[] => [
  ...new Set([...JSON.stringify(flow).matchAll(/\$\{([A-Z][A-Z0-9_]*)\}/g)].map(([, name = '']) => name)),
];

test.each(readTemplates().map((template) => [template.paper.template.code, template] as const))(
  '%s starts by itself: everything it needs is there and answers',
  async (code, { flow: own }: Template) => {
    const flow = deployed(code);
    expect(flow.map(({ id }) => id).toSorted()).toEqual(own.map(({ id }) => id).toSorted());
    expect(variablesOf(flow).filter((name) => !box.variables[name])).toEqual([]);
    shown.clear();
    await appliance.deploy(flow);
    let left: readonly string[] = [];
    const isAtWork = async (): Promise<boolean> => {
      left = await missingAt(flow);
      return left.length === 0;
    };
    await until(`${code} is at work`, isAtWork, READY_MS).catch((error: Error) => {
      throw new Error([error.message, ...left, appliance.log().slice(-4_000)].join('\n'));
    });
  },
  READY_MS + 30_000,
);
