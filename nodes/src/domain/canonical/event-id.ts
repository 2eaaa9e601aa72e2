/**
 * Event ids. A source that numbers its messages keeps its number; everything else gets an id that follows from what
 * happened, so the same fact read twice has the same id. A random id is never used.
 */
import { canonicalJson } from '../idempotency/key.ts';
import type { Hash } from '../ports.ts';

/** Where an id comes from, best first. `hash` tiers start with `e1-`; the last one starts with `u1-`. */
export type IdOrigin =
  /** The source's own id. */
  | { readonly tier: 'source'; readonly id: string }
  /** A business record with a revision. */
  | {
      readonly tier: 'record';
      readonly system: string;
      readonly model: string;
      readonly record: string;
      readonly revision: number;
    }
  /** A closed range of a counter. */
  | {
      readonly tier: 'counter';
      readonly tag: string;
      readonly epoch: number;
      readonly from: string;
      readonly to: string;
    }
  /** A digital edge or a state change, stamped by server or device, never on arrival. */
  | { readonly tier: 'edge'; readonly tag: string; readonly state: string; readonly atMs: number }
  | { readonly tier: 'row'; readonly fileHash: string; readonly row: number }
  /** The natural key of the event: it may happen once only. */
  | { readonly tier: 'key'; readonly parts: readonly (string | number)[] }
  /** Nothing usable: content and the minute it came in. Never posted without a person. */
  | { readonly tier: 'content'; readonly content: string; readonly atMs: number };

export function eventId(origin: IdOrigin, source: string, hash: Hash): string {
  const digest = (parts: readonly (string | number)[]): string => `e1-${hash(canonicalJson(parts))}`;
  switch (origin.tier) {
    case 'source':
      return cleanId(origin.id);
    case 'record':
      return cleanId(`${origin.system}-${origin.model}-${origin.record}-r${origin.revision}`);
    case 'counter':
      return digest([source, origin.tag, origin.epoch, origin.from, origin.to]);
    case 'edge':
      return digest([source, origin.tag, origin.state, origin.atMs]);
    case 'row':
      return digest([origin.fileHash, origin.row]);
    case 'key':
      return digest(origin.parts);
    case 'content':
      return `u1-${hash(canonicalJson([source, origin.content, Math.floor(origin.atMs / 60_000)]))}`;
  }
}

/** False for an id that only content and minute speak for. */
export function isPostable(id: string): boolean {
  return !id.startsWith('u1-');
}

/** Keeps letters, digits and `_:~-`; a model's dot becomes `_` as in `odoo-mrp_production-4711-r3`. */
function cleanId(id: string): string {
  const clean = id.replaceAll(/[^A-Za-z0-9_:~-]/g, '_');
  return (RESERVED.test(clean) ? `x-${clean}` : clean).slice(0, 200);
}

/** Prefixes that say how we derived an id; a source that happens to use them is told apart. */
const RESERVED = /^[eu]1-/;
