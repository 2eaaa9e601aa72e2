/** A local HTTP server that answers what a test tells it to, as Odoo or a proxy in front of it would. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import type { OdooConnection } from '../../../nodes/src/adapters/odoo/connection.ts';
import type { Erp } from '../../../nodes/src/domain/ports.ts';

export interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

export type Answer = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void;

export interface Stub {
  readonly url: string;
  readonly seen: Seen[];
  /** Answers every business call from now on; version and log-in are answered by themselves. */
  answer: Answer;
  /** Main version that it tells. */
  major: number;
  connect(change?: Partial<OdooConnection>): Erp;
  /** Nobody listens at its port any more. */
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

export const KEY = 'secret-key-4711';

export async function startStub(): Promise<Stub> {
  const seen: Seen[] = [];
  const stub = { answer: (() => undefined) as Answer, major: 19 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const one = { path: request.url ?? '', headers: request.headers, body: text ? JSON.parse(text) : {} };
      if (handshake(one, response, stub.major)) return;
      seen.push(one);
      stub.answer(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const leave = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const connection: OdooConnection = {
    url,
    db: 'plant',
    login: 'svc',
    apiKey: KEY,
    protocol: 'json2',
    tls: { rejectUnauthorized: true },
    deadlineMs: 2_000,
    parallelCalls: 1,
  };
  return Object.assign(stub, {
    url,
    seen,
    connect: (change: Partial<OdooConnection> = {}) => openErp({ ...connection, ...change }),
    stop: leave,
    leave,
    comeBack: () => new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve)),
  });
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function html(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end(body);
}

/** Version, log-in and identity, so that a test sees only its own call. */
function handshake({ path, body }: Seen, response: ServerResponse, major: number): boolean {
  if (path === '/json/version') {
    json(response, 200, { version_info: [major, 0, 0, 'final', 0, ''], version: `${major}.0` });
    return true;
  }
  if (path === '/json/2/res.users/context_get') {
    json(response, 200, { uid: 7, lang: 'en_US', tz: 'UTC' });
    return true;
  }
  if (path === '/json/2/ir.config_parameter/get_param') {
    json(response, 403, { name: 'odoo.exceptions.AccessError', message: 'no' });
    return true;
  }
  const params = body['params'] as { service?: string; args?: unknown[] } | undefined;
  if (params?.service === 'common') {
    json(response, 200, { jsonrpc: '2.0', id: 1, result: 7 });
    return true;
  }
  if (params?.args?.[3] === 'ir.config_parameter') {
    json(response, 200, { jsonrpc: '2.0', id: 1, result: 'the-uuid' });
    return true;
  }
  return false;
}
