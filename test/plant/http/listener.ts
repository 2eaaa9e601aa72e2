/**
 * A system that is told things over HTTP: takes signed requests (Standard Webhooks), each once, however often it comes,
 * and shows what it was told.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ListenerOptions {
  readonly port?: number;
  /** Without it everybody is believed. */
  readonly secret?: string;
  /** Called once for each, however often it comes. */
  readonly onTold?: (told: Told) => void;
}

export interface Told {
  readonly id: string;
  readonly path: string;
  readonly body: string;
}

export interface Listener {
  readonly url: string;
  /** In the order of their first coming. */
  readonly told: readonly Told[];
  /** How often something came that had come before. */
  readonly repeats: number;
  close(): Promise<void>;
}

export async function startListener({ port = 0, secret, onTold }: ListenerOptions = {}): Promise<Listener> {
  const told = new Map<string, Told>();
  let repeats = 0;

  const keep = (one: Told): void => {
    told.set(one.id, one);
    onTold?.(one);
  };
  const take = (request: IncomingMessage, body: string): readonly [status: number, answer: object] => {
    const id = header(request, 'webhook-id') || header(request, 'idempotency-key');
    if (secret !== undefined && !isSigned(request, body, secret)) return [401, { title: 'the signature is wrong' }];
    if (id === '') return [400, { title: 'webhook-id is missing' }];
    if (told.has(id)) repeats += 1;
    else keep({ id, path: request.url ?? '/', body });
    return [202, { taken: id }];
  };
  const server = createServer((request, response) => {
    if (request.method !== 'POST') return answer(response, 200, { told: [...told.values()], repeats });
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => answer(response, ...take(request, body)));
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get told() {
      return [...told.values()];
    },
    get repeats() {
      return repeats;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': status < 300 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body));
}

const header = (request: IncomingMessage, name: string): string => String(request.headers[name] ?? '');

/** `v1,<base64>`; several while a secret is being replaced. */
function isSigned(request: IncomingMessage, body: string, secret: string): boolean {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  const signed = `${header(request, 'webhook-id')}.${header(request, 'webhook-timestamp')}.${body}`;
  const right = createHmac('sha256', key).update(signed).digest();
  return header(request, 'webhook-signature')
    .split(' ')
    .map((one) => Buffer.from(one.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === right.length && timingSafeEqual(given, right));
}
