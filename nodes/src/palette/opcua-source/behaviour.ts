/** Subscribes to the tags of machines and emits one message per publish response. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import { machinesBehind, tagsOf } from '../../domain/plant/equipment-tags.ts';
import type { FeedHealth, PlantEndpoint } from '../../domain/plant/tag-feed.ts';
import { fail, ok, type Result, type Sample } from '../../domain/ports.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import type { definition } from './definition.ts';
import { freshness } from './freshness.ts';

type Config = z.output<typeof definition.config>;

const STATUS_EVERY_MS = 1_000;

export async function startSource(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const endpoint = await context.resource<PlantEndpoint>(context.config.endpoint);
  if (!endpoint.ok) return endpoint;
  const tags = chosenTags(context.config, endpoint.value);
  return tags.ok ? ok(watch(context, endpoint.value, tags.value)) : tags;
}

/** Machines named, or all behind the endpoint when neither machines nor tags are; plus the tags listed. */
export function chosenTags(config: Config, { name, site }: PlantEndpoint): Result<readonly string[]> {
  const behind = machinesBehind(site.pack, name);
  const every = config.equipment.length === 0 && config.tags.length === 0;
  const wanted = every ? behind.map(({ id }) => id) : config.equipment;
  const found = wanted.map((one) => ({ one, machine: site.equipment(one) }));
  const stranger = found.find(({ machine }) => !machine || !behind.includes(machine));
  if (stranger) return fail(notBehind(stranger.one, name, behind));
  const machines = found.flatMap(({ machine }) => (machine ? [machine] : []));
  const tags = [...new Set([...tagsOf(machines), ...config.tags])];
  return tags.length > 0 ? ok(tags) : fail(nothingToWatch(name));
}

function watch(context: NodeContext<Config>, endpoint: PlantEndpoint, tags: readonly string[]): Behaviour {
  const { clock, config } = context;
  const { samplingMs, publishingMs, queueSize } = config;
  // A change waits for its sampling, for the next publishing, and for the network.
  const observedMs = samplingMs + 2 * publishingMs + 1_000;
  const bad = new Map<string, string>();
  let health: FeedHealth = endpoint.feed.health();
  let dataAtMs: number | undefined;
  let logged = '';

  const onSamples = (samples: readonly Sample[]): void => {
    for (const { tag, status } of samples) {
      if (status.startsWith('Good')) bad.delete(tag);
      else bad.set(tag, status);
    }
    if (samples.some(({ status }) => status.startsWith('Good'))) dataAtMs = clock.now();
    context.emit({ event: { source: endpoint.name, samples, observedMs }, trail: [] });
  };
  const onHealth = (next: FeedHealth): void => {
    health = next;
    const reason = next.failure?.reason ?? '';
    if (next.failure && reason !== logged) context.log.failure(next.failure);
    logged = reason;
  };
  const subscription = endpoint.feed.subscribe(tags, { samplingMs, publishingMs, queueSize }, { onSamples, onHealth });

  let cancel: () => void = () => undefined;
  const show = (): void => {
    const ageMs = dataAtMs === undefined ? undefined : clock.now() - dataAtMs;
    context.report(freshness({ health, ageMs, publishingMs, tags: tags.length, bad }));
    cancel = clock.after(STATUS_EVERY_MS, show);
  };
  show();
  return {
    async close() {
      cancel();
      await subscription.close();
    },
  };
}

function notBehind(name: string, endpoint: string, behind: readonly { readonly name: string }[]): Failure {
  return {
    code: 'equipment-unknown',
    class: 'configuration',
    attempted: 'watch a machine',
    on: name,
    reason: `the site pack has no such machine behind the endpoint ${endpoint}`,
    nextStep: `Choose from ${behind.map((machine) => machine.name).join(', ') || 'none: add machines to the site pack'}.`,
  };
}

function nothingToWatch(endpoint: string): Failure {
  return {
    code: 'nothing-to-watch',
    class: 'configuration',
    attempted: 'watch tags',
    on: endpoint,
    reason: 'no machine of the site pack is behind this endpoint, and no tags are listed',
    nextStep: 'Add machines to the site pack or list tags in the node.',
  };
}
