/**
 * One session at a broker. A message of QoS 1 is acknowledged when the listener says that it is durable, in whatever
 * order that happens; until then the broker keeps it and sends it again after the connection was lost.
 */
import type { IPublishPacket, MqttClient } from 'mqtt';
import type { Failure } from '../../domain/failure.ts';
import type { Broker, Inbound, SessionListener, SessionOptions } from '../../domain/plant/broker.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { type BrokerSettings, connected, RECONNECT_MS, speaks5, stepsDown } from './connection.ts';
import { failureOf, shownAddress } from './faults.ts';
import { openPublisher } from './publisher.ts';

export type { BrokerSettings } from './connection.ts';

/** What is being stored when the node closes may still be acknowledged. */
const CLOSE_GRACE_MS = 2_000;
/** Reading stops keepalive as well, so not at the bound that a good broker keeps to. */
const UNHEEDED = 2;

type Health = Parameters<SessionListener['onHealth']>[0];

export function brokerAt(settings: BrokerSettings): Omit<Broker, 'name'> {
  return {
    open: (options, listener) => openSession(settings, options, listener),
    publisher: (clientId, onHealth) => openPublisher(settings, clientId, onHealth),
    probe: () => probe(settings),
  };
}

function openSession(settings: BrokerSettings, options: SessionOptions, listener: SessionListener) {
  const on = shownAddress(settings.url);
  let heard: Failure | undefined;
  const tell = (state: Health['state'], failure?: Failure): void => {
    heard = failure;
    listener.onHealth({ state, ...(failure ? { failure } : {}) });
  };
  const client = connected(settings, {
    clientId: options.clientId,
    clean: false,
    reconnectPeriod: RECONNECT_MS,
    // Nothing of it is sent by 3.1.1.
    properties: { sessionExpiryInterval: options.expirySeconds, receiveMaximum: options.inFlight },
  });
  if (!client.ok) {
    tell('connecting', client.failure);
    return { close: async () => undefined };
  }
  const connection = client.value;
  const acknowledge = acknowledging(connection, listener, UNHEEDED * options.inFlight);
  let isSteppingDown = false;
  connection.on('connect', () => {
    isSteppingDown = false;
    // Always: topics may have changed since the session was made, and subscribing again changes nothing else.
    subscribe(connection, options.topics).then(
      (refused) => (refused ? tell('lost', failureOf(refused, on)) : tell('flowing')),
      (error: unknown) => tell('lost', failureOf(error, on)),
    );
  });
  connection.on('error', (error) => {
    isSteppingDown = stepsDown(connection, settings, error);
    if (!isSteppingDown) tell('lost', failureOf(error, on));
  });
  connection.on('disconnect', ({ reasonCode }) => tell('lost', failureOf(`reason ${reasonCode ?? 0}`, on)));
  // An error came first and says more.
  connection.on('close', () => isSteppingDown || tell('lost', heard ?? failureOf('', on)));
  tell('connecting');
  return {
    async close() {
      connection.removeAllListeners('close');
      await acknowledge.settled(CLOSE_GRACE_MS);
      await connection.endAsync(false).catch(() => undefined);
    },
  };
}

/** Resolves with words when the broker refuses a topic. */
async function subscribe(client: MqttClient, topics: readonly string[]): Promise<string | undefined> {
  const wanted = Object.fromEntries(
    topics.map((topic) => [topic, speaks5(client) ? { qos: 1 as const, rh: 1 } : { qos: 1 as const }]),
  );
  const grants = await client.subscribeAsync(wanted);
  const refused = grants.find(({ qos }) => qos >= 128);
  return refused ? `subscription refused: ${refused.topic}` : undefined;
}

/**
 * The library acknowledges one message after the other, and reads the next one only then. Its hook for a message is
 * therefore ended at once with an error, which makes it send nothing, and the acknowledgement follows by itself.
 */
function acknowledging(client: MqttClient, listener: SessionListener, most: number) {
  const pending = new Set<Promise<void>>();
  // A broker of MQTT 3.1.1, or one told to, sends more than we asked for: it is read no further, the rest waits on the line.
  const readOn: (() => void)[] = [];
  const taken = (taking: Promise<void>): void => {
    pending.delete(taking);
    if (pending.size < most) for (const goOn of readOn.splice(0)) goOn();
  };
  const take = async (packet: IPublishPacket): Promise<void> => {
    const { stream } = client;
    const isDurable = await listener.onMessage(inboundOf(packet));
    // The number of a message means nothing to another connection: there it may stand for another message.
    if (!isDurable || packet.qos === 0 || client.stream !== stream || !client.connected) return;
    client['_sendPacket']({ cmd: 'puback', messageId: packet.messageId ?? 0, reasonCode: 0 });
  };
  client.handleMessage = (packet, callback) => {
    const taking = take(packet).finally(() => taken(taking));
    pending.add(taking);
    const goOn = (): void => callback(packet.qos === 0 ? undefined : new Error('acknowledged when it is durable'));
    if (pending.size < most) goOn();
    else readOn.push(goOn);
  };
  return {
    async settled(graceMs: number): Promise<void> {
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([Promise.allSettled(pending), grace]);
      clearTimeout(timer);
    },
  };
}

function inboundOf(packet: IPublishPacket): Inbound {
  const { properties } = packet;
  const own = Object.entries(properties?.userProperties ?? {});
  return {
    topic: packet.topic,
    body: typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload,
    ...(properties?.contentType === undefined ? {} : { contentType: properties.contentType }),
    attributes: Object.fromEntries(own.map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value])),
    retained: packet.retain === true,
    again: packet.dup === true,
  };
}

async function probe(settings: BrokerSettings): Promise<Result<{ readonly protocol: string }>> {
  const client = connected(settings, { clean: true, reconnectPeriod: 0 });
  if (!client.ok) return client;
  const connection = client.value;
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('connect', () => resolve());
      connection.once('error', reject);
      connection.once('close', () => reject(new Error('timeout')));
    });
    return ok({ protocol: `MQTT ${speaks5(connection) ? '5' : '3.1.1'}` });
  } catch (error) {
    if (stepsDown(connection, settings, error)) return probe({ ...settings, version: '3.1.1' });
    return fail(failureOf(error, shownAddress(settings.url)));
  } finally {
    connection.on('error', () => undefined);
    await connection.endAsync(true).catch(() => undefined);
  }
}
