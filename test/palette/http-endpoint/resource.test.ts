/** Where an HTTP endpoint leads, who we are there, and how it is doing. */
import { peerAt } from '../../../nodes/src/adapters/http/peer.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import type { SitePack } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { credentialsOf } from '../../../nodes/src/palette/http-endpoint/access.ts';
import { definition } from '../../../nodes/src/palette/http-endpoint/definition.ts';
import { chooseEndpoint, examine } from '../../../nodes/src/palette/http-endpoint/examine.ts';
import { openHttpEndpoint, type Reach, settingsOf } from '../../../nodes/src/palette/http-endpoint/resource.ts';
import { demoPlant } from '../../domain/mapping/plant.ts';
import { HttpReceiver } from '../../support/http-receiver.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';

const bench = journalBench();
const SECRET = 'a secret that is long enough';
const environment = (name: string): string | undefined => ({ PLANTWIRE_MES_SECRET: SECRET, MES_KEY: 'key-1' })[name];

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = new HttpReceiver();
  await receiver.start();
});
afterEach(() => receiver.stop());

const reach: Reach = (settings) => peerAt(settings, { now: () => Date.now() });
const pack = (url: string): SitePack => {
  const endpoints: SitePack['endpoints'] = {
    mes: { protocol: 'http', url, registers: [] },
    plc: { protocol: 'opcua', url: 'opc.tcp://plc', registers: [] },
    wms: { protocol: 'http', url: '${PLANTWIRE_WMS_URL}', registers: [] },
  };
  return { ...demoPlant(), endpoints };
};
const config = (change: object = {}) =>
  definition.config.parse({ sitePack: 'site', endpoint: 'mes', secretVariable: 'PLANTWIRE_MES_SECRET', ...change });
const context = (change: object = {}, url = receiver.url) => {
  const site = siteResource(pack(url));
  const resource = async <T>() => ok(site as T);
  return { ...bench.context(config(change)), resource, environment };
};

test('address from the site pack, secret from the form or from a variable by name', async () => {
  expect(await settingsOf(context())).toMatchObject({
    ok: true,
    value: { url: receiver.url, secrets: [SECRET], deadlineMs: 15_000, verifyCertificate: true },
  });
  const typed = config({ secret: 'typed secret, long enough too', nextSecret: `next ${SECRET}` });
  expect(credentialsOf(typed, environment)).toEqual({
    ok: true,
    value: { secrets: ['typed secret, long enough too', `next ${SECRET}`] },
  });
  const key = { access: 'apiKey', apiKeyVariable: 'MES_KEY' };
  expect(credentialsOf(config(key), environment)).toEqual({
    ok: true,
    value: { secrets: [], apiKey: { header: 'x-api-key', value: 'key-1' } },
  });
  expect(credentialsOf(config({ ...key, apiKeyHeader: 'Authorization' }), environment)).toMatchObject({
    value: { apiKey: { header: 'authorization', value: 'Bearer key-1' } },
  });
  expect(credentialsOf(config({ access: 'none' }), environment)).toEqual({ ok: true, value: { secrets: [] } });
});

test.each([
  [{ secretVariable: '' }, 'node-misconfigured', 'enter the signing secret'],
  [{ secretVariable: 'NOT_SET' }, 'node-misconfigured', 'set NOT_SET or enter the signing secret'],
  [{ secret: 'short' }, 'node-misconfigured', 'fewer than 24'],
  [{ access: 'both' }, 'node-misconfigured', 'enter the API key'],
  [{ endpoint: 'plc' }, 'endpoint-unknown', 'no HTTP endpoint'],
  [{ endpoint: 'wms' }, 'endpoint-unusable', 'PLANTWIRE_WMS_URL'],
  [{ endpoint: 'mse' }, 'endpoint-unusable', 'did you mean "mes"'],
])('%j is refused as %s', async (change, code, words) => {
  const opened = await openHttpEndpoint(context(change), reach);
  expect(opened).toMatchObject({ ok: false, failure: { code, reason: expect.stringContaining(words) } });
  expect(JSON.stringify(opened)).not.toContain(SECRET);
});

test('its health is how the last exchange went; a refused message says nothing about the endpoint', async () => {
  const opened = await openHttpEndpoint(context(), reach);
  if (!opened.ok) throw new Error(opened.failure.reason);
  const { value, health } = opened.value;
  const send = (status: number) => {
    receiver.react = () => ({ status });
    return value.send({
      method: 'POST',
      path: '',
      headers: {},
      body: '{}',
      id: 'e-1',
      attempted: 'x',
    });
  };
  expect(await health()).toMatchObject({ health: 'idle' });
  await send(500);
  expect(await health()).toMatchObject({ health: 'degraded', failure: { code: 'http-broken' } });
  await send(422);
  expect(await health()).toEqual({ health: 'ok', text: 'mes answers' });
  await send(401);
  expect(await health()).toMatchObject({ health: 'failed', failure: { code: 'http-access-refused' } });
  await send(204);
  expect(await health()).toMatchObject({ health: 'ok' });
  expect(receiver.received[0]?.headers['webhook-signature']).toMatch(/^v1,/);
});

test('Test connection says whether somebody answers there, or the one cause why not', async () => {
  receiver.react = () => ({ status: 404 });
  expect(await examine(context(), reach)).toMatchObject({
    ok: true,
    text: expect.stringContaining('without encryption'),
  });
  receiver.react = () => ({ status: 401 });
  expect(await examine(context(), reach)).toMatchObject({ ok: false, details: { code: 'http-access-refused' } });
  expect(await examine(context({}, 'http://wms.invalid'), reach)).toMatchObject({
    ok: false,
    details: { code: 'http-unreachable' },
  });
  expect(await examine(context({ secretVariable: '' }), reach)).toMatchObject({ ok: false });
});

test('the form offers HTTP endpoints of the site pack only', async () => {
  const host = { resource: context().resource };
  const offered = await chooseEndpoint({ sitePack: 'site' }, host);
  expect(offered.map(({ value }) => value)).toEqual(['mes', 'wms']);
  expect(await chooseEndpoint({}, host)).toEqual([]);
  const missing = { resource: async <T>() => fail<T>(failureOf('configuration')) };
  await expect(chooseEndpoint({ sitePack: 'site' }, missing)).rejects.toThrow('it is configuration');
});
