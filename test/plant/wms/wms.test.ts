/** The warehouse of the plant: it believes who signs, keeps what it is told once, and tells its own scans until answered. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scanOf, startScanners } from './scans.ts';
import { startWms, type Wms } from './server.ts';

const SECRET = 'a secret of at least 24 letters';

const post = (wms: Wms, id: string, body: string, secret: string) => {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
  return fetch(`${wms.url}/scans`, { method: 'POST', body, headers });
};

test('what is signed is kept once, what is not is refused', async () => {
  const wms = await startWms({ secret: SECRET });
  expect((await post(wms, 'e1', '{"n":1}', SECRET)).status).toBe(202);
  expect((await post(wms, 'e1', '{"n":1}', SECRET)).status).toBe(202);
  expect((await post(wms, 'e2', '{"n":2}', 'somebody else altogether')).status).toBe(401);
  expect(wms.told).toEqual([{ id: 'e1', path: '/scans', body: '{"n":1}' }]);
  expect(wms.repeats).toBe(1);
  expect(await (await fetch(wms.url)).json()).toMatchObject({ told: [{ id: 'e1' }] });
  await wms.close();
});

test('a scan is the same whenever it is told, and told until somebody takes it', async () => {
  const options = {
    ...{ run: 'r', count: 3, perSecond: 1_000, orders: ['-'], material: 'FG-1000', enterprise: 'ACME', site: 'MUC1' },
    ...{ poisonEvery: 2, key: 'k', place: 'STAGE-1', from: 'STOCK', lot: 'L-1' },
  };
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const id = /"scanId":"([^"]+)"/.exec(body)?.[1] ?? 'poison';
      seen.push(id);
      const isFirst = seen.filter((one) => one === id).length === 1;
      response.writeHead(id === 'poison' ? 400 : isFirst ? 503 : 202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await startScanners({ ...options, url }).done).toEqual({ sent: 3, refused: 1 });
  expect(seen).toEqual(['r-1', 'r-1', 'poison', 'r-3', 'r-3']);
  const fact = {
    number: 1,
    order: '-',
    transactionId: 'r-1',
    quantity: '2',
    at: '2026-11-20T06:00:01Z',
    isPoison: false,
  };
  expect(scanOf({ ...options, url }, fact)).toEqual(scanOf({ ...options, url }, fact));
  await new Promise((resolve) => server.close(resolve));
}, 30_000);
