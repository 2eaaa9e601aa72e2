/** Requests as Odoo expects them, one at a time; a refused key asks again who answers. */
import { until } from '../../support/time.ts';
import { json, KEY, type Stub, startStub } from './stub-server.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(() => stub.stop());
beforeEach(() => {
  stub.seen.length = 0;
  stub.answer = (_seen, response) => json(response, 200, true);
});

describe('JSON-2', () => {
  test('sends named arguments, ids and context beside each other, the key and the database in headers', async () => {
    await stub.connect().call({
      model: 'mrp.production',
      method: 'write',
      ids: [4],
      args: { vals: { origin: 'Ä' } },
      context: { tz: 'UTC' },
    });
    const [one] = stub.seen;
    expect(one).toMatchObject({
      path: '/json/2/mrp.production/write',
      body: { ids: [4], vals: { origin: 'Ä' }, context: { tz: 'UTC' } },
    });
    expect(one?.headers).toMatchObject({ authorization: `bearer ${KEY}`, 'x-odoo-database': 'plant' });
  });

  test('null is an answer', async () => {
    stub.answer = (_seen, response) => json(response, 200, null);
    expect(await stub.connect().call({ model: 'mrp.production', method: 'set_qty_producing', ids: [1] })).toEqual({
      ok: true,
      value: null,
    });
  });
});

describe('JSON-RPC', () => {
  const args = () => (stub.seen[0]?.body['params'] as { args: unknown[] } | undefined)?.args ?? [];

  test('puts ids first and everything else under its name', async () => {
    stub.answer = (_seen, response) => json(response, 200, { jsonrpc: '2.0', id: 1, result: [] });
    await stub
      .connect({ protocol: 'jsonrpc' })
      .call({ model: 'mrp.production', method: 'read', ids: [4], args: { fields: ['name'] }, context: { tz: 'UTC' } });
    expect(args()).toEqual([
      'plant',
      7,
      KEY,
      'mrp.production',
      'read',
      [[4]],
      { fields: ['name'], context: { tz: 'UTC' } },
    ]);
  });

  test('gives create and write their values by position, because their name differs between models and versions', async () => {
    stub.answer = (_seen, response) => json(response, 200, { jsonrpc: '2.0', id: 1, result: [9] });
    const answer = await stub
      .connect({ protocol: 'jsonrpc' })
      .call({ model: 'stock.lot', method: 'create', args: { vals_list: [{ name: 'L' }] } });
    expect(args().slice(5)).toEqual([[[{ name: 'L' }]], {}]);
    expect(answer).toEqual({ ok: true, value: [9] });
  });

  test('a missing result is the None of Python', async () => {
    stub.answer = (_seen, response) => json(response, 200, { jsonrpc: '2.0', id: 1 });
    expect(await stub.connect({ protocol: 'jsonrpc' }).call({ model: 'x', method: 'y', ids: [1] })).toEqual({
      ok: true,
      value: null,
    });
  });
});

describe('the client', () => {
  test('never sends the second call before the first is answered, and never repeats one', async () => {
    let now = 0;
    let most = 0;
    stub.answer = (_seen, response) => {
      now += 1;
      most = Math.max(most, now);
      setImmediate(() => {
        now -= 1;
        json(response, 500, { name: 'psycopg2.errors.SerializationFailure', message: 'x' });
      });
    };
    const erp = stub.connect();
    const answers = await Promise.all([1, 2, 3].map((id) => erp.call({ model: 'm', method: 'f', ids: [id] })));
    expect(answers.every((answer) => !answer.ok)).toBe(true);
    expect(most).toBe(1);
    expect(stub.seen.map((one) => one.body['ids'])).toEqual([[1], [2], [3]]);
  });

  test('more calls at once when the connection allows it', async () => {
    const held: (() => void)[] = [];
    stub.answer = (_seen, response) => {
      held.push(() => json(response, 200, true));
      if (held.length === 2) for (const go of held) go();
    };
    const erp = stub.connect({ parallelCalls: 2 });
    const answers = await Promise.all([1, 2].map((id) => erp.call({ model: 'm', method: 'f', ids: [id] })));
    expect(answers).toEqual([
      { ok: true, value: true },
      { ok: true, value: true },
    ]);
  });

  test('says who answers, by address and name where the uuid may not be read', async () => {
    expect(await stub.connect().profile()).toEqual({
      ok: true,
      value: { major: 19, version: '19.0', protocol: 'json2', uid: 7, database: `${stub.url}/plant` },
    });
    expect(await stub.connect({ protocol: 'jsonrpc' }).profile()).toMatchObject({
      value: { protocol: 'jsonrpc', database: 'the-uuid' },
    });
  });
});

test('an Odoo that was away may have been upgraded: it is asked for its version again', async () => {
  const erp = stub.connect();
  const READ = { model: 'stock.lot', method: 'search_read', repeatable: true };
  expect(await erp.profile()).toMatchObject({ value: { major: 19 } });
  await stub.leave();
  stub.major = 20;
  // The first ones may still go out over connections that the server just closed.
  await until('nobody to answer', async () => {
    const answer = await erp.call(READ);
    return !answer.ok && answer.failure.code === 'odoo-unreachable';
  });
  await stub.comeBack();
  expect(await erp.profile()).toMatchObject({ value: { major: 20 } });
  stub.major = 19;
  expect(await erp.profile()).toMatchObject({ value: { major: 20 } });
  expect(await erp.profile({ isFresh: true })).toMatchObject({ value: { major: 19 } });
});
