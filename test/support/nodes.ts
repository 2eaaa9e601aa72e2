/** Runs nodes from source inside node-red-node-test-helper: real createNode, wires, credentials, status and catch. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Red, RedHooks, RedMessage } from '../../nodes/src/host/red.ts';
import { until } from './time.ts';

type Registrar = (red: Red) => void;
/** An entry's registrar, or the whole module as a test imported it. */
export type Entry = Registrar | { readonly default: Registrar };
type SavedNode = Record<string, unknown> & { id: string; type: string };

interface HelperNode {
  receive(msg: RedMessage): void;
  on(event: string, listener: (...args: never[]) => void): void;
  close(removed?: boolean): Promise<void>;
}

interface Helper {
  init(path: string, settings?: Record<string, unknown>): void;
  startServer(done: (error?: Error) => void): void;
  stopServer(done: (error?: Error) => void): void;
  load(nodes: Registrar[], flow: SavedNode[], credentials: Record<string, Record<string, string>>): Promise<void>;
  unload(): Promise<void>;
  getNode(id: string): HelperNode | null;
  /** Admin routes of the loaded nodes; the helper's own server does not serve them. */
  readonly _httpAdmin: RequestListener;
  log(): { args: [{ level: number; msg: unknown; type?: string; id?: string }][] };
}

export interface Loaded {
  /** Everything that reached a node of type `helper`, in order. */
  readonly received: Readonly<Record<string, RedMessage[]>>;
  /** Statuses a node published, oldest first. */
  readonly statuses: Readonly<Record<string, { fill?: string; shape?: string; text?: string }[]>>;
  send(id: string, msg: RedMessage): void;
  /** Waits until the helper node has received `count` messages and returns them. */
  arrive(id: string, count?: number, deadlineMs?: number): Promise<RedMessage[]>;
  /** Waits for a status whose text contains `text`. */
  shows(id: string, text: string, deadlineMs?: number): Promise<void>;
  /** Admin endpoints, for example `${url}/plantwire/action/...`. */
  readonly url: string;
  readonly userDir: string;
  /** Log entries so far as text. */
  logged(): string[];
}

/**
 * Call once at the top of a test file. The returned function loads a flow; nodes without `z` get a tab called "Line 3".
 * The flow is unloaded after each test, and before another one is loaded.
 */
export function nodeBench(): (
  entries: readonly Entry[],
  flow: readonly SavedNode[],
  credentials?: Record<string, Record<string, string>>,
) => Promise<Loaded> {
  const helper = require('node-red-node-test-helper') as Helper;
  const userDir = mkdtempSync(join(tmpdir(), 'plantwire-nodes-'));
  helper.init(require.resolve('node-red'), { userDir });
  beforeAll((done) => void helper.startServer(done));
  let admin: Server | undefined;
  afterEach(async () => {
    admin?.close();
    await helper.unload();
  });
  afterAll((done) => {
    rmSync(userDir, { recursive: true, force: true });
    helper.stopServer(done);
  });
  return async (entries, flow, credentials = {}) => {
    if (admin?.listening) {
      admin.close();
      await helper.unload();
    }
    const tab: SavedNode = { id: 'tab', type: 'tab', label: 'Line 3' };
    const placed = flow.map((node) => (isPlaced(node) ? node : { ...node, z: 'tab' }));
    const registrars = entries.map((entry) => withHooks(typeof entry === 'function' ? entry : entry.default));
    await helper.load(registrars, [tab, ...placed], credentials);
    admin = createServer(helper._httpAdmin);
    await new Promise<void>((resolve) => admin?.listen(0, '127.0.0.1', resolve));
    return watch(helper, placed, `http://127.0.0.1:${(admin.address() as AddressInfo).port}`, userDir);
  };
}

/** The helper's runtime triggers messaging hooks as every runtime does, but does not hand them to its nodes. */
function withHooks(registrar: Registrar): Registrar {
  const { hooks } = require('@node-red/util') as { hooks: RedHooks };
  return (red) => registrar(Object.assign(red, { hooks }));
}

/** Configuration nodes have no wires and stand on no tab. */
const isPlaced = (node: SavedNode): boolean => 'z' in node || (!('wires' in node) && node.type !== 'helper');

function watch(helper: Helper, flow: readonly SavedNode[], url: string, userDir: string): Loaded {
  const received: Record<string, RedMessage[]> = {};
  const statuses: Loaded['statuses'] & Record<string, unknown[]> = {};
  for (const { id, type } of flow) {
    const node = helper.getNode(id);
    statuses[id] = [];
    node?.on('call:status', ((call: { args: [{ text?: string }] }) => statuses[id]?.push(call.args[0])) as never);
    if (type !== 'helper') continue;
    received[id] = [];
    node?.on('input', ((msg: RedMessage) => received[id]?.push(msg)) as never);
  }
  return {
    received,
    statuses,
    userDir,
    url,
    send(id, msg) {
      const node = helper.getNode(id);
      if (!node) throw new Error(`the flow has no running node "${id}"`);
      node.receive(msg);
    },
    async arrive(id, count = 1, deadlineMs) {
      await until(`${count} messages at ${id}`, () => (received[id]?.length ?? 0) >= count, deadlineMs);
      return received[id] ?? [];
    },
    shows: (id, text, deadlineMs) =>
      until(
        `status "${text}" of ${id}`,
        () => Boolean(statuses[id]?.some((shown) => shown.text?.includes(text))),
        deadlineMs,
      ),
    logged: () => helper.log().args.map(([entry]) => String(entry.msg)),
  };
}
