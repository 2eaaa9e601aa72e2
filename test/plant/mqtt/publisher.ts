/**
 * An MES gateway that publishes facts with quality of service 1. It has no disk: after every reconnect it repeats the
 * last facts, as gateways do whose broker may have lost what it had confirmed.
 */
import { connect } from 'mqtt';
import { eventOf, type Fact, type FactOptions, factAt, stream } from '../senders/facts.ts';
import type { Sender } from '../senders/sender.ts';

export interface PublisherOptions extends FactOptions {
  readonly url: string;
  readonly topic: string;
  /** Facts repeated after a reconnect. */
  readonly repeat: number;
  /** 4 is MQTT 3.1.1, for a broker that knows nothing later. */
  readonly protocolVersion?: 4 | 5;
}

export function startPublisher(options: PublisherOptions): Sender {
  const { url, topic, repeat, protocolVersion = 5 } = options;
  const client = connect(url, {
    clientId: `mes-${options.run}`,
    clean: true,
    reconnectPeriod: 200,
    protocolVersion,
  });
  client.on('error', () => undefined);
  let isStopped = false;
  let last = 0;
  const unconfirmed = new Set<Promise<unknown>>();
  const publish = (fact: Fact): void => {
    const text = fact.isPoison ? `{"poison":${fact.number}` : JSON.stringify(eventOf(options, fact));
    const properties = protocolVersion === 5 ? { properties: { contentType: 'application/cloudevents+json' } } : {};
    const confirmed = client
      .publishAsync(topic, text, { qos: 1, ...properties })
      .catch(() => undefined)
      .finally(() => unconfirmed.delete(confirmed));
    unconfirmed.add(confirmed);
  };
  let connects = 0;
  client.on('connect', () => {
    connects += 1;
    if (connects === 1) return;
    for (let number = Math.max(1, last - repeat + 1); number <= last; number += 1) publish(factAt(options, number));
  });
  const send = async (fact: Fact): Promise<void> => {
    last = fact.number;
    publish(fact);
  };
  const done = stream(options, send, () => isStopped).then(async (sent) => {
    while (unconfirmed.size > 0 && !isStopped) await Promise.race([...unconfirmed]);
    return { sent, refused: 0 };
  });
  return {
    done,
    async stop() {
      isStopped = true;
      await client.endAsync(true);
    },
  };
}
