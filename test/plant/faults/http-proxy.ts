/** Stands in front of any HTTP peer and makes the line bad on request. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Fault } from './fault.ts';
import { createFaultInjector, type FaultInjector } from './injector.ts';
import { openListener } from './listener.ts';
import { errorPage, htmlPage, pause } from './page.ts';

export interface FaultyPeer {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly faults: FaultInjector;
  readonly stop: () => Promise<void>;
}

export interface ProxyOptions {
  /** Where requests really go, e.g. `http://127.0.0.1:8069`. */
  readonly target: string;
  readonly port?: number;
  readonly host?: string;
  /** How the process behind the requests is killed, for the fault `kill`. */
  readonly kill?: () => void;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const readAll = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** One request passed on to the peer. */
function forward(target: URL, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: target.hostname,
        port: target.port || 80,
        path: incoming.url ?? '/',
        method: incoming.method ?? 'GET',
        headers: { ...incoming.headers, connection: 'close' },
      },
      (response) => {
        readAll(response).then(
          (read) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body: read }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Odoo's model and method out of a JSON-2 path; other peers are matched by path alone. */
const sightingOf = (path: string): { path: string; model?: string; method?: string } => {
  const match = /^\/json\/2\/([^/?]+)\/([^/?]+)/.exec(path);
  return match ? { path, model: match[1] ?? '', method: match[2] ?? '' } : { path };
};

export async function startHttpProxy(options: ProxyOptions): Promise<FaultyPeer> {
  const target = new URL(options.target);
  const host = options.host ?? '127.0.0.1';
  const faults = createFaultInjector();
  const line: Line = { target, faults, kill: options.kill ?? (() => undefined), overtaken: new Set() };
  const server = createServer((incoming, response) => {
    relay(line, incoming, response).catch(() => {
      if (!response.headersSent) errorPage(response, 502);
    });
  });
  const listener = await openListener(server, host, options.port ?? 0);
  faults.onChange(() => void listener.setOpen(!faults.active('refuse')));
  return {
    host,
    port: listener.port,
    url: `http://${host}:${listener.port}`,
    faults,
    stop: async () => {
      faults.clear();
      await listener.stop();
    },
  };
}

interface Line {
  readonly target: URL;
  readonly faults: FaultInjector;
  readonly kill: () => void;
  /** Lets go of the requests that wait for a later one. */
  readonly overtaken: Set<() => void>;
}

async function relay(line: Line, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readAll(incoming);
  const fault = line.faults.take(sightingOf(incoming.url ?? '/'));
  if (fault?.kind === 'reorder') await untilOvertaken(line, fault.delayMs ?? 1_000);
  else if (fault && (await instead(fault, response))) return;
  const dies = fault?.kind === 'kill' ? (fault.at ?? 'done') : undefined;
  if (dies === 'sent') return die(line, response);
  const answer = await forward(line.target, incoming, body);
  if (fault?.kind === 'duplicate') await forward(line.target, incoming, body);
  if (dies === 'done') return die(line, response);
  if (fault?.kind === 'lost') {
    if (fault.status !== undefined) return errorPage(response, fault.status);
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body, () => {
    if (dies === 'answered') line.kill();
    if (fault?.kind !== 'reorder') for (const go of line.overtaken) go();
  });
}

function die({ kill }: Line, response: ServerResponse): void {
  kill();
  response.socket?.resetAndDestroy();
}

function untilOvertaken({ overtaken }: Line, atMostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      overtaken.delete(go);
      resolve();
    };
    const timer = setTimeout(go, atMostMs);
    overtaken.add(go);
  });
}

/** Answers in place of the peer; `false` when the peer is to be asked after all. */
export async function instead(fault: Fault, response: ServerResponse): Promise<boolean> {
  if (fault.delayMs !== undefined || fault.kind === 'slow') await pause(fault.delayMs ?? 1_000);
  switch (fault.kind) {
    case 'cut':
    case 'refuse':
      response.socket?.resetAndDestroy();
      return true;
    case 'status':
      errorPage(response, fault.status ?? 503);
      return true;
    case 'error':
      errorPage(response, fault.status ?? 500);
      return true;
    case 'html':
      htmlPage(response);
      return true;
    default:
      return false;
  }
}
