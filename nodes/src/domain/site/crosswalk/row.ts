/**
 * Rows of the crosswalk that engineers maintain while the plant runs. They lie in the journal, beside the rows of the site
 * pack, and only approved ones translate. A row is never removed: it is retired, or its validity ends.
 */
import type { CrosswalkRow } from '../pack.ts';

export interface KeptRow extends CrosswalkRow {
  readonly id: number;
  /** Epoch ms. */
  readonly changedAt: number;
  readonly changedBy: string;
  readonly reason: string;
}

export type CrosswalkMove =
  | { readonly kind: 'add'; readonly row: CrosswalkRow }
  | { readonly kind: 'approve' | 'retire'; readonly id: number }
  /** Valid up to this day, and no longer; a successor begins the day after. */
  | { readonly kind: 'end'; readonly id: number; readonly validTo: string };

/** All of it, or nothing. */
export interface CrosswalkChange {
  /** Name of the site pack. */
  readonly site: string;
  readonly moves: readonly CrosswalkMove[];
}

/** One unknown code, however often it came. */
export interface Miss {
  readonly site: string;
  readonly domain: string;
  readonly system: string;
  readonly code: string;
  readonly count: number;
  /** Epoch ms of the first and the last message that was put aside for it. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Time of the last event. */
  readonly at: string;
}

/** Under these names the journal tells that rows changed, or that a message was put aside for an unknown code. */
export const ROWS_CHANGED = 'crosswalk rows';
export const CODE_MISSED = 'crosswalk misses';

/** Rows of a site; more is a database, not a crosswalk. */
export const MAX_ROWS = 50_000;
