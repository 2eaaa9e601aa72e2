/** How a client reaches the broker: address, identity, trust. */
import { readFileSync } from 'node:fs';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { failureOf, shownAddress, VERSION_REFUSED } from './faults.ts';

export interface BrokerSettings {
  readonly url: string;
  /** `auto`: 5, and 3.1.1 where the broker says that it does not speak 5. */
  readonly version: 'auto' | '5' | '3.1.1';
  readonly user?: string;
  readonly password?: string;
  readonly ca?: string;
  /** Files on this machine: the key never travels through the editor. */
  readonly certificateFile?: string;
  readonly keyFile?: string;
  readonly verifyCertificate: boolean;
  readonly timeoutMs: number;
}

export const RECONNECT_MS = 1_000;
const KEEPALIVE_S = 30;
const MQTT_5 = 5;
const MQTT_3_1_1 = 4;

/** Files of certificates are read with every start, so that a renewed one only needs a deploy. */
export function connected(settings: BrokerSettings, own: IClientOptions): Result<MqttClient> {
  try {
    const options: IClientOptions = {
      protocolVersion: settings.version === '3.1.1' ? MQTT_3_1_1 : MQTT_5,
      keepalive: KEEPALIVE_S,
      connectTimeout: settings.timeoutMs,
      reconnectOnConnackError: true,
      resubscribe: false,
      rejectUnauthorized: settings.verifyCertificate,
      ...(settings.user === undefined ? {} : { username: settings.user, password: settings.password ?? '' }),
      ...(settings.ca === undefined ? {} : { ca: settings.ca }),
      ...(settings.certificateFile === undefined ? {} : { cert: readFileSync(settings.certificateFile) }),
      ...(settings.keyFile === undefined ? {} : { key: readFileSync(settings.keyFile) }),
      ...own,
    };
    return ok(mqtt.connect(settings.url, options));
  } catch (error) {
    return fail(failureOf(error, shownAddress(settings.url)));
  }
}

export const speaks5 = ({ options }: MqttClient): boolean => options.protocolVersion === MQTT_5;

/** True when the broker refused MQTT 5 and the next attempt of the client is by 3.1.1. */
export function stepsDown(client: MqttClient, { version }: BrokerSettings, error: unknown): boolean {
  if (version !== 'auto' || !speaks5(client) || failureOf(error, '').code !== VERSION_REFUSED) return false;
  client.options.protocolVersion = MQTT_3_1_1;
  return true;
}
