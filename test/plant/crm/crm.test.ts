/** The CRM of the plant: signs what it sends, sends some of it twice and until somebody takes it, and keeps the last answer. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signed } from '../http/sign.ts';
import { customerPoOf, orderOf, startOrders } from './orders.ts';
import { startCrm } from './server.ts';

const SECRET = 'a secret of at least 24 letters';
const options = {
  ...{ run: 'r', count: 3, perSecond: 1_000, orders: ['-'], material: 'FG-1000', enterprise: 'ACME', site: 'MUC1' },
  ...{ poisonEvery: 0, secret: SECRET, customer: 'C-100', resendEvery: 2 },
};

test('an order goes out signed until it is taken, every second one again under its number with the same content', async () => {
  const taken: { status: number; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const id = String(request.headers['webhook-id']);
      const stamp = Number(request.headers['webhook-timestamp']);
      const isSigned =
        signed(body, id, SECRET, stamp * 1_000)['webhook-signature'] === request.headers['webhook-signature'];
      const isFirst = !taken.some((one) => one.body === body);
      const status = isSigned ? (isFirst ? 503 : 202) : 401;
      taken.push({ status, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await startOrders({ ...options, url }).done).toEqual({ sent: 3, refused: 0 });
  const orders = taken.filter(({ status }) => status === 202).map(({ body }) => JSON.parse(body));
  expect(orders.map(({ data }) => data.customerPo)).toEqual(['PO-r-1', 'PO-r-2', 'PO-r-2', 'PO-r-3']);
  expect(orders[1].data).toEqual(orders[2].data);
  expect(orders[1].id).not.toBe(orders[2].id);
  await new Promise((resolve) => server.close(resolve));
}, 30_000);

test('the last answer to an order stands', async () => {
  const crm = await startCrm({ secret: SECRET });
  const tell = async (id: string, data: object): Promise<number> => {
    const body = JSON.stringify({ type: 'mfg.sales.order.answered.v1', data });
    const headers = { 'content-type': 'application/json', ...signed(body, id, SECRET, Date.now()) };
    return (await fetch(`${crm.url}/answers`, { method: 'POST', body, headers })).status;
  };
  const fact = {
    number: 1,
    order: '-',
    transactionId: 'r-1',
    quantity: '2',
    at: '2026-11-20T06:00:01Z',
    isPoison: false,
  };
  const customerPo = customerPoOf(options, fact);
  expect(orderOf({ ...options, url: '' }, fact)).toMatchObject({
    data: { customerPo, lines: [{ wantedDate: '2026-12-04' }] },
  });
  expect(await tell('a', { customerPo, answer: 'held' })).toBe(202);
  expect(await tell('b', { customerPo, answer: 'confirmed', promisedDate: '2026-12-04' })).toBe(202);
  expect(crm.answers.get(customerPo)).toMatchObject({ answer: 'confirmed', promisedDate: '2026-12-04' });
  await crm.close();
});
