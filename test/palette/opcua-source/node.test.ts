import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import counterEntry from '../../../nodes/src/palette/counter/counter.ts';
import journalEntry from '../../../nodes/src/palette/journal/journal.ts';
import endpointEntry from '../../../nodes/src/palette/opcua-endpoint/opcua-endpoint.ts';
import sourceEntry from '../../../nodes/src/palette/opcua-source/opcua-source.ts';
import siteEntry from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { nodeBench } from '../../support/nodes.ts';
import { type RunningPlant, startPlant } from '../../support/plant.ts';
import { until } from '../../support/time.ts';

/** OPC UA source and endpoint against the simulated plant, inside Node-RED, with a counter behind them. */
type Loaded = Awaited<ReturnType<typeof load>>;
const load = nodeBench();

let plant: RunningPlant;
beforeAll(async () => {
  plant = await startPlant('opcua', '--speed', '20');
}, 60_000);
afterAll(() => plant.stop(), 30_000);

const entries = [siteEntry, journalEntry, endpointEntry, sourceEntry, counterEntry];
const endpoint = (over: object = {}) => ({
  id: 'server',
  type: 'plantwire-opcua-endpoint',
  configVersion: 1,
  sitePack: 'site',
  endpoint: 'plc',
  securityMode: 'None',
  securityPolicy: 'None',
  trust: 'firstUse',
  timeoutSeconds: 5,
  ...over,
});
const site = { id: 'site', type: 'plantwire-site-pack', configVersion: 1, pack: 'node-test' };
const source = (over: object = {}) => ({
  id: 'source',
  type: 'plantwire-opcua-source',
  configVersion: 1,
  endpoint: 'server',
  equipment: '["Press1"]',
  tags: '[]',
  samplingMs: 100,
  publishingMs: 100,
  queueSize: 100,
  wires: [['samples']],
  ...over,
});

async function flow(...nodes: Parameters<typeof load>[1][number][]): Promise<Loaded> {
  const pack = JSON.parse(readFileSync(join(__dirname, '../../../flows/_sites/demo-plant.json'), 'utf8'));
  pack.name = 'node-test';
  pack.endpoints.plc.url = plant.urls.opcua;
  const loaded = await load(entries, [site, ...nodes]);
  mkdirSync(join(loaded.userDir, 'site-packs'), { recursive: true });
  writeFileSync(join(loaded.userDir, 'site-packs', 'node-test.json'), JSON.stringify(pack));
  return loaded;
}

const press = async (nodes: Loaded, button: string, config: object, secrets: object = {}) => {
  const answer = await fetch(`${nodes.url}/plantwire/action/opcua-endpoint/${button}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'server', config, secrets }),
  });
  return (await answer.json()) as { ok: boolean; text: string; details?: { cause?: string; thumbprint?: string } };
};

test('the tags of a machine flow, one message per publishing interval, and the status says they are fresh', async () => {
  const nodes = await flow(endpoint(), source(), { id: 'samples', type: 'helper' });
  await nodes.shows('source', 'tags, fresh', 20_000);
  await plant.command('increment', { tag: 'Press1.GoodCount', by: 3 });
  type Payload = { source: string; samples: { tag: string; value: unknown }[] };
  const payloads = () => (nodes.received.samples ?? []).map(({ payload }) => payload as Payload);
  const isGood = ({ tag, value }: { tag: string; value: unknown }) =>
    tag.endsWith('Press1.GoodCount') && Number(value) >= 3;
  await until('the count came', () => payloads().some(({ samples }) => samples.some(isGood)));
  expect(payloads()[0]).toMatchObject({ source: 'plc', observedMs: 1_300 });
  expect(new Set(payloads().flatMap(({ samples }) => samples.map(({ tag }) => tag.split('.')[0])))).toEqual(
    new Set(['ns=1;s=Press1']),
  );
}, 40_000);

test('a machine that is not behind the endpoint stops the node by name', async () => {
  const nodes = await flow(endpoint(), source({ equipment: '["Press9"]' }), { id: 'samples', type: 'helper' });
  await until('the log names it', () => nodes.logged().some((line) => line.includes('Press9')));
  expect(nodes.received.samples).toEqual([]);
}, 20_000);

test('an order runs through to events: every count once, and the request to close at the end', async () => {
  const counter = {
    ...{ id: 'counter', type: 'plantwire-counter', configVersion: 1, journal: 'journal', sitePack: 'site' },
    ...{
      equipment: '["Press2"]',
      uses: '["good","scrap","byproduct","consumed"]',
      publishEverySeconds: 1,
      settleMs: 400,
    },
    ...{ awaitUses: '["good","scrap","byproduct","consumed"]', orderEnds: 'changeOrComplete', publishEveryUnits: 0 },
    wires: [['events'], ['rejected']],
  };
  const journal = { id: 'journal', type: 'plantwire-journal', configVersion: 1, reserveMb: 0, minFreeMb: 0 };
  const nodes = await flow(
    ...[endpoint(), journal, source({ equipment: '["Press2"]', wires: [['counter']] }), counter],
    ...['events', 'rejected'].map((id) => ({ id, type: 'helper' })),
  );
  await nodes.shows('counter', '0/min', 20_000);
  const order = {
    order: 'WH/MO/77',
    material: 'FG-1000',
    lot: 'L77',
    quantity: 60,
    scrap: 4,
    reason: '2',
    byproduct: 6,
    componentLot: 'C77',
  };
  await plant.command('orders', { orders: [{ ...order, machine: 'Press2', halfWay: { componentLot: 'C78' } }] });
  const data = () =>
    (nodes.received.events ?? []).map(({ payload }) => payload as { type: string; data: Record<string, never> });
  await until('the order is closed', () => data().some(({ type }) => type.includes('performance')), 40_000);
  expect(nodes.received.rejected).toEqual([]);
  const sums: Record<string, number> = {};
  for (const { data: fact } of data()) {
    const {
      quantity,
      counter: range,
      lot,
    } = fact as { quantity?: { value: string }; counter?: { tag: string }; lot?: { lotId: string } };
    if (!quantity || !range) continue;
    const name = `${range.tag.split('.')[1]} ${lot?.lotId ?? '-'}`;
    sums[name] = Number(((sums[name] ?? 0) + Number(quantity.value)).toFixed(3));
  }
  const truth = (await plant.state()).truths.find((one) => one.order === 'WH/MO/77')?.counts ?? {};
  expect(sums).toEqual({
    'GoodCount L77': 60,
    'ScrapCount L77': 4,
    'ByproductCount -': 6,
    'ConsumedRM10 -': 64,
    'ConsumedRM20 C77': (truth['ConsumedRM20 C77'] ?? 0) / 10,
    'ConsumedRM20 C78': (truth['ConsumedRM20 C78'] ?? 0) / 10,
  });
  expect(data().at(-1)?.data).toMatchObject({ operationsRequestId: 'WH/MO/77', closeRequested: true });
}, 90_000);

describe('Test connection', () => {
  const form = (over: object = {}) => {
    const { id: _id, type: _type, ...config } = endpoint(over);
    return config;
  };

  test('says that every tag delivers, before anything is deployed', async () => {
    const nodes = await flow();
    expect(await press(nodes, 'test', form())).toMatchObject({ ok: true, text: expect.stringMatching(/All 33 tags/) });
  }, 30_000);

  test('names the cause: address, security, endpoint', async () => {
    const nodes = await flow();
    const policy = { securityMode: 'Sign', securityPolicy: 'Aes128_Sha256_RsaOaep' };
    expect(await press(nodes, 'test', form(policy))).toMatchObject({
      ok: false,
      text: expect.stringMatching(/^Security: .*It offers None/),
    });
    expect(await press(nodes, 'test', form({ securityMode: 'Sign' }))).toMatchObject({
      text: expect.stringMatching(/^Security: security mode Sign/),
    });
    expect(await press(nodes, 'test', form({ endpoint: 'plcc' }))).toMatchObject({
      text: expect.stringMatching(/^Site pack: .*Choose plc/),
    });
  }, 30_000);

  test('an untrusted server is refused with its thumbprint until a person trusts it', async () => {
    const nodes = await flow();
    const secure = form({ securityMode: 'SignAndEncrypt', securityPolicy: 'Basic256Sha256', trust: 'listed' });
    const refused = await press(nodes, 'test', secure);
    expect(refused).toMatchObject({ ok: false, details: { cause: 'Certificate of the server' } });
    const [thumbprint] = /[0-9A-F]{40}/.exec(refused.text) ?? [];
    expect(await press(nodes, 'trust', secure)).toMatchObject({ ok: true, details: { thumbprint } });
    expect(await press(nodes, 'test', secure)).toMatchObject({ ok: true });
  }, 60_000);

  test('the pickers offer endpoints, machines and tags', async () => {
    const nodes = await flow(endpoint(), source(), { id: 'samples', type: 'helper' });
    await nodes.shows('source', 'fresh', 20_000);
    const browse = async (query: string) => (await fetch(`${nodes.url}/plantwire/browse/${query}`)).json();
    expect(await browse('opcua-endpoints?sitePack=site')).toMatchObject({ choices: [{ value: 'plc' }] });
    expect(await browse('endpoint-machines?endpoint=server')).toMatchObject({ choices: [{}, {}, {}] });
    expect(await browse('opcua-tags?endpoint=server&q=press1.good')).toMatchObject({
      choices: [{ value: 'ns=1;s=Press1.GoodCount' }],
    });
  }, 40_000);
});
