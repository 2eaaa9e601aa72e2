import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '../../nodes/src/host/http.ts';
import type { HttpHandler } from '../../nodes/src/host/node.ts';
import type { Red, RedHandler, RedRequest, RedResponse } from '../../nodes/src/host/red.ts';

/** Routes over real requests; the router is the one method that a source needs. */
const routes = new Map<string, RedHandler>();
let server: Server;
let url: string;
let mounts = 0;
const fresh = (): Red => {
  routes.clear();
  mounts = 0;
  const post = (path: string, handler: RedHandler): void => {
    mounts += 1;
    routes.set(path, handler);
  };
  return { httpNode: { post, get: post }, settings: {} } as unknown as Red;
};
beforeAll(async () => {
  server = createServer((request: IncomingMessage, response) => {
    const answer: RedResponse = {
      status(code) {
        response.statusCode = code;
        return answer;
      },
      set(name, value) {
        response.setHeader(name, value);
        return answer;
      },
      json: (body) => void response.end(JSON.stringify(body)),
      send: (body) => void response.end(body),
    };
    void routes.get(request.url ?? '')?.(request as unknown as RedRequest, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { method: 'POST', body, headers });
const echo: HttpHandler = async (request) => {
  const body = await request.body(16);
  return {
    status: body ? 202 : 413,
    body: { text: body && Buffer.from(body).toString(), key: request.headers['x-key'] },
  };
};

test('the handler reads headers and the raw body, and answers', async () => {
  serve(fresh(), '/events', 'n1', echo);
  const answer = await post('/events', '{"ü":1}', { 'X-Key': 'k' });
  expect([answer.status, await answer.json()]).toEqual([202, { text: '{"ü":1}', key: 'k' }]);
});

test('a body that is too long is answered, not cut off, with and without a declared length', async () => {
  serve(fresh(), '/events', 'n1', echo);
  expect((await post('/events', 'x'.repeat(17))).status).toBe(413);
  const stream = new ReadableStream({
    start(controller) {
      for (let part = 0; part < 40; part += 1) controller.enqueue(new TextEncoder().encode('x'.repeat(1_000)));
      controller.close();
    },
  });
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: stream, duplex: 'half' };
  expect((await fetch(`${url}/events`, init)).status).toBe(413);
});

test('a path belongs to one node; the same node takes it again after a deploy, and the route is mounted once', async () => {
  const red = fresh();
  const first = serve(red, '/events', 'n1', echo);
  expect(serve(red, '/events', 'n2', echo)).toMatchObject({ ok: false, failure: { code: 'path-taken' } });
  if (first.ok) first.value();
  expect((await post('/events', '{}')).status).toBe(503);
  expect(serve(red, '/events', 'n2', echo).ok).toBe(true);
  expect((await post('/events', '{}')).status).toBe(202);
  expect(mounts).toBe(1);
});

test('a late close of the old node does not take the route from the new one', async () => {
  const red = fresh();
  const old = serve(red, '/events', 'n1', async () => ({ status: 500, body: {} }));
  serve(red, '/events', 'n1', echo);
  if (old.ok) old.value();
  expect((await post('/events', '{}')).status).toBe(202);
});

test('a bug of a handler is answered and logged; the sender may come again', async () => {
  const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  serve(fresh(), '/events', 'n1', () => Promise.reject(new Error('boom')));
  const answer = await post('/events', '{}');
  expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('boom')]);
  expect(logged).toHaveBeenCalledWith(expect.stringContaining('boom'));
  logged.mockRestore();
});

test('a body parser that stands before the route finds nothing it would read', async () => {
  const listeners: ((request: IncomingMessage) => void)[] = [];
  const red = {
    ...fresh(),
    settings: { httpNodeRoot: '/flows/' },
    server: {
      prependListener: (_event: string, listener: (request: IncomingMessage) => void) => listeners.push(listener),
    },
  } as unknown as Red;
  serve(red, '/events', 'n1', async ({ headers }) => ({ status: 202, body: headers }));
  const request = (path: string, method = 'POST') =>
    ({
      method,
      url: path,
      headers: { 'content-type': 'application/json', 'x-plantwire-content-type': 'forged' },
      socket: {},
    }) as unknown as IncomingMessage;
  const seen = (one: IncomingMessage): unknown => {
    for (const listener of listeners) listener(one);
    return one.headers['content-type'];
  };
  const ours = request('/flows/events?x=1');
  expect(seen(ours)).toBe('application/octet-stream');
  expect([seen(request('/flows/other')), seen(request('/flows/events', 'GET')), seen(request('/events'))]).toEqual(
    Array.from({ length: 3 }, () => 'application/json'),
  );
  const answered: { value?: unknown } = {};
  const response = {
    status: () => response,
    set: () => response,
    json: (value: unknown) => Object.assign(answered, { value }),
  };
  await routes.get('/events')?.(ours as unknown as RedRequest, response as unknown as RedResponse);
  expect(answered.value).toEqual({ 'content-type': 'application/json' });
  expect(seen(request('/flows/Events/'))).toBe('application/octet-stream');
});

test('a request that came before its route, whose body others may have read, is asked to come again', async () => {
  const listeners: ((request: IncomingMessage) => void)[] = [];
  const server = {
    prependListener: (_event: string, listener: (request: IncomingMessage) => void) => listeners.push(listener),
  };
  const early = { method: 'POST', url: '/events', headers: { 'content-type': 'application/json' }, socket: {} };
  let taken = 0;
  serve({ ...fresh(), server } as unknown as Red, '/events', 'n1', async () => {
    taken += 1;
    return { status: 400, body: {} };
  });
  const statuses: number[] = [];
  const response = {
    status(code: number) {
      statuses.push(code);
      return response;
    },
    set: () => response,
    json: () => response,
  };
  const arrives = () =>
    routes.get('/events')?.(early as unknown as RedRequest, response as unknown as RedResponse) as Promise<void>;
  await arrives();
  expect([statuses, taken]).toEqual([[503], 0]);
  for (const listener of listeners) listener(early as unknown as IncomingMessage);
  await arrives();
  expect([statuses, taken]).toEqual([[503, 400], 1]);
});
