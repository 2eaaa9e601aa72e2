/** The bench itself: messages of other systems reach the flow by every way, and records are seeded and read as they are named. */
import type { Readings } from '../../flows/_tools/readings.ts';
import { readingsSchema } from '../../flows/_tools/readings.ts';
import { stepSchema } from '../../flows/_tools/scenario.ts';
import { type Seed, seedSchema } from '../../flows/_tools/seeds.ts';
import { isMosquittoThere } from '../foreign/mosquitto/broker.ts';
import { until } from '../support/time.ts';
import { Bench } from './bench/bench.ts';
import { type Node, underIds } from './bench/flow-side.ts';
import { simulatedSide } from './bench/odoo-side.ts';
import { readingDifferences } from './bench/readings.ts';
import { type Records, seedRecords } from './bench/seeds.ts';
import { send } from './bench/senders.ts';

const config = (id: string, own: object): Node => ({ id, type: `plantwire-${id}`, ...own });
const node = (id: string, own: object, ...wires: readonly string[][]): Node => ({
  ...config(id, own),
  z: 'tab',
  wires,
});
const shared = { journal: 'journal', sitePack: 'site-pack' };
const FLOW: readonly Node[] = [
  { id: 'tab', type: 'tab' },
  config('journal', {}),
  config('site-pack', {}),
  config('mqtt-broker', {}),
  node('http-source', { ...shared, path: '/facts', access: 'apiKey' }, ['schema-validator']),
  node('mqtt-source', { ...shared, broker: 'mqtt-broker' }, ['schema-validator'], ['dlq']),
  node(
    'file-source',
    { ...shared, folder: 'inbox', format: 'jsonl', pattern: '*.jsonl' },
    ['schema-validator'],
    ['dlq'],
  ),
  node('schema-validator', {}, ['idempotency-guard'], ['dlq']),
  node('idempotency-guard', { journal: 'journal' }, ['outbox'], ['dlq']),
  node('outbox', { journal: 'journal', queue: 'facts' }, [], ['dlq']),
  node('dlq', { journal: 'journal' }, ['schema-validator']),
];

const fact = (number: number) => ({
  specversion: '1.0',
  id: `fact-${number}`,
  source: 'urn:plantwire:ACME:MUC1:mes',
  type: 'mfg.production.output.reported.v1',
  time: '2026-11-20T08:00:00Z',
  recordedtime: '2026-11-20T08:00:00Z',
  datacontenttype: 'application/json',
  schemaversion: '1.0.0',
  siteid: 'MUC1',
  originsystem: 'mes',
  deliverymode: 'live',
  timequality: 'synced',
  data: {
    operationsRequestId: 'WH/MO/00001',
    reportKind: 'partial',
    material: { materialDefinitionId: 'FG-1000' },
    quantity: { value: '1', uom: 'C62' },
    transactionId: `T-${number}`,
  },
});

/** Without a broker the node would only report that there is none. */
const flow = FLOW.filter(({ type }) => isMosquittoThere || !type.startsWith('plantwire-mqtt'));

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start(await simulatedSide('BENCH'), { plant: false, broker: isMosquittoThere });
  await bench.set({ flow, site: 'demo-plant' });
}, 600_000);
afterAll(() => bench?.close(), 60_000);

const sendAs = (by: 'http' | 'mqtt' | 'file', message: unknown, more: object = {}): Promise<void> => {
  const step = stepSchema.parse({ send: message, by, ...more });
  if (!('times' in step)) throw new Error('no sending');
  return send(bench, message, step);
};

const queued = (count: number): Promise<void> =>
  until(`${count} facts are queued`, async () => (await bench.depth()).queued === count, 60_000);

test('a flow that is deployed again is not taken for the one before: its nodes have ids of their own, and every way leads there', () => {
  const again = underIds(FLOW, '2');
  const ids = new Set(again.map(({ id }) => id));
  expect(again.every(({ id }) => id.endsWith('.2'))).toBe(true);
  const ways = again.flatMap(({ wires = [], z = 'tab.2' }) => [z, ...(wires as string[][]).flat()]);
  expect(ways.filter((id) => !ids.has(id as string))).toEqual([]);
  expect(again.find(({ type }) => type === 'plantwire-outbox')).toMatchObject({ queue: 'facts', journal: 'journal.2' });
});

test('a message comes in by HTTP and as a file, each fact once, over a kill in between', async () => {
  await sendAs('http', fact(1), { times: 3, killedAfter: 2 });
  await sendAs('file', `${JSON.stringify(fact(2))}\n`, { times: 2 });
  await queued(2);
  expect(await bench.letters()).toEqual([]);
}, 200_000);

(isMosquittoThere ? test : test.skip)(
  'a message comes in by MQTT (needs Mosquitto: apt-get install mosquitto)',
  async () => {
    await sendAs('mqtt', fact(3), { times: 2 });
    await queued(3);
    expect(await bench.letters()).toEqual([]);
  },
  100_000,
);

test('a sender is told what is wrong with a message, and a scenario that did not expect it fails', async () => {
  await sendAs('http', '{"broken', { answered: 400 });
  await expect(sendAs('http', '{"broken')).rejects.toThrow('was answered 400');
});

const seeds = (...wanted: readonly object[]): readonly Seed[] => wanted.map((seed) => seedSchema.parse(seed));
const differences = (records: Records, wanted: Readings): Promise<readonly string[]> =>
  readingDifferences({ odoo: bench.odoo, records }, readingsSchema.parse(wanted));

test('what is seeded is read by the names of the scenario, and what differs is said in words', async () => {
  const records = await seedRecords(
    bench.odoo,
    seeds(
      { seed: 'material', as: 'FG-2000' },
      { seed: 'place', as: 'STAGE', called: 'Staging' },
      { seed: 'lot', as: 'L', of: 'FG-2000', quantity: '10' },
      { seed: 'stock', lot: 'L', of: 'FG-2000', quantity: '2', place: 'STAGE' },
      { seed: 'delivery', as: 'D', of: 'FG-2000', quantity: '4' },
      { seed: 'delivery', as: 'Staged', of: 'FG-2000', quantity: '1', state: 'staged' },
      { seed: 'asset', as: 'PA-1' },
      { seed: 'partner', as: 'S-100' },
      { seed: 'purchase', as: 'P', from: 'S-100', of: 'FG-2000', quantity: '40' },
      { seed: 'delivery', as: 'Gone', of: 'FG-2000', quantity: '2', from: 'STAGE', state: 'shipped' },
    ),
    1,
  );
  const shown: Readings = {
    lots: { L: { 'WH/Stock': '10', Customers: '2' } },
    free: { L: '5' },
    transfers: { L: 0 },
    requests: { 'PA-1': [] },
    purchases: { P: { state: 'purchase', ordered: '40', received: '0' } },
    deliveries: {
      D: { state: 'ready', goods: { L: '4' } },
      Staged: { goods: { L: '1' } },
      Gone: { state: 'shipped', goods: { L: '2' } },
    },
  };
  expect(await differences(records, shown)).toEqual([]);
  expect(await differences(records, { free: { L: '10' } })).toEqual(['free of L: "5", not "10"']);
  expect(records.get('FG-2000')?.binding).toMatchObject({ domain: 'material', canonicalId: 'FG-2000' });
});
