import type { Broker, SessionListener } from '../../../nodes/src/domain/plant/broker.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import { definition } from '../../../nodes/src/palette/mqtt-broker/definition.ts';
import { examine } from '../../../nodes/src/palette/mqtt-broker/examine.ts';
import { openBroker, type Reach, settingsOf } from '../../../nodes/src/palette/mqtt-broker/resource.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';

const config = (change: object = {}) => definition.config.parse({ url: 'mqtts://broker:8883', ...change });
const bench = journalBench();

test.each([['http://broker:1883'], ['broker'], ['mqtt://user:secret@broker']])('the address %s is refused', (url) => {
  const settings = settingsOf(config({ url }));
  expect(settings).toMatchObject({ ok: false, failure: { code: 'node-misconfigured' } });
  expect(JSON.stringify(settings)).not.toContain('secret');
});

test('a user without name is anonymous; with one the password goes along', () => {
  expect(settingsOf(config({ password: 'p' }))).not.toHaveProperty('value.password');
  expect(settingsOf(config({ user: 'line', password: 'p' }))).toMatchObject({ value: { user: 'line', password: 'p' } });
});

test('its health is that of the worst session', async () => {
  const listeners: SessionListener[] = [];
  const reach: Reach = () => ({
    open(_options, listener) {
      listeners.push(listener);
      return { close: async () => undefined };
    },
    publisher: () => ({ publish: async () => ok({ nobodyListens: false }), close: async () => undefined }),
    probe: async () => ok({ protocol: 'MQTT 5' }),
  });
  const opened = await openBroker(bench.context(config()), reach);
  if (!opened.ok) throw new Error(opened.failure.reason);
  const { value: broker, health } = opened.value;
  expect(await health()).toMatchObject({ health: 'idle' });
  const options = { clientId: 'a', topics: ['x'], expirySeconds: 1, inFlight: 1 };
  const heard: unknown[] = [];
  const listener: SessionListener = { onMessage: async () => true, onHealth: (one) => void heard.push(one) };
  const sessions = [broker.open(options, listener), broker.open(options, listener)];
  listeners[0]?.onHealth({ state: 'flowing' });
  listeners[1]?.onHealth({ state: 'lost', failure: failureOf('authorisation', 'mqtt-login-refused') });
  expect(await health()).toMatchObject({ health: 'failed', failure: { code: 'mqtt-login-refused' } });
  expect(heard).toHaveLength(2);
  await sessions[1]?.close();
  expect(await health()).toMatchObject({ health: 'ok' });
});

test('Test connection says whether messages would come, or the one cause why not', async () => {
  const reach =
    (answer: Awaited<ReturnType<Broker['probe']>>): Reach =>
    () => ({
      open: () => ({ close: async () => undefined }),
      publisher: () => ({ publish: async () => ok({ nobodyListens: false }), close: async () => undefined }),
      probe: async () => answer,
    });
  const works = await examine({ config: config({ url: 'mqtt://broker' }) }, reach(ok({ protocol: 'MQTT 5' })));
  expect(works).toEqual({ ok: true, text: 'Connected by MQTT 5, without encryption.' });
  const refused = reach(fail(failureOf('authorisation', 'mqtt-login-refused')));
  expect(await examine({ config: config() }, refused)).toMatchObject({ ok: false, details: { cause: 'User' } });
  expect(await examine({ config: config({ url: 'nonsense' }) }, refused)).toMatchObject({
    details: { cause: 'Address' },
  });
});
