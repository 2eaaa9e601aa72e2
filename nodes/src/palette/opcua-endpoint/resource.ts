/** Opens the endpoint without waiting for the server; its health is that of the feed. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import type { ConditionFeed } from '../../domain/plant/condition-feed.ts';
import type { PlantEndpoint } from '../../domain/plant/endpoint.ts';
import type { FeedHealth, TagFeed } from '../../domain/plant/tag-feed.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { NodeContext, Resource, ResourceHealth } from '../../host/node.ts';
import type { definition } from './definition.ts';

export type Config = z.output<typeof definition.config>;

/** What the entry's adapter is asked for. */
export interface TargetSettings {
  readonly url: string;
  readonly securityMode: Config['securityMode'];
  readonly securityPolicy: Config['securityPolicy'];
  readonly user?: string;
  readonly password?: string;
  readonly trust: Config['trust'];
  readonly pkiFolder: string;
  readonly timeoutMs: number;
}

export interface Aim {
  readonly settings: TargetSettings;
  readonly site: SitePackResource;
}

type Connect = (settings: TargetSettings) => Promise<TagFeed & ConditionFeed & { close(): Promise<void> }>;

export async function openEndpoint(
  context: NodeContext<Config>,
  connect: Connect,
): Promise<Result<Resource<PlantEndpoint>>> {
  const aim = await aimOf(context);
  if (!aim.ok) return aim;
  const { settings, site } = aim.value;
  const feed = await connect(settings);
  return ok({
    value: { name: context.config.endpoint, site, feed, conditions: feed },
    health: async () => healthOf(feed.health(), settings.url),
    close: () => feed.close(),
  });
}

/** Where the form or the deployed node points to. */
export async function aimOf(context: NodeContext<Config>): Promise<Result<Aim>> {
  const { config } = context;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { endpoints, name } = site.value.pack;
  const endpoint = endpoints[config.endpoint];
  if (endpoint?.protocol !== 'opcua') return fail(endpointUnknown(config.endpoint, name, endpoints));
  const usable = site.value.endpoint(config.endpoint);
  if (!usable.ok) return usable;
  if ((config.securityMode === 'None') !== (config.securityPolicy === 'None')) return fail(policyMismatch(config));
  const { securityMode, securityPolicy, trust } = config;
  const login = config.user === '' ? {} : { user: config.user, password: config.password };
  const folder = `${context.userDir}/opcua-certificates`;
  const timeoutMs = config.timeoutSeconds * 1000;
  const settings = { url: endpoint.url, securityMode, securityPolicy, trust, ...login, pkiFolder: folder, timeoutMs };
  return ok({ settings, site: site.value });
}

export function healthOf({ state, failure }: FeedHealth, url: string): ResourceHealth {
  const lasting = failure?.class === 'authorisation' || failure?.class === 'configuration';
  const reason = failure ? { failure } : {};
  switch (state) {
    case 'flowing':
      return { health: 'ok', text: `connected to ${url}` };
    case 'connecting':
      return { health: lasting ? 'failed' : 'waiting', text: failure?.reason ?? 'connecting', ...reason };
    case 'silent':
    case 'lost':
      return { health: lasting ? 'failed' : 'degraded', text: failure?.reason ?? 'connection lost', ...reason };
  }
}

function endpointUnknown(wanted: string, pack: string, endpoints: SitePackResource['pack']['endpoints']): Failure {
  const known = Object.entries(endpoints).filter(([, { protocol }]) => protocol === 'opcua');
  return {
    code: 'endpoint-unknown',
    class: 'configuration',
    attempted: 'open the endpoint',
    on: wanted,
    reason: `the site pack ${pack} has no OPC UA endpoint of this name`,
    nextStep: known.length > 0 ? `Choose ${known.map(([name]) => name).join(' or ')}.` : 'Add one to the site pack.',
  };
}

function policyMismatch({ securityMode, securityPolicy, endpoint }: Config): Failure {
  return {
    code: 'security-mismatch',
    class: 'configuration',
    attempted: 'open the endpoint',
    on: endpoint,
    reason: `security mode ${securityMode} does not go with policy ${securityPolicy}`,
    nextStep: 'Choose None for both, or a policy for Sign and Sign and encrypt.',
  };
}
