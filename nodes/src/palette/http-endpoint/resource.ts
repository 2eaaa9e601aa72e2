/** Offers the endpoint to the nodes that send or ask; its health is how the last exchange went. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { HttpPeer } from '../../domain/publishing/peer.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { NodeContext, Resource, ResourceHealth } from '../../host/node.ts';
import { type Credentials, credentialsOf } from './access.ts';
import type { definition } from './definition.ts';

export type Config = z.output<typeof definition.config>;

/** What the entry's adapter is asked for. */
export interface PeerSettings extends Credentials {
  readonly url: string;
  readonly deadlineMs: number;
  readonly verifyCertificate: boolean;
  readonly ca?: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

export type Reach = (settings: PeerSettings) => Pick<HttpPeer, 'send'>;

export async function openHttpEndpoint(
  context: NodeContext<Config>,
  reach: Reach,
): Promise<Result<Resource<HttpPeer>>> {
  const settings = await settingsOf(context);
  if (!settings.ok) return settings;
  const { endpoint, system } = context.config;
  const peer = reach(settings.value);
  let last: Failure | 'fine' | undefined;
  return ok({
    value: {
      name: endpoint,
      system,
      async send(request) {
        const answer = await peer.send(request);
        // A refused message says nothing about the endpoint.
        last = answer.ok || isAboutMessage(answer.failure) ? 'fine' : answer.failure;
        return answer;
      },
    },
    health: async () => healthOf(last, endpoint),
    close: async () => undefined,
  });
}

const isAboutMessage = ({ class: failureClass }: Failure): boolean => ['data', 'business'].includes(failureClass);

/** Where the form or the deployed node points to. */
export async function settingsOf(
  context: Pick<NodeContext<Config>, 'config' | 'resource' | 'environment'>,
): Promise<Result<PeerSettings>> {
  const { config } = context;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const endpoint = site.value.endpoint(config.endpoint);
  if (!endpoint.ok) return endpoint;
  if (endpoint.value.protocol !== 'http') return fail(notHttp(config.endpoint, site.value.pack));
  const credentials = credentialsOf(config, context.environment);
  if (!credentials.ok) return credentials;
  const text = (name: 'ca' | 'certificateFile' | 'keyFile') =>
    config[name].trim() === '' ? {} : { [name]: config[name].trim() };
  return ok({
    ...credentials.value,
    url: endpoint.value.url,
    deadlineMs: config.deadlineSeconds * 1_000,
    verifyCertificate: config.verifyCertificate,
    ...text('ca'),
    ...text('certificateFile'),
    ...text('keyFile'),
  });
}

function healthOf(last: Failure | 'fine' | undefined, name: string): ResourceHealth {
  if (last === undefined) return { health: 'idle', text: 'not used yet' };
  if (last === 'fine') return { health: 'ok', text: `${name} answers` };
  const lasting = last.class === 'authorisation' || last.class === 'configuration';
  return { health: lasting ? 'failed' : 'degraded', text: last.reason, failure: last };
}

function notHttp(wanted: string, { name, endpoints }: SitePackResource['pack']): Failure {
  const known = Object.entries(endpoints).filter(([, { protocol }]) => protocol === 'http');
  return {
    code: 'endpoint-unknown',
    class: 'configuration',
    attempted: 'use the endpoint',
    on: wanted,
    reason: `the site pack ${name} has no HTTP endpoint of this name`,
    nextStep: known.length > 0 ? `Choose ${known.map(([one]) => one).join(' or ')}.` : 'Add one to the site pack.',
  };
}
