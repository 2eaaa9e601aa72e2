/** A session against a broker that is told what to do; the real one is Mosquitto, in `test/foreign/mosquitto`. */
import { type BrokerSettings, brokerAt } from '../../../nodes/src/adapters/mqtt/session.ts';
import type { Inbound } from '../../../nodes/src/domain/plant/broker.ts';
import type { FeedHealth } from '../../../nodes/src/domain/plant/tag-feed.ts';
import { freePort } from '../../support/appliance.ts';
import { until } from '../../support/time.ts';
import { ScriptedBroker } from './scripted-broker.ts';

const DEADLINE_MS = 30_000;
const settings = (url: string): BrokerSettings => ({
  url,
  version: '3.1.1',
  verifyCertificate: true,
  timeoutMs: 5_000,
});

let broker: ScriptedBroker;
let url: string;
beforeEach(async () => {
  broker = new ScriptedBroker();
  url = await broker.start();
});
afterEach(() => broker.stop());

/** Messages that came, each with the hand that says whether it is durable. */
function session(change: Partial<BrokerSettings> = {}) {
  const came: { inbound: Inbound; say: (durable: boolean) => void }[] = [];
  const states: FeedHealth[] = [];
  const open = brokerAt({ ...settings(url), ...change }).open(
    { clientId: 'press-line', topics: ['plant/#'], expirySeconds: 60, inFlight: 10 },
    {
      onMessage: (inbound) => new Promise((say) => came.push({ inbound, say })),
      onHealth: (health) => void states.push(health),
    },
  );
  return { came, states, close: () => open.close() };
}
const flowing = (states: readonly FeedHealth[]) =>
  until('the session flows', () => states.at(-1)?.state === 'flowing', DEADLINE_MS);

test('acknowledges what is durable, in whatever order that is, and nothing before', async () => {
  const { came, states, close } = session();
  await flowing(states);
  expect({ connects: broker.connects, topics: broker.subscribed }).toEqual({
    connects: ['press-line'],
    topics: ['plant/#'],
  });
  for (const id of [1, 2, 3]) broker.publish(id, 'plant/a', `{"n":${id}}`);
  await until('all three are here before one is acknowledged', () => came.length === 3, DEADLINE_MS);
  expect(broker.acknowledged).toEqual([]);
  expect(came[0]?.inbound).toMatchObject({ topic: 'plant/a', again: false, retained: false });
  came[2]?.say(true);
  came[0]?.say(true);
  await until('two acknowledgements', () => broker.acknowledged.length === 2, DEADLINE_MS);
  expect(broker.acknowledged).toEqual([3, 1]);
  came[1]?.say(false);
  await close();
  expect(broker.acknowledged).toEqual([3, 1]);
}, 60_000);

test('an acknowledgement that comes after the connection was lost is not sent over the next one', async () => {
  const { came, states, close } = session();
  await flowing(states);
  broker.publish(7, 'plant/a', '{}');
  await until('the message is here', () => came.length === 1, DEADLINE_MS);
  broker.cut();
  await until('connected again', () => broker.subscribed.length === 2, DEADLINE_MS);
  await flowing(states);
  came[0]?.say(true);
  broker.publish(7, 'plant/a', '{"another":true}');
  await until('the next message is here', () => came.length === 2, DEADLINE_MS);
  expect(broker.acknowledged).toEqual([]);
  came[1]?.say(true);
  await until('its acknowledgement', () => broker.acknowledged.length === 1, DEADLINE_MS);
  await close();
}, 90_000);

test('what comes in the same moment as the connection is acknowledged too', async () => {
  broker.waiting = 9;
  const { came, states, close } = session();
  await until('the message is here', () => came.length === 1, DEADLINE_MS);
  await flowing(states);
  came[0]?.say(true);
  await until('its acknowledgement', () => broker.acknowledged.length === 1, DEADLINE_MS);
  await close();
}, 60_000);

test('closing waits for what is being stored', async () => {
  const { came, states, close } = session();
  await flowing(states);
  broker.publish(1, 'plant/a', '{}');
  await until('the message is here', () => came.length === 1, DEADLINE_MS);
  const closed = close();
  came[0]?.say(true);
  await closed;
  await until('the acknowledgement', () => broker.acknowledged.length === 1, DEADLINE_MS);
}, 60_000);

test('a topic or a login that is refused is told, and tried again', async () => {
  broker.suback = 128;
  const refused = session();
  await until('told', () => refused.states.at(-1)?.failure?.code === 'mqtt-topic-refused', DEADLINE_MS);
  await refused.close();
  broker.connack = 5;
  const stranger = session();
  await until('told', () => stranger.states.some(({ failure }) => failure?.code === 'mqtt-login-refused'), DEADLINE_MS);
  const before = broker.connects.length;
  broker.connack = 0;
  broker.suback = 1;
  await until('tried again', () => broker.connects.length > before, DEADLINE_MS);
  await flowing(stranger.states);
  await stranger.close();
}, 90_000);

test('a probe says whether it would work, without a session', async () => {
  expect(await brokerAt(settings(url)).probe()).toEqual({ ok: true, value: { protocol: 'MQTT 3.1.1' } });
  broker.connack = 5;
  expect(await brokerAt(settings(url)).probe()).toMatchObject({ failure: { code: 'mqtt-login-refused' } });
  const nobody = `mqtt://127.0.0.1:${await freePort()}`;
  expect(await brokerAt(settings(nobody)).probe()).toMatchObject({ failure: { code: 'mqtt-refused' } });
  const strange = { ...settings(url), keyFile: '/nowhere/key.pem' };
  expect(await brokerAt(strange).probe()).toMatchObject({ ok: false });
}, 60_000);

test('a broker from before MQTT 5 is spoken to by 3.1.1 where the version is left to us, and no trouble is shown', async () => {
  broker.isOld = true;
  const { came, states, close } = session({ version: 'auto' });
  await flowing(states);
  expect(states.filter(({ failure }) => failure)).toEqual([]);
  broker.publish(1, 'plant/a', '{}');
  await until('a message', () => came.length === 1, DEADLINE_MS);
  came[0]?.say(true);
  await until('its acknowledgement', () => broker.acknowledged.length === 1, DEADLINE_MS);
  await close();
  expect(await brokerAt({ ...settings(url), version: 'auto' }).probe()).toMatchObject({
    value: { protocol: 'MQTT 3.1.1' },
  });
  expect(await brokerAt({ ...settings(url), version: '5' }).probe()).toMatchObject({
    failure: { code: 'mqtt-version-refused' },
  });
}, 60_000);

test('a broker that sends more than was asked for is read no further until there is room, and nothing is lost', async () => {
  const { came, states, close } = session();
  await flowing(states);
  for (let id = 1; id <= 100; id += 1) broker.publish(id, 'plant/a', `{"n":${id}}`);
  await until('twice what was asked for is here', () => came.length === 20, DEADLINE_MS);
  let most = 0;
  for (let said = 0; said < 100; said += 1) {
    await until('one more', () => came.length > said, DEADLINE_MS);
    most = Math.max(most, came.length - said);
    came[said]?.say(true);
  }
  await until('all are acknowledged', () => broker.acknowledged.length === 100, DEADLINE_MS);
  expect(most).toBeLessThanOrEqual(20);
  expect(broker.acknowledged).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  await close();
}, 60_000);
