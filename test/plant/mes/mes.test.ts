/** The simulated MES: takes orders once, checks signatures, answers as its mood is, and says what it has. */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MesServer, startMes } from './server.ts';

/** Waits for something of the simulated plant; nothing of the tests may be used here. */
async function until(what: string, holds: () => boolean): Promise<void> {
  const endMs = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > endMs) throw new Error(`waited for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const SECRET = 'a secret that only this test knows';
let told: { operationsRequestId: string; requestVersion: number; decision: string }[] = [];
let plant: Server;
let mes: MesServer;

beforeEach(async () => {
  told = [];
  let refusals = 1;
  plant = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      refusals -= 1;
      response.statusCode = refusals >= 0 ? 503 : 202;
      if (response.statusCode === 202) told.push((JSON.parse(body) as { data: (typeof told)[number] }).data);
      response.end();
    });
  });
  await new Promise<void>((resolve) => plant.listen(0, '127.0.0.1', resolve));
  const answersUrl = () => `http://127.0.0.1:${(plant.address() as AddressInfo).port}/mes/answers`;
  mes = await startMes({ enterprise: 'ACME', site: 'MUC1', secret: SECRET, answersUrl, key: 'k' });
});
afterEach(async () => {
  await mes.close();
  await new Promise((resolve) => plant.close(resolve));
});

async function ask(
  verb: string,
  revision: number,
  data: object = {},
  leg = 'orders',
  secret = SECRET,
): Promise<number> {
  const id = `${verb}-${revision}`;
  const event = {
    id,
    type: `mfg.operations.request.${verb}.v1`,
    data: { operationsRequestId: 'MO', requestVersion: revision, ...data },
  };
  const body = JSON.stringify(event);
  const signature = createHmac('sha256', secret).update(`${id}.1.${body}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': '1', 'webhook-signature': `v1,${signature}` };
  return (await fetch(`${mes.url}/${leg}`, { method: 'POST', body, headers })).status;
}
const release = (revision = 1) => ask('released', revision, { quantity: { value: '10', uom: 'C62' } });
const more = (revision: number, from: string, to: string) =>
  ask('changed', revision, { changes: [{ path: '/quantity/value', old: from, new: to }] });
const decisions = () => told.map(({ requestVersion, decision }) => `${requestVersion} ${decision}`);

test('an order is taken once however often it is sent, answered until the answer is taken, changed and recalled', async () => {
  expect([await release(), await release()]).toEqual([202, 202]);
  await more(2, '10', '12');
  await more(3, '99', '13');
  await ask('cancelled', 4);
  await until('every answer arrived', () => told.length === 4);
  expect(decisions().sort()).toEqual(['1 accepted', '2 accepted', '3 rejected', '4 accepted']);
  const state = (await (await fetch(`${mes.url}/state`)).json()) as { orders: object };
  expect(state.orders).toEqual({ MO: { revision: 4, quantity: '12', isRecalled: true } });
});

test('moods: too late, twice, silent until it speaks, the last first', async () => {
  await release();
  const mood = (name: string) => fetch(`${mes.url}/mood`, { method: 'POST', body: JSON.stringify({ mood: name }) });
  await until('it answered', () => told.length === 1);
  await mood('tooLate');
  await more(2, '10', '12');
  await until('it refused', () => told.length === 2);
  await mood('twice');
  await more(3, '10', '14');
  await until('it said it twice', () => told.length === 4);
  await mood('silent');
  await more(4, '14', '15');
  await more(5, '15', '16');
  await fetch(`${mes.url}/speak`, { method: 'POST', body: '{"backwards":true}' });
  await until('it spoke', () => told.length === 6);
  expect(decisions()).toEqual([
    ...['1 accepted', '2 rejected', '3 accepted', '3 accepted', '5 accepted', '4 accepted'],
  ]);
});

test('a wrong signature is refused, a leg that does not work says so, and the others go on', async () => {
  expect(await ask('released', 1, {}, 'orders', 'another secret')).toBe(401);
  mes.fail('staging', 503);
  expect(await ask('released', 1, {}, 'staging')).toBe(503);
  expect(await ask('released', 1, {}, 'labour')).toBe(202);
  mes.fail('staging', undefined);
  expect(await ask('released', 1, {}, 'staging')).toBe(202);
  const taken = [{ id: 'released-1', order: 'MO', revision: 1 }];
  expect(mes.taken).toEqual({ orders: [], staging: taken, labour: taken });
});
