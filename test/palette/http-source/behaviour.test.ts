/** The HTTP source over a real journal: what a sender is told, and when the message is durable. */
import { isSameSecret, judgeSignature, signatureOf } from '../../../nodes/src/adapters/http/signature.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import type { HttpAnswer, HttpHandler } from '../../../nodes/src/host/node.ts';
import { startHttpSource } from '../../../nodes/src/palette/http-source/behaviour.ts';
import { definition } from '../../../nodes/src/palette/http-source/definition.ts';
import { guard } from '../../../nodes/src/palette/idempotency-guard/behaviour.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { failureOf, posted, queueOptions } from '../../support/messages.ts';

const bench = journalBench();
const KEY = 'a-key-of-this-route-0123456789';
const data = (change: object = {}) => ({
  operationsRequestId: 'WH/MO/1',
  material: { materialDefinitionId: 'FG-1000' },
  quantity: { value: '12', uom: 'C62' },
  reportKind: 'partial',
  interval: { start: '2026-11-20T07:00:00Z', end: '2026-11-20T07:05:00Z' },
  transactionId: 'T-77',
  ...change,
});

async function route(change: object = {}, journal = bench.journal()) {
  let handler: HttpHandler | undefined;
  let isOpen = false;
  const parsed = definition.config.parse({
    ...{ journal: 'j', sitePack: 's', eventType: 'production.output.reported', secret: KEY },
    ...change,
  });
  const context = {
    ...bench.context(parsed),
    resource: async (id: string) => ok({ j: journal, s: { pack: { enterprise: 'ACME', site: 'MUC1' } } }[id] as never),
    serve: (_path: string, handle: HttpHandler) => {
      handler = handle;
      isOpen = true;
      return ok(() => {
        isOpen = false;
      });
    },
  };
  const environment = (name: string) => (name === 'MES_KEY' ? KEY : undefined);
  const started = await startHttpSource(context, { isSameSecret, judgeSignature }, environment);
  const post = async (body: unknown, headers: Record<string, string> = {}): Promise<HttpAnswer & { body: Answer }> => {
    const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
    const answer = await handler?.({
      headers: { 'content-type': 'application/json', 'x-api-key': KEY, ...headers },
      remoteAddress: '10.0.0.7',
      body: async (maxBytes) => (bytes.length > maxBytes ? undefined : bytes),
    });
    if (!answer) throw new Error('no route is open');
    return answer as HttpAnswer & { body: Answer };
  };
  const close = async () => (started.ok ? started.value.close?.() : undefined);
  return { ...context, started, post, close, isOpen: () => isOpen };
}
interface Answer {
  readonly id?: string;
  readonly key?: string;
  readonly state?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly summary?: string;
  readonly issues?: readonly unknown[];
}
const stored = async (): Promise<number> => {
  const untaken = await bench.journal().untaken('node-1', 100);
  return untaken.ok ? untaken.value.length : -1;
};

test('202 means durable: the event is in the journal and on its way', async () => {
  const { post, emitted, close } = await route();
  const answer = await post(data());
  expect(answer).toMatchObject({ status: 202, body: { state: 'accepted', id: expect.stringMatching(/^e1-/) } });
  expect(await stored()).toBe(1);
  expect(emitted).toMatchObject([{ port: 'events', message: { event: { data: { transactionId: 'T-77' } } } }]);
  await close();
});

test('a repeated sending is answered with what became of the first, to the posting in Odoo', async () => {
  const { post, emitted, close } = await route();
  const journal = bench.journal();
  await post(data());
  expect(await post(data())).toMatchObject({ status: 202, body: { state: 'accepted' } });
  expect(emitted).toHaveLength(1);
  const [first] = emitted;
  if (!first) throw new Error('nothing was sent');
  const reserved = await guard(
    { name: '', journal: 'j', leaseSeconds: 30, volatile: [] },
    journal,
    bench.context({}).hash,
  ).handle?.(first.message);
  if (reserved?.kind !== 'pass') throw new Error('the guard did not let it pass');
  expect(await post(data())).toMatchObject({ status: 202, body: { state: 'accepted' } });
  await journal.openQueue(queueOptions());
  await journal.enqueue({ queue: 'bookings', lane: 'MO-1', priority: 1, message: reserved.message });
  expect(await post(data())).toMatchObject({ status: 202, body: { state: 'queued' } });
  const leased = await journal.lease('bookings', 1);
  if (leased.ok && leased.value[0]) await journal.settle(leased.value[0].token, { kind: 'delivered', receipt: posted });
  expect(await post(data())).toMatchObject({ status: 200, body: { state: 'posted', summary: '12 of FG-1000' } });
  expect(await post(data({ quantity: { value: '13', uom: 'C62' } }))).toMatchObject({
    status: 422,
    body: { code: 'conflicting-duplicate' },
  });
  expect(await stored()).toBe(0);
  await close();
});

test('one Idempotency-Key stands for one message', async () => {
  const { post, close } = await route();
  const headers = { 'idempotency-key': 'order-4711' };
  expect((await post(data(), headers)).status).toBe(202);
  expect((await post(data(), headers)).status).toBe(202);
  expect(await post(data({ transactionId: 'T-78' }), headers)).toMatchObject({
    status: 422,
    body: { code: 'idempotency-key-reused' },
  });
  await close();
});

test.each([
  ['no JSON', '{"a":', {}, 400, 'payload-unreadable'],
  ['another media type', data(), { 'content-type': 'text/xml' }, 415, 'media-type-unsupported'],
  ['a field that is wrong', data({ quantity: '12' }), {}, 422, 'event-invalid'],
  ['a fact that nothing makes unique', data({ transactionId: undefined }), {}, 422, 'event-invalid'],
  ['too much', { ...data(), note: 'x'.repeat(2_000) }, {}, 413, 'message-too-large'],
  ['a wrong key', data(), { 'x-api-key': 'guess' }, 401, 'access-refused'],
  ['no key', data(), { 'x-api-key': '' }, 401, 'access-missing'],
  [
    'a type the route does not take',
    { specversion: '1.0', id: 'x', source: 'urn:x', type: 'mfg.material.consumed.v1', data: {} },
    {},
    422,
    'type-not-accepted',
  ],
])('%s is refused in words, and nothing is stored', async (_what, body, headers, status, code) => {
  const { post, close } = await route({ maxKilobytes: 1, eventTypes: ['production.output.reported'] });
  const answer = await post(body, headers as unknown as Record<string, string>);
  expect(answer).toMatchObject({
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: `urn:plantwire:problem:${code}`, code, status, detail: expect.stringMatching(/\.$/) },
  });
  expect(JSON.stringify(answer)).not.toContain(KEY);
  expect(await stored()).toBe(0);
  await close();
});

test('a signed request comes in as long as it is fresh; the same one again is the same fact', async () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const { post, emitted, clock, close } = await route({ access: 'signature', secret });
  const timestamp = String(Math.floor(clock.now() / 1_000));
  const text = JSON.stringify(data());
  const body = new TextEncoder().encode(text);
  const signature = `v1,${signatureOf({ id: 'msg_1', timestamp, body }, secret)}`;
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  expect((await post(text, headers)).status).toBe(202);
  expect((await post(text, headers)).status).toBe(202);
  expect(emitted).toHaveLength(1);
  expect(await post(text.replace('12', '99'), headers)).toMatchObject({
    status: 401,
    body: { code: 'signature-wrong' },
  });
  await bench.clock.advance(301_000);
  expect(await post(text, headers)).toMatchObject({ status: 401, body: { code: 'signature-too-old' } });
  await close();
});

test('more than the rate allows is put off, and so is an address that keeps guessing', async () => {
  const { post, close } = await route({ perMinute: 20 });
  const statuses: number[] = [];
  for (let one = 0; one < 3; one += 1) statuses.push((await post(data({ transactionId: `T-${one}` }))).status);
  expect(statuses).toEqual([202, 202, 429]);
  expect(await post(data())).toMatchObject({ headers: { 'retry-after': '3' } });
  for (let one = 0; one < 20; one += 1) expect((await post(data(), { 'x-api-key': 'guess' })).status).toBe(401);
  expect((await post(data(), { 'x-api-key': 'guess' })).status).toBe(429);
  await close();
});

test('while the journal cannot store, or the flow takes nothing, the sender keeps the message', async () => {
  const full = new Proxy(bench.journal(), {
    get: (target, name) =>
      name === 'recordStep' ? async () => fail(failureOf('transient', 'disk-full')) : Reflect.get(target, name),
  });
  const stuck = await route({}, full);
  expect(await stuck.post(data())).toMatchObject({
    status: 503,
    headers: { 'retry-after': '5' },
    body: { code: 'disk-full' },
  });
  await stuck.close();
  const slow = await route({ underWay: 1 });
  expect((await slow.post(data())).status).toBe(202);
  expect(await slow.post(data({ transactionId: 'T-2' }))).toMatchObject({ status: 503, body: { code: 'flow-behind' } });
  await slow.close();
});

test('the key may stand in a variable of the environment', async () => {
  const { post, close } = await route({ secret: '', secretVariable: 'MES_KEY' });
  expect((await post(data())).status).toBe(202);
  expect((await post(data(), { 'x-api-key': 'another' })).status).toBe(401);
  await close();
});

test.each([
  [{ secret: '' }, 'Key or signing secret', 'enter the key that senders use'],
  [{ secret: '', access: 'signature' }, 'Key or signing secret', 'enter the secret that senders use'],
  [{ secret: 'short' }, 'Key or signing secret', 'the key needs at least 24 characters'],
  [{ secret: '', secretVariable: 'NOT_SET' }, 'Key or signing secret', 'enter the key or set NOT_SET'],
  [{ eventTypes: ['production.output.reportd'] }, 'Event types', 'no event type'],
  [{ eventType: 'nonsense' }, 'Event type', 'no event type'],
])('%p does not open a route, and the status says what to do', async (change, field, words) => {
  const { started, isOpen } = await route(change);
  expect(started).toMatchObject({
    ok: false,
    failure: { code: 'node-misconfigured', on: `field "${field}"`, reason: expect.stringContaining(words) },
  });
  expect(isOpen()).toBe(false);
});
