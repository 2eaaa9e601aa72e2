/** What any input must be before a schema looks at it: plain JSON of bounded size, numbers finite, text well formed. */
import type { Finding } from './issues.ts';
import { pathText } from './wording.ts';

export interface Bounds {
  readonly depth: number;
  /** Objects, arrays and values together. */
  readonly nodes: number;
  /** Characters of all texts and field names together. */
  readonly characters: number;
}

/** Larger content travels by reference (`dataref`). */
export const EVENT_BOUNDS: Bounds = { depth: 16, nodes: 10_000, characters: 256 * 1024 };

interface Walk {
  readonly bounds: Bounds;
  nodes: number;
  characters: number;
}

/** The first thing that is out of bounds; undefined when all is well. A cycle ends at the depth bound. */
export function outOfBounds(input: unknown, bounds: Bounds = EVENT_BOUNDS): Finding | undefined {
  // Nearly all are within: where something is wrong is asked only when it is.
  if (isWithin(input, 0, { bounds, nodes: 0, characters: 0 })) return undefined;
  return visit(input, [], { bounds, nodes: 0, characters: 0 });
}

function isWithin(value: unknown, depth: number, walk: Walk): boolean {
  walk.nodes += 1;
  if (walk.nodes > walk.bounds.nodes) return false;
  switch (typeof value) {
    case 'string':
      return isText(value, walk);
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || (depth < walk.bounds.depth && areWithin(value, depth + 1, walk));
    default:
      return typeof value === 'boolean' || value === undefined;
  }
}

function areWithin(value: object, depth: number, walk: Walk): boolean {
  if (Array.isArray(value)) {
    for (const item of value) if (!isWithin(item, depth, walk)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
  for (const name of Object.keys(value)) {
    if (name === '__proto__' || !isText(name, walk)) return false;
    if (!isWithin((value as Record<string, unknown>)[name], depth, walk)) return false;
  }
  return true;
}

function isText(value: string, walk: Walk): boolean {
  walk.characters += value.length;
  return walk.characters <= walk.bounds.characters && value.isWellFormed();
}

function visit(value: unknown, path: readonly PropertyKey[], walk: Walk): Finding | undefined {
  walk.nodes += 1;
  if (walk.nodes > walk.bounds.nodes) return at(path, `has more than ${walk.bounds.nodes} values`);
  switch (typeof value) {
    case 'string':
      return text(value, path, walk);
    case 'number':
      return Number.isFinite(value) ? undefined : at(path, 'must be a finite number', String(value));
    case 'boolean':
    case 'undefined':
      return undefined;
    case 'object':
      return value === null ? undefined : children(value, path, walk);
    default:
      return at(path, `must be plain JSON, not a ${typeof value}`);
  }
}

function children(value: object, path: readonly PropertyKey[], walk: Walk): Finding | undefined {
  if (path.length >= walk.bounds.depth) return at(path, `is nested deeper than ${walk.bounds.depth} levels`);
  if (Array.isArray(value)) return firstOf(value.entries(), (index) => index, path, walk);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return at(path, `must be plain JSON, not a ${value.constructor?.name ?? 'special object'}`);
  }
  for (const name of Object.keys(value)) {
    const found = name === '__proto__' ? at(path, 'has a field named __proto__') : text(name, path, walk);
    if (found) return found;
  }
  return firstOf(Object.entries(value), (name) => name, path, walk);
}

function firstOf<K extends PropertyKey>(
  entries: Iterable<[K, unknown]>,
  step: (key: K) => PropertyKey,
  path: readonly PropertyKey[],
  walk: Walk,
): Finding | undefined {
  for (const [key, child] of entries) {
    const found = visit(child, [...path, step(key)], walk);
    if (found) return found;
  }
  return undefined;
}

function text(value: string, path: readonly PropertyKey[], walk: Walk): Finding | undefined {
  walk.characters += value.length;
  if (walk.characters > walk.bounds.characters) return at(path, `has more than ${walk.bounds.characters} characters`);
  // A surrogate without its other half: no JSON text and no hash can hold it.
  return value.isWellFormed() ? undefined : at(path, 'has broken text (half a Unicode character)');
}

function at(path: readonly PropertyKey[], rule: string, value?: string): Finding {
  return { path: pathText(path) || 'event', rule, ...(value === undefined ? {} : { value }) };
}
