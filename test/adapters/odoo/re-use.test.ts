/** Connections to a server that keeps them open: reads use them again, writes never do, and the race of an idle one costs nothing. */
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import type { ErpCall } from '../../../nodes/src/domain/ports.ts';
import { certificate, forWantOf, hasOpenssl } from '../../support/certificate.ts';
import { until } from '../../support/time.ts';

const READ: ErpCall = { model: 'stock.lot', method: 'search_read', args: {}, repeatable: true };
const WRITE: ErpCall = { model: 'stock.lot', method: 'write', ids: [1], args: { vals: {} } };

/** What the server does with the n-th business call; from 1. */
type Script = (n: number, request: IncomingMessage, response: ServerResponse) => void;

const answer = (response: ServerResponse): void => {
  response.setHeader('content-type', 'application/json');
  response.end('{"uid":3}');
};

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function bench(scheme: 'http' | 'https', script: Script = (_n, _request, response) => answer(response)) {
  const pair = scheme === 'https' ? certificate() : { key: '', cert: '' };
  const business: { readonly method: string; readonly socket: Socket }[] = [];
  const open = new Set<Socket>();
  const listen = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume().on('end', () => {
      if (request.url === '/json/version') return response.end('{"version_info":[19,0],"version":"19.0"}');
      if (!request.url?.includes('/stock.lot/')) return answer(response);
      business.push({ method: request.url.split('/').pop() ?? '', socket: request.socket });
      script(business.length, request, response);
    });
  };
  const server = scheme === 'https' ? createServer(pair, listen) : createPlainServer(listen);
  // An idle connection lives as long as the client likes, or as its script tells.
  server.keepAliveTimeout = 0;
  server.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const erp = openErp({
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    db: 'd',
    login: 'l',
    apiKey: 'k',
    protocol: 'json2',
    tls: scheme === 'https' ? { ca: pair.cert, rejectUnauthorized: true } : { rejectUnauthorized: true },
    deadlineMs: 30_000,
    parallelCalls: 1,
  });
  const must = async (call: ErpCall): Promise<void> => {
    const result = await erp.call(call);
    if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.cause}`);
  };
  const sockets = (method: string) => business.filter((one) => one.method === method).map(({ socket }) => socket);
  return { erp, must, business, sockets, open };
}

const schemes = hasOpenssl ? (['http', 'https'] as const) : (['http'] as const);

describe.each(schemes)(`over %s${forWantOf}`, (scheme) => {
  test('reads use one connection again, every write has one of its own', async () => {
    const { must, sockets, open } = await bench(scheme);
    for (const call of [READ, READ, WRITE, READ, WRITE, READ]) await must(call);
    expect(new Set(sockets('search_read')).size).toBe(1);
    const writes = sockets('write');
    expect(new Set(writes).size).toBe(2);
    expect(writes.some((socket) => sockets('search_read').includes(socket))).toBe(false);
    await until('only the connection of the reads to be open', () => open.size === 1);
  });

  test('a read that meets the end of an idle connection is asked once more on a new one, and nobody notices', async () => {
    const { must, business } = await bench(scheme, (n, request, response) =>
      n === 2 ? void request.socket.destroy() : answer(response),
    );
    await must(READ);
    await must(READ);
    expect(business).toHaveLength(3);
    expect(business[1]?.socket).toBe(business[0]?.socket);
    expect(business[2]?.socket).not.toBe(business[0]?.socket);
  });

  test('a read is asked no third time, and not again where the connection was new', async () => {
    const { erp, business } = await bench(scheme, (n, request, response) =>
      n === 1 ? answer(response) : void request.socket.destroy(),
    );
    await erp.call(READ);
    expect(await erp.call(READ)).toMatchObject({ failure: { code: 'odoo-answer-lost', class: 'transient' } });
    expect(business).toHaveLength(3);
    await erp.call(READ);
    expect(business).toHaveLength(4);
  });

  test('a write whose connection ends without an answer is in doubt and sent once', async () => {
    const { erp, must, business } = await bench(scheme, (_n, request, response) =>
      request.url?.endsWith('/write') ? void request.socket.destroy() : answer(response),
    );
    await must(READ);
    expect(await erp.call(WRITE)).toMatchObject({ failure: { code: 'odoo-answer-lost', class: 'unknown' } });
    expect(business).toHaveLength(2);
  });

  test('an answer that breaks off is not asked for again: the server was at work', async () => {
    const { erp, business } = await bench(scheme, (n, request, response) => {
      if (n === 1) return answer(response);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"uid"', () => request.socket.destroy());
    });
    await erp.call(READ);
    expect(await erp.call(READ)).toMatchObject({ failure: { code: 'odoo-answer-lost' } });
    expect(business).toHaveLength(2);
  });
});

test('a connection that nobody uses is closed by us, before a server gets to it', async () => {
  const { must, open } = await bench('http');
  await must(READ);
  await until('it to be closed', () => open.size === 0);
});

test('where the server says that it keeps a connection for a second only, none is used again', async () => {
  const { must, sockets } = await bench('http', (_n, _request, response) => {
    response.setHeader('keep-alive', 'timeout=1');
    answer(response);
  });
  await must(READ);
  await must(READ);
  expect(new Set(sockets('search_read')).size).toBe(2);
});
