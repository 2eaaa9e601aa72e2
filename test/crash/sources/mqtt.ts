/** Events through a real broker with quality of service 1; the broker keeps them while nobody is there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { freePort, ROOT } from '../../support/appliance.ts';
import { until } from '../../support/time.ts';
import { flowBehind } from '../furnish.ts';
import type { OpenSource } from '../source.ts';
import { MessageSource } from './messages.ts';

/** The palette's own dependency. */
const { connectAsync } = createRequire(join(ROOT, 'nodes/package.json'))('mqtt') as typeof import('mqtt');

const FILTER = 'mfg/v1/ACME/MUC1/+/+/+/_event/#';
const TOPIC = 'mfg/v1/ACME/MUC1/PRESS/P1/U1/_event/crash';
const CLIENT = 'plantwire-crash';
const DAY_S = 86_400;

export const openMqtt: OpenSource = async (around) => {
  const port = await freePort();
  const url = `mqtt://127.0.0.1:${port}`;
  const broker = startBroker(join(around.userDir, 'mosquitto'), port);
  await makeSession(url);
  const client: MqttClient = await connectAsync(url, { protocolVersion: 5, clientId: 'mes' });
  const node = { broker: 'crash.broker', topics: [FILTER], clientId: CLIENT };
  return new MessageSource(around, {
    name: 'mqtt',
    flow: [
      ...flowBehind({ type: 'plantwire-mqtt-source', id: 'crash.mqtt' }, node),
      { id: 'crash.broker', type: 'plantwire-mqtt-broker', name: 'Broker', url, protocol: '5' },
    ],
    variables: {},
    async send(event) {
      await client.publishAsync(TOPIC, JSON.stringify(event), {
        qos: 1,
        properties: { contentType: 'application/cloudevents+json' },
      });
      return true;
    },
    async close() {
      await client.endAsync(true);
      const ended = new Promise((resolve) => broker.once('exit', resolve));
      broker.kill('SIGTERM');
      await ended;
    },
  });
};

function startBroker(folder: string, port: number): ChildProcess {
  mkdirSync(folder);
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'max_queued_messages 0', 'user root'];
  writeFileSync(join(folder, 'mosquitto.conf'), `${lines.join('\n')}\n`);
  return spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
}

/** The session of the process under test, so that nothing published before its first life is lost at the broker. */
async function makeSession(url: string): Promise<void> {
  const options = {
    protocolVersion: 5,
    clientId: CLIENT,
    clean: false,
    properties: { sessionExpiryInterval: DAY_S },
  } as const;
  let client: MqttClient | undefined;
  await until('the broker answers', async () => {
    client = await connectAsync(url, { ...options, reconnectPeriod: 0 }).catch(() => undefined);
    return client !== undefined;
  });
  await client?.subscribeAsync(FILTER, { qos: 1 });
  await client?.endAsync();
}
