import mqtt from 'mqtt';
import { brokerAt } from '../../../nodes/src/adapters/mqtt/session.ts';
import { type RunningPlant, startPlant } from '../../support/plant.ts';
import { until } from '../../support/time.ts';

let plant: RunningPlant;
let url: string;
beforeAll(async () => {
  plant = await startPlant('modbus', 'broker', '--with-alarms', '--with-states');
  await until('the broker serves', () => plant.urls.broker !== undefined, 60_000);
  url = plant.urls.broker ?? '';
}, 120_000);
afterAll(() => plant.stop(), 60_000);

test('what a listener missed waits in its session, and comes once it is back', async () => {
  const heard: string[] = [];
  const listen = async () => {
    const client = mqtt.connect(url, { protocolVersion: 4, clientId: 'listener', clean: false });
    client.on('message', (_topic, payload) => heard.push(String(payload)));
    await until('connected', () => client.connected);
    return client;
  };
  const first = await listen();
  await first.subscribeAsync('plant/a', { qos: 1 });
  await first.endAsync();
  const speaker = await mqtt.connectAsync(url, { protocolVersion: 4 });
  await speaker.publishAsync('plant/a', 'while you were away', { qos: 1 });
  await speaker.endAsync();
  const second = await listen();
  await until('the message is there', () => heard.length === 1);
  await second.endAsync();
  expect(heard).toEqual(['while you were away']);
}, 60_000);

test('our own client finds out that it knows no MQTT 5', async () => {
  const settings = { url, version: 'auto', verifyCertificate: true, timeoutMs: 20_000 } as const;
  expect(await brokerAt(settings).probe()).toEqual({ ok: true, value: { protocol: 'MQTT 3.1.1' } });
}, 60_000);

test('a retained message is there for who comes later', async () => {
  const client = await mqtt.connectAsync(url, { protocolVersion: 4 });
  await client.publishAsync('state', 'running', { qos: 1, retain: true });
  const heard: string[] = [];
  client.on('message', (_topic, payload) => heard.push(String(payload)));
  await client.subscribeAsync('state');
  await until('the message is there', () => heard.length === 1);
  await client.endAsync();
  expect(heard).toEqual(['running']);
});

test('machines report alarms and states where that is asked for', async () => {
  const client = await mqtt.connectAsync(url, { protocolVersion: 4 });
  const types = new Set<string>();
  client.on('message', (_topic, payload) => types.add((JSON.parse(String(payload)) as { type: string }).type));
  await client.subscribeAsync('mfg/v1/#', { qos: 1 });
  await until('both come', () => types.size === 2, 30_000);
  await client.endAsync();
  expect([...types].sort()).toEqual(['mfg.equipment.condition.changed.v1', 'mfg.equipment.state.changed.v1']);
}, 60_000);
