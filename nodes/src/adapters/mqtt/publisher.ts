/** A connection that publishes: each message counts as delivered when the broker confirmed it, and not before. */
import type { IConnackPacket, MqttClient } from 'mqtt';
import type { Failure } from '../../domain/failure.ts';
import type { Outbound, Publisher } from '../../domain/plant/broker.ts';
import type { FeedHealth } from '../../domain/plant/tag-feed.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { type BrokerSettings, connected, RECONNECT_MS, speaks5, stepsDown } from './connection.ts';
import { failureOf, shownAddress } from './faults.ts';
import { noRetaining, publishRefused, tooLarge, unconfirmed } from './refused.ts';

/** Header, packet id and properties of a message. */
const PACKET_BYTES = 128;
const NO_SUBSCRIBERS = 0x10;

export function openPublisher(
  settings: BrokerSettings,
  clientId: string,
  onHealth: (health: FeedHealth) => void,
): Publisher {
  const on = shownAddress(settings.url);
  const client = connected(settings, { clientId, clean: true, reconnectPeriod: RECONNECT_MS });
  if (!client.ok) {
    onHealth({ state: 'lost', failure: client.failure });
    return { publish: async () => client, close: async () => undefined };
  }
  return new Publishing(client.value, settings, on, onHealth);
}

class Publishing implements Publisher {
  readonly #client: MqttClient;
  readonly #settings: BrokerSettings;
  readonly #on: string;
  #heard: Failure | undefined;
  /** The broker refused MQTT 5; the next attempt comes by itself. */
  #isSteppingDown = false;
  /** Numbers of messages that nobody has subscribed to (MQTT 5). */
  readonly #unheard = new Set<number>();
  /** What the broker said about itself when it let us in (MQTT 5). */
  #offer: NonNullable<IConnackPacket['properties']> = {};

  constructor(client: MqttClient, settings: BrokerSettings, on: string, onHealth: (health: FeedHealth) => void) {
    this.#client = client;
    this.#settings = settings;
    this.#on = on;
    const lost = (failure: Failure): void => {
      this.#heard = failure;
      onHealth({ state: 'lost', failure });
    };
    client.on('connect', ({ properties = {} }) => {
      this.#heard = undefined;
      this.#isSteppingDown = false;
      this.#offer = properties;
      onHealth({ state: 'flowing' });
    });
    // The library tells its caller nothing of the confirmation itself.
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'puback' && packet.reasonCode === NO_SUBSCRIBERS) this.#unheard.add(packet.messageId ?? 0);
    });
    client.on('error', (error) => {
      this.#isSteppingDown = stepsDown(client, settings, error);
      if (!this.#isSteppingDown) lost(failureOf(error, on));
    });
    client.on('disconnect', ({ reasonCode }) => lost(failureOf(`reason ${reasonCode ?? 0}`, on)));
    // An error came first and says more.
    client.on('close', () => this.#isSteppingDown || lost(this.#heard ?? failureOf('', on)));
    onHealth({ state: 'connecting' });
  }

  async publish(outbound: Outbound): Promise<Result<{ readonly nobodyListens: boolean }>> {
    if (!(await this.#isConnected())) return fail(this.#heard ?? failureOf('timeout', this.#on));
    const refused = this.#limits(outbound);
    return refused ? fail(refused) : this.#send(outbound);
  }

  async close(): Promise<void> {
    this.#client.removeAllListeners('close');
    await this.#client.endAsync(true).catch(() => undefined);
  }

  /** After a start, or a short interruption, it may be there in a moment. */
  #isConnected(): Promise<boolean> {
    const client = this.#client;
    if (client.connected) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (is: boolean): void => {
        clearTimeout(timer);
        client.off('connect', yes);
        client.off('error', no);
        resolve(is);
      };
      const yes = (): void => end(true);
      const no = (): void => {
        if (!this.#isSteppingDown) end(false);
      };
      const timer = setTimeout(end, this.#settings.timeoutMs, false);
      client.on('connect', yes);
      client.on('error', no);
    });
  }

  #limits({ topic, body, retain }: Outbound): Failure | undefined {
    const { maximumPacketSize, retainAvailable } = this.#offer;
    const bytes = Buffer.byteLength(body) + Buffer.byteLength(topic) + PACKET_BYTES;
    if (maximumPacketSize !== undefined && bytes > maximumPacketSize) return tooLarge(topic, bytes, maximumPacketSize);
    return retain && retainAvailable === false ? noRetaining(topic) : undefined;
  }

  /**
   * The library would send again by itself after a reconnect; by then the queue may be further, and a last state be
   * overwritten by an older one. What was not confirmed on this connection is therefore forgotten here.
   */
  #send({ topic, body, contentType, retain }: Outbound): Promise<Result<{ readonly nobodyListens: boolean }>> {
    const client = this.#client;
    const properties = { contentType, payloadFormatIndicator: true };
    return new Promise((resolve) => {
      const end = (result: Result<{ readonly nobodyListens: boolean }>): void => {
        clearTimeout(timer);
        client.off('close', forget);
        resolve(result);
      };
      const forget = (): void => {
        end(fail(unconfirmed(topic, 'the connection was lost')));
        client.removeOutgoingMessage(id);
      };
      const answered = (error: unknown): void => {
        const nobodyListens = this.#unheard.delete(id);
        const words = error instanceof Error ? error.message : String(error);
        const code = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : Number.NaN;
        if (!error) end(ok({ nobodyListens }));
        else end(fail(Number.isNaN(code) ? unconfirmed(topic, words) : publishRefused(code, topic, words)));
      };
      const options = { qos: 1, retain, ...(speaks5(client) ? { properties } : {}) } as const;
      const timer = setTimeout(() => {
        end(fail(unconfirmed(topic, `nothing came within ${this.#settings.timeoutMs} ms`)));
        client.removeOutgoingMessage(id);
      }, this.#settings.timeoutMs);
      client.on('close', forget);
      client.publish(topic, body, options, (error) => answered(error));
      const id = client.getLastMessageId();
    });
  }
}
