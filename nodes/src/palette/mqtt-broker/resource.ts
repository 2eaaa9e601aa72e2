/** Offers the broker to sources and sinks. Each has a connection of its own; nothing is open before. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import type { Broker, SessionListener } from '../../domain/plant/broker.ts';
import type { FeedHealth } from '../../domain/plant/tag-feed.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { NodeContext, Resource, ResourceHealth } from '../../host/node.ts';
import type { definition } from './definition.ts';

export type Config = z.output<typeof definition.config>;

/** What the entry's adapter is asked for. */
export interface BrokerSettings {
  readonly url: string;
  readonly version: Config['protocol'];
  readonly user?: string;
  readonly password?: string;
  readonly ca?: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
  readonly verifyCertificate: boolean;
  readonly timeoutMs: number;
}

export type Reach = (settings: BrokerSettings) => Omit<Broker, 'name'>;

export async function openBroker(context: NodeContext<Config>, reach: Reach): Promise<Result<Resource<Broker>>> {
  const settings = settingsOf(context.config);
  if (!settings.ok) return settings;
  const broker = reach(settings.value);
  const sessions = new Map<symbol, FeedHealth>();
  const open: Broker['open'] = (options, listener) => {
    const id = Symbol(options.clientId);
    const watched: SessionListener = {
      onMessage: (inbound) => listener.onMessage(inbound),
      onHealth(health) {
        sessions.set(id, health);
        listener.onHealth(health);
      },
    };
    const session = broker.open(options, watched);
    return { close: () => session.close().finally(() => sessions.delete(id)) };
  };
  const publisher: Broker['publisher'] = (clientId, onHealth) => {
    const id = Symbol(clientId);
    const opened = broker.publisher(clientId, (health) => {
      sessions.set(id, health);
      onHealth(health);
    });
    return { publish: opened.publish.bind(opened), close: () => opened.close().finally(() => sessions.delete(id)) };
  };
  return ok({
    value: { name: context.name, open, publisher, probe: broker.probe },
    health: async () => healthOf([...sessions.values()]),
    close: async () => undefined,
  });
}

export function settingsOf(config: Config): Result<BrokerSettings> {
  const url = URL.parse(config.url.trim());
  if (!url || !/^(mqtts?|wss?):$/.test(url.protocol)) return fail(unusable('the address is none of an MQTT broker'));
  if (url.username !== '' || url.password !== '') return fail(unusable('the address carries user and password'));
  const text = (name: 'ca' | 'certificateFile' | 'keyFile') =>
    config[name].trim() === '' ? {} : { [name]: config[name].trim() };
  return ok({
    url: config.url.trim(),
    version: config.protocol,
    ...(config.user === '' ? {} : { user: config.user, password: config.password }),
    ...text('ca'),
    ...text('certificateFile'),
    ...text('keyFile'),
    verifyCertificate: config.verifyCertificate,
    timeoutMs: config.timeoutSeconds * 1000,
  });
}

/** The worst of the sessions. */
function healthOf(sessions: readonly FeedHealth[]): ResourceHealth {
  if (sessions.length === 0) return { health: 'idle', text: 'not used yet' };
  const bad = sessions.find(({ state }) => state !== 'flowing');
  if (!bad) return { health: 'ok', text: 'connected' };
  const { failure, state } = bad;
  const lasting = failure?.class === 'authorisation' || failure?.class === 'configuration';
  const health = lasting ? 'failed' : state === 'connecting' ? 'waiting' : 'degraded';
  return { health, text: failure?.reason ?? state, ...(failure ? { failure } : {}) };
}

const unusable = (reason: string): Failure => ({
  code: 'node-misconfigured',
  class: 'configuration',
  attempted: 'use the broker',
  on: 'field "Address"',
  reason,
  nextStep: 'Enter mqtt://host:1883 or mqtts://host:8883; user and password have fields of their own.',
});
