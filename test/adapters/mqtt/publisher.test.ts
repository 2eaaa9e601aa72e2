/** A publisher against a broker that is told what to do; the real one is Mosquitto, in `test/foreign/mosquitto`. */
import { type BrokerSettings, brokerAt } from '../../../nodes/src/adapters/mqtt/session.ts';
import type { FeedHealth } from '../../../nodes/src/domain/plant/tag-feed.ts';
import { freePort } from '../../support/appliance.ts';
import { until } from '../../support/time.ts';
import { ScriptedBroker } from './scripted-broker.ts';

const DEADLINE_MS = 30_000;
const outbound = { topic: 'mfg/a', body: '{"n":1}', contentType: 'application/json', retain: false };

let broker: ScriptedBroker;
let url: string;
beforeEach(async () => {
  broker = new ScriptedBroker();
  url = await broker.start();
});
afterEach(() => broker.stop());

function publisher(change: Partial<BrokerSettings> = {}) {
  const states: FeedHealth[] = [];
  const settings = { url, version: '3.1.1', verifyCertificate: true, timeoutMs: 20_000, ...change } as const;
  return { states, ...bound(brokerAt(settings).publisher('line-3', (health) => void states.push(health))) };
}
const bound = (one: ReturnType<ReturnType<typeof brokerAt>['publisher']>) => ({
  publish: one.publish.bind(one),
  close: one.close.bind(one),
});

test('a message counts when it is confirmed; QoS 1, and kept only where it is wanted', async () => {
  const { publish, close, states } = publisher();
  expect(await publish(outbound)).toEqual({ ok: true, value: { nobodyListens: false } });
  expect(await publish({ ...outbound, topic: 'mfg/b', retain: true })).toMatchObject({ ok: true });
  expect(broker.published).toMatchObject([
    { head: 0x32, topic: 'mfg/a', text: '{"n":1}' },
    { head: 0x33, topic: 'mfg/b' },
  ]);
  expect({ connects: broker.connects, last: states.at(-1) }).toEqual({
    connects: ['line-3'],
    last: { state: 'flowing' },
  });
  await close();
}, 60_000);

test('a connection lost before the confirmation is doubt; the message is not sent again by itself', async () => {
  broker.confirms = false;
  const { publish, close } = publisher();
  const sent = publish(outbound);
  await until('the broker has the message', () => broker.published.length === 1, DEADLINE_MS);
  broker.cut();
  expect(await sent).toMatchObject({ ok: false, failure: { code: 'mqtt-unconfirmed', answerLost: true } });
  broker.confirms = true;
  expect(await publish({ ...outbound, body: '{"n":2}' })).toMatchObject({ ok: true });
  expect(broker.published.map(({ text }) => text)).toEqual(['{"n":1}', '{"n":2}']);
  await close();
}, 60_000);

test('a broker that never confirms ends at the time limit', async () => {
  broker.confirms = false;
  const { publish, close } = publisher({ timeoutMs: 300 });
  expect(await publish(outbound)).toMatchObject({
    ok: false,
    failure: { code: 'mqtt-unconfirmed', class: 'transient' },
  });
  await close();
}, 60_000);

test('nobody there and a refused login are told apart, and the next message finds a broker that came back', async () => {
  const port = await freePort();
  const { publish, close } = publisher({ url: `mqtt://127.0.0.1:${port}` });
  expect(await publish(outbound)).toMatchObject({ ok: false, failure: { code: 'mqtt-refused', class: 'transient' } });
  await broker.stop();
  await broker.start(port);
  await until('the message is out', async () => (await publish(outbound)).ok, DEADLINE_MS);
  await close();

  broker.connack = 5;
  const stranger = publisher({ url: `mqtt://127.0.0.1:${port}` });
  expect(await stranger.publish(outbound)).toMatchObject({ ok: false, failure: { class: 'authorisation' } });
  await stranger.close();
}, 90_000);

test('an address that is none fails without a connection', async () => {
  const { publish, close } = publisher({ url: 'nonsense' });
  expect(await publish(outbound)).toMatchObject({ ok: false, failure: { code: 'mqtt-address-unknown' } });
  await close();
});

test('an old broker takes by 3.1.1 what was published before the version was known', async () => {
  broker.isOld = true;
  const { publish, close, states } = publisher({ version: 'auto' });
  expect(await publish(outbound)).toEqual({ ok: true, value: { nobodyListens: false } });
  expect(states.filter(({ failure }) => failure)).toEqual([]);
  await close();
}, 60_000);
