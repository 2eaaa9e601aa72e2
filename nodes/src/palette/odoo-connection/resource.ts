/** Opens the connection without waiting for Odoo, remembers how the last call went, waits for calls on closing. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import { type Erp, ok, type Result } from '../../domain/ports.ts';
import type { Resource, ResourceHealth } from '../../host/node.ts';
import type { definition } from './definition.ts';

export type Config = z.output<typeof definition.config>;

/** What the entry's adapter is asked for. */
export interface ConnectionSettings {
  readonly url: string;
  readonly db: string;
  readonly login: string;
  readonly apiKey: string;
  readonly protocol: Config['protocol'];
  readonly tls: { readonly ca?: string; readonly rejectUnauthorized: boolean };
  readonly deadlineMs: number;
  readonly parallelCalls: number;
}

export function settingsOf(config: Config): ConnectionSettings {
  const { db, login, apiKey, protocol, parallelCalls } = config;
  return {
    url: config.url.trim().replace(/\/+$/, ''),
    db,
    login,
    apiKey,
    protocol,
    tls: { rejectUnauthorized: config.verifyCertificate, ...(config.ca.trim() ? { ca: config.ca } : {}) },
    deadlineMs: config.deadlineSeconds * 1000,
    parallelCalls,
  };
}

/** Classes that speak about the connection; the others speak about one record. */
const ABOUT_US: readonly Failure['class'][] = ['transient', 'throttled', 'unknown', 'authorisation', 'configuration'];

export async function openConnection(
  config: Config,
  connect: (settings: ConnectionSettings) => Erp,
): Promise<Result<Resource<Erp>>> {
  const erp = connect(settingsOf(config));
  const underWay = new Set<Promise<unknown>>();
  let health: ResourceHealth = { health: 'idle', text: 'not used yet' };

  const watch = async <T>(answer: Promise<Result<T>>): Promise<Result<T>> => {
    underWay.add(answer);
    const result = await answer.finally(() => underWay.delete(answer));
    if (result.ok) health = { health: 'ok', text: `${config.db} answers` };
    else if (ABOUT_US.includes(result.failure.class)) {
      health = {
        health:
          result.failure.class === 'configuration' || result.failure.class === 'authorisation' ? 'failed' : 'degraded',
        text: result.failure.reason,
        failure: result.failure,
      };
    }
    return result;
  };

  const watched: Erp = { profile: () => watch(erp.profile()), call: (call) => watch(erp.call(call)) };
  void watched.profile();
  return ok({
    value: watched,
    health: async () => health,
    close: async () => {
      await Promise.allSettled(underWay);
    },
  });
}
