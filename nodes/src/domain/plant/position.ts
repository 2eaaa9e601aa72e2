/** Where one counter stands: durable, plain JSON, the unit of the ledger. Totals are decimal strings. */

import type { Envelope } from '../envelope.ts';
import type { CounterState } from '../journal.ts';
import type { Mark } from './marks.ts';

/** What the machine was working on; a range of counts has exactly one. Empty text means none. */
export interface Snapshot {
  readonly order: string;
  readonly lot: string;
  readonly material: string;
  readonly reason: string;
}

export interface Remark {
  readonly id: string;
  readonly text: string;
}

export interface Held {
  readonly status: string;
  /** Our clock when the value was last vouched for; absent when nobody watched. */
  readonly sinceMs?: number | undefined;
  /** Stamp of the bad sample; a good one that was read before it vouches for nothing. */
  readonly atMs?: number | undefined;
  /** Newest stamp that was still watched; what changed up to there did not go unseen. */
  readonly afterMs?: number | undefined;
}

export interface Position {
  /** Rises whenever the total cannot be continued, so (epoch, from, to] never repeats. */
  readonly epoch: number;
  readonly epochAtMs: number;
  /** Last good value as the device showed it. */
  readonly register: string;
  /** `register` with its rollovers added up; only grows inside an epoch. */
  readonly total: string;
  /** Start of the range that is not published yet. */
  readonly openFrom: string;
  readonly openAtMs: number;
  /** First count of the open range; absent while it is empty. */
  readonly firstAtMs?: number | undefined;
  readonly firstArrivedMs?: number | undefined;
  /** Stamp of the last good sample, and when it came in. */
  readonly atMs: number;
  readonly arrivedMs: number;
  readonly timeQuality: Envelope['timequality'];
  /** While the source does not vouch for the value: the open range stays open. */
  readonly held?: Held | undefined;
  /** The machine's order, lot or reason changed while the counter was held. */
  readonly torn?: boolean | undefined;
  /** What counts belong to that were made before `untilMs`. */
  readonly before?: { readonly snapshot: Snapshot; readonly untilMs: number } | undefined;
  /** Where the device stood before a jump that was put aside; it may come back. */
  readonly jump?: { readonly register: string; readonly atMs: number } | undefined;
  /** Which counts were read when, of ranges that left as well. */
  readonly marks?: readonly Mark[] | undefined;
  /** Travel with the next event of this counter. */
  readonly remarks?: readonly Remark[] | undefined;
}

/** Row of the ledger; `tag` is the counter's name in events and keys. */
export function toCounterState(tag: string, position: Position): CounterState {
  const { epoch, total, openFrom, ...memory } = position;
  return { tag, epoch, total, openFrom, at: new Date(position.atMs).toISOString(), memory };
}

export function fromCounterState(row: CounterState): Position {
  const memory = row.memory as Omit<Position, 'epoch' | 'total' | 'openFrom'>;
  return { ...memory, epoch: row.epoch, total: row.total, openFrom: row.openFrom };
}
