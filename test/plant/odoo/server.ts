/**
 * A simulated Odoo in memory: manufacturing and stock over JSON-2 and JSON-RPC, with the traps of the real one, and
 * with faults that can be switched on. It keeps no file: who wants to go on after a restart takes a dump and gives it back.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Fault } from '../faults/fault.ts';
import { instead } from '../faults/http-proxy.ts';
import { createFaultInjector, type FaultInjector } from '../faults/injector.ts';
import { openListener } from '../faults/listener.ts';
import { answerControl, type Control, createControl } from './control.ts';
import { createDatabase, type Database, type DatabaseDump, type DatabaseOptions } from './database.ts';
import type { Model } from './orm/model.ts';
import { type Answer, errorHtml, type Incoming, json, type Realm } from './protocol/exchange.ts';
import { answerJson2 } from './protocol/json2.ts';
import { answerJsonRpc } from './protocol/jsonrpc.ts';
import { callAsRoot } from './protocol/root.ts';

export interface SimulatedOdooOptions {
  readonly port?: number;
  readonly host?: string;
  readonly db?: string;
  /** 19 speaks both protocols, older ones JSON-RPC alone. */
  readonly major?: 14 | 19;
  readonly login?: string;
  readonly apiKey?: string;
  readonly adminLogin?: string;
  readonly adminPassword?: string;
  /** Milliseconds since the epoch; tests may bring their own clock. */
  readonly now?: () => number;
  /** Tables of apps that are installed besides. */
  readonly more?: readonly Model[];
  /** Go on with this database; it is not seeded again. */
  readonly dump?: DatabaseDump;
  /** Fills the database at start and after every reset. */
  readonly seed?: (control: Control) => void;
}

export interface SimulatedOdoo {
  readonly url: string;
  readonly port: number;
  readonly db: string;
  readonly login: string;
  readonly apiKey: string;
  readonly adminLogin: string;
  readonly adminPassword: string;
  readonly control: Control;
  readonly dump: () => DatabaseDump;
  readonly stop: () => Promise<void>;
}

export async function startSimulatedOdoo(options: SimulatedOdooOptions = {}): Promise<SimulatedOdoo> {
  const settings: DatabaseOptions = {
    db: options.db ?? 'plant',
    major: options.major ?? 19,
    login: options.login ?? 'svc_integration',
    apiKey: options.apiKey ?? 'simulated-api-key',
    adminLogin: options.adminLogin ?? 'admin',
    adminPassword: options.adminPassword ?? 'admin',
    now: options.now ?? Date.now,
    ...(options.dump ? { dump: options.dump } : {}),
    ...(options.more ? { more: options.more } : {}),
  };
  const database = createDatabase(settings);
  const faults = createFaultInjector();
  const call: Control['call'] = (model, method, ids, args, context) =>
    callAsRoot(database.world, { model, method, ids, args: args ?? {}, context: context ?? {} });
  const control = createControl({ database, faults, call, afterReset: () => options.seed?.(control) });
  if (!options.dump) options.seed?.(control);
  const server = createServer((request, response) => {
    serve({ database, faults, control }, request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, json(500, { error: String(error) }));
    });
  });
  const host = options.host ?? '127.0.0.1';
  const listener = await openListener(server, host, options.port ?? 0);
  faults.onChange(() => void listener.setOpen(!faults.active('refuse')));
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${listener.port}`,
    port: listener.port,
    db: settings.db,
    login: settings.login,
    apiKey: settings.apiKey,
    adminLogin: settings.adminLogin,
    adminPassword: settings.adminPassword,
    control,
    dump: database.dump,
    stop: async () => {
      faults.clear();
      await listener.stop();
    },
  };
}

interface Parts {
  readonly database: Database;
  readonly faults: FaultInjector;
  readonly control: Control;
}

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await receive(request);
  if (incoming.path.startsWith('/_sim/')) {
    const local = /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '');
    send(
      response,
      local ? answerControl(parts.control, parts.faults, incoming) : json(403, { error: 'only from this machine' }),
    );
    return;
  }
  const fault = parts.faults.take(sightingOf(incoming));
  if (fault?.kind === 'error') {
    send(response, ownError(fault, incoming));
    return;
  }
  if (fault && (await instead(fault, response))) return;
  const answer = answerOdoo(parts.database.realm, incoming);
  if (fault?.kind === 'duplicate') answerOdoo(parts.database.realm, incoming);
  if (fault?.kind === 'lost') response.socket?.resetAndDestroy();
  else send(response, answer);
}

function answerOdoo(realm: Realm, incoming: Incoming): Answer {
  const path = incoming.path.split('?')[0] ?? '';
  if (path === '/jsonrpc') return answerJsonRpc(realm, incoming);
  if (realm.major < 19) return errorHtml(404, 'Not Found', 'The requested URL was not found on the server.');
  if (path === '/json/version')
    return json(200, { version_info: [realm.major, 0, 0, 'final', 0, ''], version: `${realm.major}.0` });
  if (path === '/web/health') return json(200, { status: 'pass' });
  if (path.startsWith('/json/2/')) return answerJson2(realm, incoming);
  return errorHtml(404, 'Not Found', 'The requested URL was not found on the server.');
}

async function receive(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    verb: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': answer.type, connection: 'close', ...answer.headers });
  response.end(answer.body);
}

/** Model and method of a call, whichever protocol it comes in. */
function sightingOf(incoming: Incoming): { path: string; model?: string; method?: string } {
  const { path } = incoming;
  const named = /^\/json\/2\/([^/?]+)\/([^/?]+)/.exec(path);
  if (named) return { path, model: named[1] ?? '', method: named[2] ?? '' };
  if (!path.startsWith('/jsonrpc')) return { path };
  const called = /"args"\s*:\s*\[\s*"[^"]*"\s*,\s*\d+\s*,\s*"[^"]*"\s*,\s*"([^"]*)"\s*,\s*"([^"]*)"/.exec(
    incoming.body,
  );
  return called ? { path, model: called[1] ?? '', method: called[2] ?? '' } : { path };
}

/** An error as Odoo itself reports it, e.g. an exhausted serialization conflict. */
function ownError(fault: Fault, incoming: Incoming): Answer {
  const message = fault.message ?? 'could not serialize access due to concurrent update';
  const data = {
    name: fault.name ?? 'psycopg2.errors.SerializationFailure',
    message,
    arguments: [message],
    context: {},
    debug: '',
  };
  if (incoming.path.startsWith('/jsonrpc'))
    return json(200, { jsonrpc: '2.0', id: null, error: { code: 0, message: 'Odoo Server Error', data } });
  return json(fault.status ?? 500, data);
}
