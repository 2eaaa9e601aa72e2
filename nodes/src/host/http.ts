/**
 * Routes of sources on the runtime's own web server: its port, TLS and middleware apply, and nothing else listens. A
 * route stays mounted after its node is gone, and then says so; the server has no way to take one down.
 *
 * The admin interface stands before the routes of flows and reads every JSON body that passes it, so the bytes that were
 * signed would be gone. Requests to our paths therefore hide their content type until they are here. One that came before
 * its route was mounted may have lost its body on the way: it is asked to come again, or an empty body would be refused for
 * good and the fact be lost.
 */
import type { Failure } from '../domain/failure.ts';
import { fail, ok, type Result } from '../domain/ports.ts';
import type { HttpAnswer, HttpHandler, HttpRequest } from './node.ts';
import type { Red, RedIncoming, RedRequest, RedResponse } from './red.ts';

interface Route {
  readonly owner: string;
  readonly handle: HttpHandler;
}

const READ_ON_BYTES = 4 * 1024 * 1024;

const routes = new WeakMap<Red['httpNode'], Map<string, Route | undefined>>();

/** Requests whose body nobody before us has read. */
const untouched = new WeakSet<object>();

const HIDDEN = 'x-plantwire-content-type';
const OPAQUE = 'application/octet-stream';

export function serve(red: Red, path: string, owner: string, handle: HttpHandler): Result<() => void> {
  const mounted = routes.get(red.httpNode) ?? new Map<string, Route | undefined>();
  if (!routes.has(red.httpNode)) hideBodies(red, mounted);
  routes.set(red.httpNode, mounted);
  const holder = mounted.get(path);
  if (holder && holder.owner !== owner) return fail(pathTaken(path));
  if (!mounted.has(path)) {
    red.httpNode.post(path, (request: RedRequest, response: RedResponse) => {
      const isWhole = red.server === undefined || untouched.has(request);
      return answer(isWhole ? mounted.get(path) : undefined, request as unknown as RedIncoming, response);
    });
  }
  const route = { owner, handle };
  mounted.set(path, route);
  return ok(() => {
    if (mounted.get(path) === route) mounted.set(path, undefined);
  });
}

function hideBodies({ server, settings }: Red, mounted: ReadonlyMap<string, unknown>): void {
  const { httpNodeRoot } = settings;
  const root = typeof httpNodeRoot === 'string' ? httpNodeRoot.replace(/\/+$/, '') : '';
  server?.prependListener('request', (request) => {
    const { method, url = '', headers } = request;
    // Nobody outside says under which type we read.
    delete headers[HIDDEN];
    const path = plain(url.split('?', 1)[0] ?? '');
    if (method !== 'POST' || ![...mounted.keys()].some((route) => path === plain(root + route))) return;
    headers[HIDDEN] = headers['content-type'] ?? '';
    headers['content-type'] = OPAQUE;
    untouched.add(request);
  });
}

/** As the router compares: neither case nor a slash at the end makes another path. */
const plain = (path: string): string => path.toLowerCase().replace(/\/$/, '');

async function answer(route: Route | undefined, incoming: RedIncoming, response: RedResponse): Promise<void> {
  const { status, headers = {}, body } = route ? await handled(route, incoming) : NOBODY;
  for (const [name, value] of Object.entries(headers)) response.set(name, value);
  response.status(status).json(body);
}

/** A rejected handler would end the whole process; the sender is told to come again. */
async function handled({ handle }: Route, incoming: RedIncoming): Promise<HttpAnswer> {
  try {
    return await handle(requestOf(incoming));
  } catch (bug) {
    console.error(bug instanceof Error ? bug.stack : bug);
    return BUG;
  }
}

function requestOf(incoming: RedIncoming): HttpRequest {
  const { [HIDDEN]: contentType, ...others } = incoming.headers;
  const given = contentType === undefined ? others : { ...others, 'content-type': contentType };
  const headers = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')]],
  );
  return {
    headers: Object.fromEntries(headers),
    remoteAddress: incoming.socket.remoteAddress ?? '',
    body: (maxBytes) => bodyOf(incoming, maxBytes),
  };
}

async function bodyOf(incoming: RedIncoming, maxBytes: number): Promise<Uint8Array | undefined> {
  const declared = Number(incoming.headers['content-length'] ?? 0);
  if (declared > maxBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += chunk.length;
    // Leaving the loop cuts the connection before the sender could read why; a little more is read for his sake.
    if (length > maxBytes + READ_ON_BYTES) return undefined;
    if (length <= maxBytes) chunks.push(chunk);
  }
  if (length > maxBytes) return undefined;
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

const problem = (status: number, code: string, title: string, detail: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'retry-after': '10' },
  body: { type: `urn:plantwire:problem:${code}`, title, status, detail },
});
const NOBODY = problem(
  503,
  'source-missing',
  'Nobody takes in messages here now',
  'The node of this route is gone or starting. Send the message again.',
);
const BUG = problem(
  500,
  'internal-error',
  'Unexpected error',
  'The message was not taken in. Send it again; if it stays, report the log.',
);

const pathTaken = (path: string): Failure => ({
  code: 'path-taken',
  class: 'configuration',
  attempted: 'open a route',
  on: path,
  reason: 'another source has the same path',
  nextStep: 'Give each source a path of its own.',
});
