/** What follows one thing in Odoo, and what it tells the node about a poll. */
import type { EventAttributes } from '../../canonical/build.ts';
import { buildEvent } from '../../canonical/build.ts';
import type { EventData, EventName } from '../../canonical/registry.ts';
import type { CounterState } from '../../journal.ts';
import type { Message } from '../../message.ts';
import type { Erp, Hash, Result } from '../../ports.ts';

export interface Arrived {
  readonly identity: readonly (string | number)[];
  readonly message: Message;
}

export type OwnWrites = 'hide' | 'mark' | 'show';

export interface FeedParts {
  readonly erp: Erp;
  readonly hash: Hash;
  /** User we write with; what bears it is our own. */
  readonly ownUid: number | undefined;
  readonly ownWrites: OwnWrites;
  readonly enterprise: string;
  readonly site: string;
  readonly system: string;
  nowMs(): number;
  /** Stores events and notes in one transaction; waits while the flow has enough. */
  take(arrived: readonly Arrived[], notes: readonly CounterState[]): Promise<Result<void>>;
}

export interface FeedReport {
  readonly emitted: number;
  /** Met again and known. */
  readonly repeated: number;
  /** Our own writes that were held back. */
  readonly own: number;
  /** `model:id` of what changed since the last poll, for the comparison with hints; none at the first look. */
  readonly changed: readonly string[];
}

export interface Feed {
  poll(): Promise<Result<FeedReport>>;
  /** Finds what no poll can: deletions. */
  sweep(): Promise<Result<FeedReport>>;
  /** Sends again what changed between two times (in Odoo's words), as it stands now. */
  replay(from: string, to: string, run: string): Promise<Result<FeedReport>>;
}

export const NOTHING: FeedReport = { emitted: 0, repeated: 0, own: 0, changed: [] };

/** `originsystem` of what we wrote ourselves, where that is wanted to be seen. */
const OURSELVES = 'plantwire';

export interface Occasion {
  readonly at: string;
  readonly mode: EventAttributes['deliverymode'];
  readonly own?: boolean;
  readonly id?: EventAttributes['id'];
}

/** The event as a message; data that breaks its contract leaves with the reason instead. */
export function messageOf<N extends EventName>(
  parts: FeedParts,
  name: N,
  data: EventData<N>,
  occasion: Occasion,
): Message {
  const event = buildEvent(
    name,
    data,
    {
      ...{ enterprise: parts.enterprise, site: parts.site, system: parts.system },
      ...(occasion.own ? { originsystem: OURSELVES } : {}),
      ...{ time: occasion.at, recordedtime: new Date(parts.nowMs()).toISOString(), timequality: 'synced' as const },
      ...{ sequence: { epoch: 0, counter: 0 }, deliverymode: occasion.mode ?? 'live' },
      ...(occasion.id ? { id: occasion.id } : {}),
    },
    parts.hash,
  );
  return event.ok ? { event: event.value, trail: [] } : { event: data, failure: event.failure, trail: [] };
}
