/** Status line of a source: green while data flows, not while it is merely connected. */
import type { FeedHealth } from '../../domain/plant/tag-feed.ts';
import type { StatusReport } from '../../host/node.ts';

export interface Freshness {
  readonly health: FeedHealth;
  /** Age of the newest good value, ms. */
  readonly ageMs: number | undefined;
  readonly publishingMs: number;
  readonly tags: number;
  readonly bad: ReadonlyMap<string, string>;
}

/** Values younger than this are called fresh; slow intervals are given time. */
const FRESH_MS = 10_000;

export function freshness({ health, ageMs, publishingMs, tags, bad }: Freshness): StatusReport {
  const connection = connectionReport(health);
  if (connection) return connection;
  if (ageMs === undefined) return { health: 'waiting', text: 'connected, no value yet' };
  if (bad.size > 0) {
    const [first = ['', '']] = bad;
    return { health: 'degraded', text: `${bad.size} of ${tags} tags bad: ${first[1]}` };
  }
  const isFresh = ageMs < Math.max(FRESH_MS, 4 * publishingMs);
  return isFresh
    ? { health: 'ok', text: `${tags} tags, fresh` }
    : { health: 'idle', text: `no change for ${ageText(ageMs)}` };
}

/** Nothing to say while the server answers. */
export function connectionReport({ state, failure }: FeedHealth): StatusReport | undefined {
  const lasting = failure?.class === 'authorisation' || failure?.class === 'configuration';
  if (state === 'connecting') return { health: lasting ? 'failed' : 'waiting', text: failure?.reason ?? 'connecting' };
  if (state === 'silent') return { health: 'degraded', text: 'server is silent, subscribing again' };
  if (state === 'lost') return { health: lasting ? 'failed' : 'degraded', text: failure?.reason ?? 'connection lost' };
  return undefined;
}

/** Coarse on purpose: a status that changes every second is noise. */
function ageText(ageMs: number): string {
  const seconds = Math.floor(ageMs / 10_000) * 10;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}
