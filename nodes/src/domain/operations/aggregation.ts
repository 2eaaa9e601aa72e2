/** What an aggregate sums up: how it reads events, cuts time, and says the result. Pure; the node keeps it and sends it. */
import { buildEvent, type EventAttributes } from '../canonical/build.ts';
import type { EventData, EventName } from '../canonical/registry.ts';
import type { Envelope } from '../envelope.ts';
import type { Hash } from '../ports.ts';
import type { SitePackResource } from '../site/resource.ts';
import { byLength, byPause, byShift, type Cut } from './windows/cut.ts';
import type { Entry } from './windows/entry.ts';
import type { Report } from './windows/issue.ts';
import type { Plan } from './windows/take.ts';

export type Reading<S> =
  | { readonly entries: readonly Entry<S>[] }
  /** Not an event that is summed up here. */
  | { readonly other: true }
  /** It should be, but lacks this. */
  | { readonly missing: string };

export interface Aggregation<S, F> {
  readonly plan: Plan<S, F>;
  read(event: Envelope): Reading<S>;
  /** The event that tells a window; `sequence` counts them. */
  say(report: Report<F>, sequence: number, nowMs: number): Envelope;
}

export interface WindowOptions {
  readonly windows: 'shift' | 'length' | 'pause';
  readonly minutes: number;
  readonly graceMinutes: number;
  readonly quietSeconds: number;
  readonly keepDays: number;
}

/** The edge that sums up. */
export interface Edge {
  readonly site: SitePackResource;
  readonly hash: Hash;
  /** Counts its own events; becomes part of the source. */
  readonly system: string;
}

const MINUTE_MS = 60_000;

export function cutOf({ windows, minutes }: WindowOptions, { calendar, pack }: SitePackResource): Cut {
  if (windows === 'shift') return byShift(calendar);
  return windows === 'length' ? byLength(pack.timeZone, minutes * MINUTE_MS) : byPause(minutes * MINUTE_MS);
}

export const patience = ({ graceMinutes, quietSeconds, keepDays }: WindowOptions) => ({
  graceMs: graceMinutes * MINUTE_MS,
  quietMs: quietSeconds * 1_000,
  keepMs: keepDays * 86_400_000,
});

export const iso = (ms: number): string => new Date(ms).toISOString();

/** The same fact told under another envelope is the same fact. */
export const slotOf = ({ idempotencykey, source, id }: Envelope): string => idempotencykey ?? `${source} ${id}`;

/** Our own data: what breaks the contract is a bug of ours, not of the plant. */
export function saying<N extends EventName>(
  { site: { pack }, hash, system }: Edge,
  name: N,
  data: EventData<N>,
  at: { readonly endMs: number; readonly sequence: number; readonly nowMs: number },
): Envelope {
  const attributes: EventAttributes = {
    ...{ enterprise: pack.enterprise, site: pack.site, system, originsystem: `scada-${pack.site.toLowerCase()}` },
    ...{ time: iso(at.endMs), recordedtime: iso(at.nowMs), timequality: 'synced' },
    sequence: { epoch: 1, counter: at.sequence },
  };
  const built = buildEvent(name, data, attributes, hash);
  if (!built.ok) throw new Error(`${name}: ${built.failure.reason}`);
  return built.value;
}
