/**
 * What follows from an event's own data: ordering scope, subject, correlation, natural key. Missing attributes are
 * filled in, so a simple producer or a person at a dead letter need not compute a hash; given ones must be right.
 */
import { sequenceText } from '../canonical/build.ts';
import type { EventDefinition, KeyScope } from '../canonical/definition.ts';
import { schemaUrn } from '../canonical/registry.ts';
import { placeAttributes } from '../canonical/site-attributes.ts';
import { idempotencyKey } from '../idempotency/key.ts';
import type { Hash } from '../ports.ts';
import type { Finding } from './issues.ts';

type Loose = Readonly<Record<string, unknown>>;

/** Enterprise, site and system of an event, as far as it says them. */
export function scopeOf(event: Loose): KeyScope {
  const [urn, product, fromSource] = textOf(event.source).split(':');
  const [, fromCorrelation] = textOf(event.correlationid).split(':');
  const equipment = isRecord(event.data) ? textOf(event.data.equipmentId) : '';
  const fromEquipment = equipment.split('/')[0] || undefined;
  const named = urn === 'urn' && product === 'plantwire' ? decoded(fromSource) : (fromEquipment ?? fromCorrelation);
  return { enterprise: named ?? '', site: textOf(event.siteid), system: textOf(event.originsystem) };
}

/** Sorts before everything its source ever numbered: a person repaired the event, or the producer does not count. */
const UNNUMBERED = sequenceText(0, 0);

/** `data` has passed the reader of `definition`. */
export function derivedOf(definition: EventDefinition, event: Loose, data: Record<string, unknown>, hash: Hash): Loose {
  const scope = scopeOf(event);
  const parts = definition.naturalKey(data, scope);
  return {
    partitionkey: definition.partition(data, scope),
    subject: definition.subject(data),
    correlationid: definition.correlation(data, scope),
    datacontenttype: 'application/json',
    sequence: UNNUMBERED,
    dataschema: schemaUrn(definition),
    ...placeAttributes(data.equipmentId),
    ...(parts ? { idempotencykey: idempotencyKey(parts, hash) } : {}),
  };
}

/** Attributes that decide order and uniqueness: a given value that differs from the computed one is refused. */
const BINDING = ['partitionkey', 'idempotencykey'] as const;

export function contradictions(event: Loose, derived: Loose): readonly Finding[] {
  return BINDING.flatMap((name) => {
    const [given, computed] = [event[name], derived[name]];
    if (typeof given !== 'string' || computed === undefined || given === computed) return [];
    const rule = `does not belong to this data: it would be ${String(computed)}`;
    return [{ path: name, rule, value: given.slice(0, 80) }];
  });
}

function decoded(word: string | undefined): string | undefined {
  try {
    return word === undefined ? undefined : decodeURIComponent(word);
  } catch {
    return word;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
