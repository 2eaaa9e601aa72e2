/** What may answer at an address: every version, none, and something that is no Odoo. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import type { OdooConnection } from '../../../nodes/src/adapters/odoo/connection.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function profile(listener: RequestListener, change: Partial<OdooConnection> = {}) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connection: OdooConnection = {
    url,
    db: 'plant',
    login: 'svc',
    apiKey: 'k',
    protocol: 'auto',
    tls: { rejectUnauthorized: true },
    deadlineMs: 2000,
    parallelCalls: 1,
  };
  return openErp({ ...connection, ...change }).profile();
}

/** An older server: no JSON-2, version by JSON-RPC. */
const older =
  (version: unknown[], uid: unknown): RequestListener =>
  (request, response) => {
    if (request.url !== '/jsonrpc')
      return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { params } = JSON.parse(Buffer.concat(chunks).toString()) as { params: { method: string } };
      const results: Record<string, unknown> = {
        version: { server_version_info: version, server_version: version.slice(0, 2).join('.') },
        authenticate: uid,
      };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: results[params.method] ?? false }));
    });
  };

test.each([
  [[14, 0, 0, 'final', 0, ''], 14],
  [['saas~18', 2, 0, 'final', 0, 'e'], 18],
])('version %j speaks JSON-RPC', async (info, major) => {
  expect(await profile(older(info, 5))).toMatchObject({ ok: true, value: { major, protocol: 'jsonrpc', uid: 5 } });
});

test('an older version than 14 is refused', async () => {
  expect(await profile(older([13, 0, 0, 'final', 0, ''], 5))).toMatchObject({
    ok: false,
    failure: { code: 'odoo-version-unsupported', class: 'configuration' },
  });
});

test('a refused log-in names login and key', async () => {
  expect(await profile(older([17, 0], false))).toMatchObject({
    ok: false,
    failure: { code: 'odoo-key-refused', class: 'authorisation' },
  });
});

test('a page of another program is a wrong address', async () => {
  expect(await profile((_request, response) => void response.end('<h1>Welcome to nginx</h1>'))).toMatchObject({
    ok: false,
  });
  expect(await profile((_request, response) => void response.writeHead(404).end('not here'))).toMatchObject({
    ok: false,
    failure: { code: 'odoo-not-found-here', class: 'configuration' },
  });
});

test.each([
  [200, 'odoo-database-unknown', 'configuration'],
  [500, 'odoo-database-down', 'transient'],
])('a page without database is told apart by the health page (%s)', async (health, code, verdict) => {
  const answer = await profile((request, response) => {
    if (request.url === '/json/version')
      return void response.end(JSON.stringify({ version_info: [19, 0], version: '19.0' }));
    if (request.url?.startsWith('/web/health')) return void response.writeHead(health).end('{}');
    response.writeHead(404, { 'content-type': 'text/html' }).end('<p>No database is selected</p>');
  });
  expect(answer).toMatchObject({ ok: false, failure: { code, class: verdict } });
});

test('an answer is remembered, a failure is not', async () => {
  let healthy = false;
  const listener = older([18, 0], 5);
  const server = createServer((request, response) =>
    healthy ? listener(request, response) : response.writeHead(503).end(),
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const erp = openErp({
    url,
    db: 'plant',
    login: 'svc',
    apiKey: 'k',
    protocol: 'auto',
    tls: { rejectUnauthorized: true },
    deadlineMs: 2000,
    parallelCalls: 1,
  });
  expect(await erp.profile()).toMatchObject({ ok: false, failure: { class: 'transient' } });
  healthy = true;
  expect(await erp.profile()).toMatchObject({ ok: true });
  server.close();
  expect(await erp.profile()).toMatchObject({ ok: true });
});
