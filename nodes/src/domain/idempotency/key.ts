/** Idempotency keys: `k1.` + hash of the canonical JSON array of the natural key. `k1` names the recipe. */
import canonicalize from 'canonicalize';
import type { Hash } from '../ports.ts';

export type KeyPart = string | number | boolean | null;

/** Canonical JSON of RFC 8785. Throws for what JSON cannot hold (NaN, Infinity, a lone surrogate): a bug in the caller. */
export function canonicalJson(value: unknown): string {
  const text = plainText(value, 0) ?? canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form.');
  return text;
}

const MAX_DEPTH = 64;

/** The same for plain JSON of moderate depth, at a third of the cost; `undefined` for all else. */
function plainText(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= MAX_DEPTH || 'toJSON' in value) return undefined;
      return Array.isArray(value) ? listText(value, depth + 1) : recordText(value, depth + 1);
    default:
      return undefined;
  }
}

/** Text in which nothing has to be written differently between quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(value: string): string | undefined {
  if (PLAIN.test(value)) return `"${value}"`;
  return value.isWellFormed() ? JSON.stringify(value) : undefined;
}

function listText(list: readonly unknown[], depth: number): string | undefined {
  let text = '';
  for (const item of list) {
    const part = plainText(item, depth);
    if (part === undefined) return undefined;
    text += text === '' ? part : `,${part}`;
  }
  return `[${text}]`;
}

/** Names in the order of their UTF-16 units, which is what `sort` compares. */
function recordText(record: object, depth: number): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(record);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return undefined;
  let text = '';
  for (const name of Object.keys(record).sort()) {
    const part = plainText((record as Record<string, unknown>)[name], depth);
    const title = quoted(name);
    if (part === undefined || title === undefined) return undefined;
    text += `${text === '' ? '' : ','}${title}:${part}`;
  }
  return `{${text}}`;
}

/** Key of a business fact: the same parts give the same key on every machine and in every release. */
export function idempotencyKey(parts: readonly KeyPart[], hash: Hash): string {
  return `k1.${hash(canonicalJson(parts))}`;
}
