/** Idempotency keys: `k1.` + hash of the canonical JSON array of the natural key. `k1` names the recipe. */
import canonicalize from 'canonicalize';
import type { Hash } from '../ports.ts';

export type KeyPart = string | number | boolean | null;

/** Canonical JSON of RFC 8785. Throws for what JSON cannot hold (NaN, Infinity, a lone surrogate): a bug in the caller. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form.');
  return text;
}

/** Key of a business fact: the same parts give the same key on every machine and in every release. */
export function idempotencyKey(parts: readonly KeyPart[], hash: Hash): string {
  return `k1.${hash(canonicalJson(parts))}`;
}
