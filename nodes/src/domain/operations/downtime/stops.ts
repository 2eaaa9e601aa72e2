/**
 * Standstills of one machine with their reasons. What a person entered counts before what the machine named, the latest
 * entry before earlier ones; what nobody named is unclassified, and says so.
 */
import type { Run } from './runs.ts';
import type { DowntimeSettings, LineRule, StopReason } from './settings.ts';

/** A person says why a machine stood still at a moment. */
export interface Entry {
  readonly atMs: number;
  /** When it was decided; the latest one counts. */
  readonly decidedMs: number;
  readonly reason: string;
  readonly person?: string | undefined;
  readonly note?: string | undefined;
}

export interface Stop extends Run {
  readonly is: 'stopped' | 'planned';
  readonly reason: string;
  readonly category: StopReason['category'];
  readonly follows?: StopReason['follows'];
  readonly timeElement?: StopReason['timeElement'];
  readonly isUnclassified: boolean;
  readonly entry?: Entry | undefined;
  /** `short`: a microstop. `young`: it may still become one. */
  readonly size: 'short' | 'young' | 'long';
}

export function stopsOf(
  runs: readonly Run[],
  entries: readonly Entry[],
  settings: DowntimeSettings,
  rule: LineRule,
  nowMs: number,
): Stop[] {
  return runs.flatMap((run) => {
    if (run.is !== 'stopped' && run.is !== 'planned') return [];
    const entry = entryFor(run, entries);
    const reason = entry?.reason ?? run.cause ?? settings.unclassified;
    const row = settings.reasons.find(({ code }) => code === reason);
    const isShort = (run.toMs ?? nowMs) - run.fromMs < rule.microstopMs && entry === undefined;
    return [
      {
        ...run,
        is: run.is,
        ...{ reason, entry, follows: row?.follows, timeElement: row?.timeElement },
        category: row?.category ?? (run.is === 'planned' ? 'planned' : 'unplanned'),
        isUnclassified: reason === settings.unclassified,
        size: isShort ? (run.toMs === undefined ? 'young' : 'short') : 'long',
      },
    ];
  });
}

const entryFor = ({ fromMs, toMs }: Run, entries: readonly Entry[]): Entry | undefined =>
  entries
    .filter(({ atMs }) => fromMs <= atMs && atMs < (toMs ?? Number.POSITIVE_INFINITY))
    .reduce<Entry | undefined>((best, one) => (best === undefined || comesAfter(one, best) ? one : best), undefined);

/** Two decisions of one millisecond: any order will do, as long as it is always the same. */
function comesAfter(one: Entry, other: Entry): boolean {
  if (one.decidedMs !== other.decidedMs) return one.decidedMs > other.decidedMs;
  return textOf(one) > textOf(other);
}

const textOf = ({ atMs, reason, person, note }: Entry): string => JSON.stringify([atMs, reason, person, note]);
