/** Key and secrets of the endpoint: typed into the form, or named there and found in the environment. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

export type Environment = (name: string) => string | undefined;

export interface Credentials {
  readonly secrets: readonly string[];
  readonly apiKey?: { readonly header: string; readonly value: string };
}

const SHORTEST_SECRET = 24;

export function credentialsOf(config: Config, environment: Environment): Result<Credentials> {
  const { access, secretVariable, apiKeyVariable, apiKeyHeader, nextSecret } = config;
  const secret = config.secret.trim() || fromVariable(secretVariable, environment);
  const key = config.apiKey.trim() || fromVariable(apiKeyVariable, environment);
  const signs = access === 'signature' || access === 'both';
  const shows = access === 'apiKey' || access === 'both';
  if (signs && secret === '') return fail(missing(config, 'signing secret', secretVariable));
  if (shows && key === '') return fail(missing(config, 'API key', apiKeyVariable));
  const secrets = signs ? [secret, nextSecret.trim()].filter((one) => one !== '') : [];
  if (secrets.some((one) => one.length < SHORTEST_SECRET)) return fail(tooShort(config));
  return ok({ secrets, ...(shows ? { apiKey: headerOf(apiKeyHeader, key) } : {}) });
}

const fromVariable = (variable: string, environment: Environment): string =>
  variable === '' ? '' : (environment(variable) ?? '').trim();

const headerOf = (header: string, key: string) => {
  const name = header.toLowerCase();
  return { header: name, value: name === 'authorization' ? `Bearer ${key}` : key };
};

const misconfigured = ({ endpoint }: Config, field: string): Omit<Failure, 'reason' | 'nextStep'> => ({
  code: 'node-misconfigured',
  class: 'configuration',
  attempted: `use the endpoint ${endpoint}`,
  on: `field "${field}"`,
});

const missing = (config: Config, field: 'signing secret' | 'API key', variable: string): Failure => ({
  ...misconfigured(config, field === 'API key' ? field : 'Signing secret'),
  reason: variable === '' ? `enter the ${field}` : `set ${variable} or enter the ${field}`,
  nextStep:
    variable === ''
      ? 'Enter it in the node, or choose another access.'
      : `Set ${variable} where Plantwire is started, or open the node, enter it and deploy.`,
});

const tooShort = (config: Config): Failure => ({
  ...misconfigured(config, 'Signing secret'),
  reason: `has fewer than ${SHORTEST_SECRET} characters`,
  nextStep: 'Agree on a longer one with the other side; whsec_ and 32 random bytes in base64 are usual.',
});
