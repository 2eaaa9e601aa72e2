/**
 * Versions of an order: a release when the plant may first start it, a change when something relevant differs, a
 * cancellation once. Whatever else Odoo writes, chatter and progress included, makes no version.
 */
import { z } from 'zod';
import type { Release } from './order-document.ts';

export interface OrderNote {
  /** Name at the first release, frozen: Odoo renames an order when it splits it. */
  readonly name: string;
  readonly state: 'unknown' | 'released' | 'over';
  readonly version: number;
  /** Records it consists of. */
  readonly parts: readonly number[];
  /** Latest write that was taken into account. */
  readonly upTo: string;
  readonly release?: Release | undefined;
  /** Reason for which it was put aside last. */
  readonly refused?: string | undefined;
  /** Which end the plant was told of. */
  readonly ended?: Ended | undefined;
}

export type Ended = (typeof ENDED)[number];
const ENDED = ['CANCELLED', 'DELETED'] as const;

const note = z.object({
  name: z.string(),
  state: z.enum(['unknown', 'released', 'over']),
  version: z.number(),
  parts: z.array(z.number()),
  upTo: z.string(),
  release: z.custom<Release>((value) => typeof value === 'object' && value !== null).optional(),
  refused: z.string().optional(),
  ended: z.enum(ENDED).optional(),
});

export const readNote = (memory: unknown): OrderNote | undefined => note.safeParse(memory).data;

export type Sighting =
  | { readonly kind: 'open'; readonly release: Release; readonly ours: boolean }
  /** Every part is cancelled, or was deleted. */
  | { readonly kind: 'cancelled'; readonly ours: boolean }
  | { readonly kind: 'deleted'; readonly ours: boolean }
  | { readonly kind: 'done' }
  | { readonly kind: 'draft' };

export interface Change {
  readonly path: string;
  readonly old: unknown;
  readonly new: unknown;
}

export type Verdict =
  | { readonly kind: 'nothing' | 'ours' }
  | { readonly kind: 'released'; readonly version: number }
  | { readonly kind: 'changed'; readonly version: number; readonly changes: readonly Change[] }
  | { readonly kind: 'cancelled'; readonly version: number; readonly why: Ended };

export interface Decided {
  readonly verdict: Verdict;
  readonly state: OrderNote['state'];
  readonly version: number;
  readonly release?: Release | undefined;
}

type Known = Pick<OrderNote, 'state' | 'version' | 'release'>;

/** What the plant is to be told of an order, and what is known of it then. `hides`: our own changes are not told. */
export function decide(known: Known, seen: Sighting, hides: boolean): Decided {
  const { state, version, release } = known;
  const isReleased = state === 'released';
  const keep = { state, version, ...(release ? { release } : {}) };
  if (seen.kind === 'draft') return { verdict: { kind: 'nothing' }, ...keep };
  if (seen.kind === 'done')
    return isReleased
      ? { verdict: { kind: 'nothing' }, state: 'over', version }
      : { verdict: { kind: 'nothing' }, ...keep };
  if (seen.kind !== 'open') {
    if (!isReleased) return { verdict: { kind: 'nothing' }, ...keep };
    if (seen.ours && hides) return { verdict: { kind: 'ours' }, state: 'over', version };
    const why: Ended = seen.kind === 'deleted' ? 'DELETED' : 'CANCELLED';
    return { verdict: { kind: 'cancelled', version: version + 1, why }, state: 'over', version: version + 1 };
  }
  const now = { state: 'released' as const, release: seen.release };
  if (!isReleased || !release)
    return { verdict: { kind: 'released', version: version + 1 }, ...now, version: version + 1 };
  const changes = differences(release, seen.release);
  if (changes.length === 0) return { verdict: { kind: 'nothing' }, ...now, version };
  if (seen.ours && hides) return { verdict: { kind: 'ours' }, ...now, version };
  return { verdict: { kind: 'changed', version: version + 1, changes }, ...now, version: version + 1 };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** JSON pointers to what differs; lists of another length are told as a whole. */
export function differences(old: unknown, now: unknown, path = ''): readonly Change[] {
  if (isObject(old) && isObject(now) && Array.isArray(old) === Array.isArray(now)) {
    if (!Array.isArray(old) || !Array.isArray(now) || old.length === now.length) {
      const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
      return names.flatMap((name) =>
        differences(old[name], now[name], `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
      );
    }
  } else if (old === now) return [];
  return [{ path, old: old ?? null, new: now ?? null }];
}
