/** Makes a complete, valid event of data: id, key, ordering scope, sequence, URNs. Pure: time and hash are given. */
import type { z } from 'zod';
import { type Envelope, envelopeSchema } from '../envelope.ts';
import type { Failure } from '../failure.ts';
import { idempotencyKey } from '../idempotency/key.ts';
import { fail, type Hash, ok, type Result } from '../ports.ts';
import type { EventDefinition, KeyPart, KeyScope } from './definition.ts';
import { eventId, type IdOrigin } from './event-id.ts';
import { type EventData, type EventName, events, eventType, schemaUrn, sourceUrn } from './registry.ts';
import { placeAttributes } from './site-attributes.ts';

export interface EventAttributes {
  readonly enterprise: string;
  readonly site: string;
  /** The system or edge that counts `sequence`; becomes the last part of the source URN. */
  readonly system: string;
  /** Who the fact comes from, for echo guard and keys; `system` when absent. */
  readonly originsystem?: string;
  /** RFC 3339: the source's clock. */
  readonly time: string;
  /** RFC 3339: our clock when the event was made. */
  readonly recordedtime: string;
  readonly timequality: Envelope['timequality'];
  readonly deliverymode?: Envelope['deliverymode'];
  /** Per source; the epoch rises when the counter starts again. */
  readonly sequence: { readonly epoch: number; readonly counter: number };
  /** When absent: the counter range of the data, else the natural key. */
  readonly id?: IdOrigin;
  readonly correlationid?: string;
  readonly causationid?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
  readonly expirytime?: string;
}

/**
 * `data` is written strictly: an unknown field is a mistake of the producer. Fails with `event-invalid` when data or
 * attributes break the contract, and with `natural-key-missing` when nothing makes the fact unique.
 */
export function buildEvent<N extends EventName>(
  name: N,
  data: EventData<N>,
  attributes: EventAttributes,
  hash: Hash,
): Result<Envelope> {
  const definition = events[name] as unknown as EventDefinition;
  const parsed = definition.writer.safeParse(data);
  if (!parsed.success) return fail(invalid(name, parsed.error.issues, 'data'));
  const broken = definition.rules.find((rule) => !rule.holds(parsed.data));
  if (broken) return fail(refused(name, 'event-invalid', `${broken.path}: ${broken.rule}`));
  const scope = {
    enterprise: attributes.enterprise,
    site: attributes.site,
    system: attributes.originsystem ?? attributes.system,
  };
  const parts = definition.naturalKey(parsed.data, scope);
  if (!parts) return fail(refused(name, 'natural-key-missing', 'nothing in the data makes the fact unique'));
  const envelope = envelopeSchema.safeParse(assemble(definition, parsed.data, attributes, scope, parts, hash));
  return envelope.success ? ok(envelope.data) : fail(invalid(name, envelope.error.issues, ''));
}

function assemble(
  definition: EventDefinition,
  data: Record<string, unknown>,
  attributes: EventAttributes,
  scope: KeyScope,
  parts: readonly KeyPart[],
  hash: Hash,
): Record<string, unknown> {
  const source = sourceUrn(attributes.enterprise, attributes.site, attributes.system);
  const origin = attributes.id ?? originOf(data, parts);
  return {
    specversion: '1.0',
    id: eventId(origin, source, hash),
    source,
    type: eventType(definition),
    subject: definition.subject(data),
    time: attributes.time,
    recordedtime: attributes.recordedtime,
    datacontenttype: 'application/json',
    dataschema: schemaUrn(definition),
    schemaversion: definition.version,
    siteid: attributes.site,
    ...placeAttributes(data.equipmentId),
    partitionkey: definition.partition(data, scope),
    sequence: sequenceText(attributes.sequence.epoch, attributes.sequence.counter),
    correlationid: attributes.correlationid ?? definition.correlation(data, scope),
    ...optional(attributes),
    idempotencykey: idempotencyKey(parts, hash),
    originsystem: scope.system,
    deliverymode: attributes.deliverymode ?? 'live',
    timequality: attributes.timequality,
    data,
  };
}

/** Sorts as text in counting order: 10 digits of epoch, 12 of counter. */
export function sequenceText(epoch: number, counter: number): string {
  return `${String(epoch).padStart(10, '0')}-${String(counter).padStart(12, '0')}`;
}

function originOf(data: Record<string, unknown>, parts: readonly KeyPart[]): IdOrigin {
  const range = data.counter as Omit<Extract<IdOrigin, { tier: 'counter' }>, 'tier'> | undefined;
  return range
    ? { tier: 'counter', tag: range.tag, epoch: range.epoch, from: range.from, to: range.to }
    : { tier: 'key', parts };
}

function optional(attributes: EventAttributes): Partial<EventAttributes> {
  const names = ['causationid', 'traceparent', 'tracestate', 'expirytime'] as const;
  return Object.fromEntries(names.flatMap((name) => (attributes[name] ? [[name, attributes[name]]] : [])));
}

function invalid(name: string, issues: readonly z.core.$ZodIssue[], under: string): Failure {
  const found = issues.map((issue) => ({ path: [under, ...issue.path].filter(String).join('.'), rule: issue.message }));
  const first = found[0];
  return { ...refused(name, 'event-invalid', `${first?.path ?? ''}: ${first?.rule ?? 'invalid'}`), issues: found };
}

function refused(name: string, code: string, reason: string): Failure {
  return {
    code,
    class: 'data',
    attempted: 'build the event',
    on: name,
    reason,
    nextStep: 'Correct the source or the site pack that provides this field.',
  };
}
