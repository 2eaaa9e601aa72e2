/** Watches tags and emits one message per publish response. */
import type { z } from 'zod';
import type { PlantEndpoint } from '../../domain/plant/endpoint.ts';
import type { FeedHealth } from '../../domain/plant/tag-feed.ts';
import type { Sample } from '../../domain/ports.ts';
import type { NodeContext, StatusReport } from '../../host/node.ts';
import type { definition } from './definition.ts';
import { freshness } from './freshness.ts';

type Config = z.output<typeof definition.config>;

export interface Part {
  report(): StatusReport;
  close(): Promise<void>;
}

export function watchValues(context: NodeContext<Config>, endpoint: PlantEndpoint, tags: readonly string[]): Part {
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
    context.emit({ event: { source: endpoint.name, samples, observedMs }, trail: [] }, 'samples');
  };
  const onHealth = (next: FeedHealth): void => {
    health = next;
    const reason = next.failure?.reason ?? '';
    if (next.failure && reason !== logged) context.log.failure(next.failure);
    logged = reason;
  };
  const subscription = endpoint.feed.subscribe(tags, { samplingMs, publishingMs, queueSize }, { onSamples, onHealth });
  return {
    report() {
      const ageMs = dataAtMs === undefined ? undefined : clock.now() - dataAtMs;
      return freshness({ health, ageMs, publishingMs, tags: tags.length, bad });
    },
    close: () => subscription.close(),
  };
}
