/** A Node-RED of a few lines for host tests: nodes, wires, credentials and admin routes, nothing else. */
import { EventEmitter } from 'node:events';
import type { Red, RedGuard, RedHandler, RedMessage, RedNode, RedStatus } from '../../nodes/src/host/red.ts';

export interface Sent {
  readonly port: number;
  readonly msg: RedMessage;
}

export interface FakeNode {
  readonly id: string;
  readonly sent: Sent[];
  readonly statuses: (RedStatus | string)[];
  readonly logged: string[];
  readonly warned: string[];
  readonly errors: string[];
  /** Delivers a message; resolves with what `done` was given. A second `done` rejects the test's promise. */
  receive(msg: RedMessage): Promise<{ error: Error | undefined; sent: Sent[] }>;
  close(): Promise<void>;
}

export interface FakeRed {
  readonly red: Red;
  load(registrar: (red: Red) => void): void;
  /** Creates a node as a deploy would; `credentials` as the person typed them. */
  create(config: Record<string, unknown>, credentials?: Record<string, string>): FakeNode;
  /** Part of the deployed flows that makes no node: tabs, and what is switched off. */
  place(config: Record<string, unknown>): void;
  call(
    method: 'get' | 'post',
    path: string,
    request?: {
      body?: unknown;
      query?: Record<string, unknown>;
      params?: Record<string, string>;
      user?: { username: string };
    },
  ): Promise<{ status: number; body: unknown; headers: Record<string, string> }>;
  readonly environment: Record<string, string>;
  readonly permissions: Map<string, string>;
}

type Constructor = (this: RedNode, config: Record<string, unknown>) => void;

export function fakeRed(userDir = '/nowhere'): FakeRed {
  const types = new Map<string, Constructor>();
  const configs = new Map<string, Record<string, unknown>>();
  const credentials = new Map<string, Record<string, string>>();
  const nodes = new Map<string, RedNode>();
  const routes = new Map<string, RedHandler>();
  const permissions = new Map<string, string>();
  const environment: Record<string, string> = {};
  const guards = new Map<unknown, string>();

  const router = {
    get: (path: string, ...handlers: (RedHandler | RedGuard)[]) => mount('get', path, handlers),
    post: (path: string, ...handlers: (RedHandler | RedGuard)[]) => mount('post', path, handlers),
  };
  const mount = (method: string, path: string, handlers: (RedHandler | RedGuard)[]): void => {
    routes.set(`${method} ${path}`, handlers.at(-1) as RedHandler);
    const permission = guards.get(handlers[0]);
    if (permission) permissions.set(`${method} ${path}`, permission);
  };
  const red: Red = {
    nodes: {
      createNode(node, config) {
        const { id } = config as { id: string };
        Object.assign(node as object, baseNode(config as Record<string, unknown>, credentials.get(id)));
        nodes.set(id, node as RedNode);
      },
      registerType: (type, make) => void types.set(type, make as Constructor),
      getNode: (id) => nodes.get(id) ?? null,
      getCredentials: (id) => credentials.get(id),
      eachNode(callback) {
        for (const config of configs.values()) callback(config);
      },
    },
    settings: { userDir },
    auth: {
      needsPermission(permission) {
        const guard: RedGuard = (_request, _response, next) => next();
        guards.set(guard, permission);
        return guard;
      },
    },
    httpAdmin: router,
    httpNode: router,
    events: new EventEmitter(),
    comms: { publish: () => undefined },
    util: {
      cloneMessage: (message) => structuredClone(message),
      getSetting: (node, name) => (name === 'NR_FLOW_NAME' && node ? 'Line 3' : environment[name]),
    },
  };
  return {
    red,
    environment,
    permissions,
    load: (registrar) => registrar(red),
    create(config, secrets = {}) {
      const make = types.get(String(config['type']));
      if (!make) throw new Error(`type ${String(config['type'])} is not registered`);
      const id = String(config['id']);
      configs.set(id, config);
      credentials.set(id, secrets);
      const node = Object.create(null) as RedNode & { fake: FakeNode };
      make.call(node, { ...config });
      return node.fake;
    },
    place: (config) => void configs.set(String(config['id']), config),
    async call(method, path, request = {}) {
      const handler = routes.get(`${method} ${path}`);
      if (!handler) throw new Error(`no route ${method} ${path}`);
      const answer = { status: 200, body: undefined as unknown, headers: {} as Record<string, string> };
      const response = {
        status(code: number) {
          answer.status = code;
          return response;
        },
        set(name: string, value: string) {
          answer.headers[name.toLowerCase()] = value;
          return response;
        },
        json(body: unknown) {
          answer.body = body;
        },
        send(body: string) {
          answer.body = body;
        },
      };
      const { params = {}, query = {}, body, user } = request;
      await handler({ params, query, body, ...(user ? { user } : {}) }, response);
      return answer;
    },
  };
}

function baseNode(config: Record<string, unknown>, credentials: Record<string, string> = {}) {
  const listeners: Record<string, ((...args: never[]) => void)[]> = { input: [], close: [] };
  const sent: Sent[] = [];
  const statuses: (RedStatus | string)[] = [];
  const logged: string[] = [];
  const warned: string[] = [];
  const errors: string[] = [];
  const send = (out: unknown): void => {
    const ports = Array.isArray(out) ? out : [out];
    ports.forEach((entry, port) => {
      for (const msg of Array.isArray(entry) ? entry : [entry]) if (msg) sent.push({ port, msg });
    });
  };
  const fake: FakeNode = {
    id: String(config['id']),
    sent,
    statuses,
    logged,
    warned,
    errors,
    receive: (msg) =>
      new Promise((resolve, reject) => {
        let calls = 0;
        const before = sent.length;
        for (const listener of listeners['input'] ?? []) {
          (listener as (...args: unknown[]) => void)(msg, send, (error?: Error) => {
            calls += 1;
            if (calls > 1) reject(new Error('done was called twice'));
            else resolve({ error, sent: sent.slice(before) });
          });
        }
      }),
    close: () =>
      new Promise((resolve) => {
        const closers = listeners['close'] ?? [];
        if (closers.length === 0) resolve();
        for (const closer of closers) (closer as (...args: unknown[]) => void)(false, resolve);
      }),
  };
  return {
    id: config['id'],
    type: config['type'],
    name: config['name'],
    z: config['z'],
    wires: config['wires'] ?? [],
    credentials,
    on: (event: string, listener: never) => void listeners[event]?.push(listener),
    send,
    status: (status: RedStatus | string) => void statuses.push(status),
    log: (text: string) => void logged.push(text),
    warn: (text: unknown) => void warned.push(String(text)),
    error: (text: unknown) => void errors.push(text instanceof Error ? (text.stack ?? text.message) : String(text)),
    fake,
  };
}
