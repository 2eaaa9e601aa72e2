/** Publishes one message after the other at quality of service 1, and says whether the broker has it. */
import { connect } from 'mqtt';

export interface MqttOutlet {
  send(topic: string, event: unknown): Promise<boolean>;
  close(): Promise<void>;
}

export interface MqttOutletOptions {
  readonly url: string;
  readonly clientId: string;
  /** 4 is MQTT 3.1.1, for a broker that knows nothing later. */
  readonly protocolVersion?: 4 | 5 | undefined;
}

export function openMqttOutlet({ url, clientId, protocolVersion = 5 }: MqttOutletOptions): MqttOutlet {
  const client = connect(url, { clientId, clean: true, protocolVersion });
  client.on('error', () => undefined);
  const properties = protocolVersion === 5 ? { properties: { contentType: 'application/cloudevents+json' } } : {};
  return {
    send: (topic, event) =>
      client.publishAsync(topic, JSON.stringify(event), { qos: 1, ...properties }).then(
        () => true,
        () => false,
      ),
    close: () => client.endAsync(),
  };
}
