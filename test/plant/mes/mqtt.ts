/** The same MES at a broker: it hears orders in the topic tree and publishes its answers there. */
import { connectAsync } from 'mqtt';
import { answerEvent, type Place } from './events.ts';
import { type Answer, Mes } from './mes.ts';

export interface MqttMesOptions extends Place {
  readonly url: string;
  readonly namespace?: string;
}

export interface MqttMes {
  readonly mes: Mes;
  speak(isBackwards?: boolean): Promise<void>;
  close(): Promise<void>;
}

const SESSION_S = 86_400;

/** A persistent session: what is published while it is away waits for it. */
export async function startMqttMes(options: MqttMesOptions): Promise<MqttMes> {
  const { url, enterprise, site, namespace = 'mfg' } = options;
  const mes = new Mes();
  const client = await connectAsync(url, {
    ...{ clientId: `mes-${enterprise}-${site}`, clean: false, protocolVersion: 5 },
    properties: { sessionExpiryInterval: SESSION_S },
  });
  const tell = async (answers: readonly Answer[]): Promise<void> => {
    for (const answer of answers) {
      const topic = `${namespace}/v1/${enterprise}/${site}/_/_/_/_event/operations/request/acknowledged`;
      const properties = { contentType: 'application/cloudevents+json' };
      await client.publishAsync(topic, JSON.stringify(answerEvent(answer, options)), { qos: 1, properties });
    }
  };
  client.on('message', (topic, payload) => {
    if (topic.endsWith('/acknowledged')) return;
    void tell(mes.take(JSON.parse(payload.toString('utf8')) as { type: string; data: Record<string, unknown> }));
  });
  await client.subscribeAsync(`${namespace}/v1/${enterprise}/${site}/+/+/+/_event/operations/request/+`, { qos: 1 });
  return { mes, speak: (isBackwards) => tell(mes.speak(isBackwards)), close: () => client.endAsync() };
}
