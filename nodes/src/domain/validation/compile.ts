/** Unknown input → canonical event, or one Failure that lists every finding. Validators are prepared once per deploy. */
import type { z } from 'zod';
import type { EventDefinition } from '../canonical/definition.ts';
import { toCurrent } from '../canonical/upcast.ts';
import { type Envelope, envelopeSchema } from '../envelope.ts';
import type { Failure } from '../failure.ts';
import { fail, type Hash, ok, type Result } from '../ports.ts';
import { outOfBounds } from './bounds.ts';
import { contradictions, derivedOf } from './complete.ts';
import { type Finding, failureOf, findingsOf } from './issues.ts';
import { type Reader, surely } from './sure-reader.ts';
import { shown } from './wording.ts';

export interface ValidatorOptions {
  /** Full types or names without prefix and major; empty accepts every known type. */
  readonly accepts: readonly string[];
  /** `strict` refuses fields that the contract does not name. */
  readonly strictness: 'tolerant' | 'strict';
  readonly hash: Hash;
}

export type EventValidator = (input: unknown) => Result<Envelope>;

type Loose = Readonly<Record<string, unknown>>;

export function compileValidator(options: ValidatorOptions): EventValidator {
  const accepted = new Set(options.accepts);
  return (input) => {
    const bounded = asObject(input);
    if (!bounded.ok) return bounded;
    const current = toCurrent(bounded.value);
    if (!current.ok) return current;
    const { definition, event } = current.value;
    if (accepted.size > 0 && !accepted.has(definition.name) && !accepted.has(String(event.type))) {
      return fail(notAccepted(String(event.type), [...accepted]));
    }
    return readEvent(definition, event, options);
  };
}

const readEnvelope = surely(envelopeSchema, 'keep');
const readers = { strict: new Map(), tolerant: new Map() } satisfies Record<
  string,
  Map<EventDefinition, Reader<z.ZodObject>>
>;

/** Made once per event type, at its first event. */
function readerOf(definition: EventDefinition, strictness: ValidatorOptions['strictness']): Reader<z.ZodObject> {
  const known: Map<EventDefinition, Reader<z.ZodObject>> = readers[strictness];
  const made = known.get(definition) ?? surely(strictness === 'strict' ? definition.writer : definition.reader, 'keep');
  known.set(definition, made);
  return made;
}

function readEvent(definition: EventDefinition, event: Loose, options: ValidatorOptions): Result<Envelope> {
  const data = readerOf(definition, options.strictness).safeParse(event.data);
  if (!data.success) return refuse(event, [...findingsOf(data.error, event.data, ['data']), ...ofEnvelope(event)]);
  const broken = definition.rules.filter((rule) => !rule.holds(data.data));
  const derived = derivedOf(definition, event, data.data, options.hash);
  const complete = { ...derived, ...defined(event), data: data.data };
  const envelope = readEnvelope.safeParse(complete);
  if (!envelope.success || broken.length > 0) {
    const rules = broken.map(({ path, rule }) => ({ path, rule }));
    return refuse(event, [...rules, ...(envelope.success ? [] : findingsOf(envelope.error, complete))]);
  }
  const wrong = contradictions(event, derived);
  return wrong.length > 0 ? refuse(event, wrong) : ok(envelope.data);
}

/** Findings about the attributes, listed together with those about the data. */
function ofEnvelope(event: Loose): readonly Finding[] {
  const given = envelopeSchema.partial().safeParse(event);
  return given.success ? [] : findingsOf(given.error, event);
}

/** The input as an object with a type, in bounds. A message that carries text may still be JSON: say so. */
function asObject(input: unknown): Result<Loose> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return fail(notAnEvent(input));
  const outside = outOfBounds(input);
  if (outside) return refuse({}, [outside]);
  const { type } = input as Loose;
  return typeof type === 'string' ? ok(input as Loose) : fail(notAnEvent(input));
}

function refuse(event: Loose, findings: readonly Finding[]): Result<never> {
  const name = typeof event.id === 'string' ? event.id : 'event without id';
  const refusal = {
    code: codeOf(findings),
    attempted: `read ${typeof event.type === 'string' ? event.type : 'the event'}`,
    on: name.slice(0, 120),
    nextStep: nextStepOf(findings),
  };
  return fail(failureOf(refusal, findings));
}

function codeOf(findings: readonly Finding[]): string {
  return findings.every((finding) => finding.rule.startsWith('does not belong')) ? 'key-mismatch' : 'event-invalid';
}

function nextStepOf(findings: readonly Finding[]): string {
  return codeOf(findings) === 'key-mismatch'
    ? 'Remove the named attributes from the message: they are computed when they are missing. Then replay it.'
    : 'Correct the listed fields at the source, or in the message before replaying it.';
}

function notAnEvent(input: unknown): Failure {
  const text = typeof input === 'string' && /^\s*[{[]/.test(input);
  return {
    code: 'not-an-event',
    class: 'data',
    attempted: 'read an event',
    on: 'msg.payload',
    reason: `it is ${kindOf(input)}, not an event with a type`,
    nextStep: text
      ? 'Put a JSON node before the validator: the payload is text that looks like JSON.'
      : 'Send an event as msg.payload; counters and readings go through the counter node first.',
  };
}

function kindOf(input: unknown): string {
  if (input === null || input === undefined) return 'empty';
  if (Array.isArray(input)) return 'an array';
  return typeof input === 'object' ? 'an object' : `a ${typeof input}: ${shown(input)}`;
}

function notAccepted(type: string, accepted: readonly string[]): Failure {
  return {
    code: 'type-not-accepted',
    class: 'data',
    attempted: 'read the event',
    on: `type ${type}`,
    reason: `this validator accepts only ${accepted.join(', ')}`,
    nextStep: 'Wire this source to a flow for its event type, or accept the type in the validator.',
  };
}

/** Without attributes that are there but undefined, so computed ones are not hidden by them. */
function defined(event: Loose): Loose {
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(event)) if (event[name] !== undefined && event[name] !== '') found[name] = event[name];
  return found;
}
