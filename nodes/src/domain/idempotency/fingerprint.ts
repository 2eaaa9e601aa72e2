/** Fingerprint of an event's data: tells a repeated message from another message under the same key. */
import type { Hash } from '../ports.ts';
import { canonicalJson } from './key.ts';

/**
 * Hash of `data` without its volatile fields. A path is dotted (`interval.end`); `*` stands for every member of an
 * array or object (`serials.*.printedAt`). A path that is not there changes nothing.
 */
export function fingerprint(data: unknown, volatilePaths: readonly string[], hash: Hash): string {
  const stable = volatilePaths.reduce((value, path) => without(value, path.split('.')), data);
  return hash(canonicalJson(stable ?? null));
}

function without(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => (step === '*' || step === String(index) ? without(item, rest) : item));
  }
  const kept: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (step !== '*' && step !== name) kept.push([name, member]);
    else if (rest.length > 0) kept.push([name, without(member, rest)]);
  }
  return Object.fromEntries(kept);
}
