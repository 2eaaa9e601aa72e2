/**
 * Older majors → the current one, by pure functions per event type. Inside a major nothing needs to change: only
 * optional fields come or go. What nobody can lift is refused, never read "best effort".
 */
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';
import { type EventDefinition, typeParts } from './definition.ts';
import { definitionsByName, eventType, eventTypes } from './registry.ts';

/** Lifts data of major `from` to `from + 1`. */
export interface Upcast {
  readonly name: string;
  readonly from: number;
  readonly change: (data: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

/** Append only; no event type has had a second major yet. */
export const upcasts: readonly Upcast[] = [];

type Loose = Readonly<Record<string, unknown>>;

export interface Current {
  readonly definition: EventDefinition;
  readonly event: Loose;
}

/** Finds the definition for `event.type` and lifts the data to it. Fails with `unsupported-version`. */
export function toCurrent(
  event: Loose,
  table: readonly Upcast[] = upcasts,
  definitions: ReadonlyMap<string, EventDefinition> = definitionsByName,
): Result<Current> {
  const type = textOf(event.type);
  const parts = typeParts(type);
  const definition = parts ? definitions.get(parts.name) : undefined;
  if (!parts || !definition) return fail(unsupported(type, 'this event type is not known here'));
  if (parts.major > definition.major) {
    return fail(unsupported(type, `only major ${definition.major} is known here; the producer is newer`));
  }
  const version = textOf(event.schemaversion) || `${parts.major}.0.0`;
  if (Number(version.split('.')[0]) !== parts.major) {
    return fail(unsupported(type, `schemaversion ${version} does not belong to major ${parts.major}`));
  }
  if (parts.major === definition.major)
    return ok({ definition, event: event.schemaversion === undefined ? { ...event, schemaversion: version } : event });
  return lift(event, definition, parts.major, table);
}

function lift(event: Loose, definition: EventDefinition, from: number, table: readonly Upcast[]): Result<Current> {
  let data = event.data as Loose;
  for (let major = from; major < definition.major; major += 1) {
    const step = table.find((upcast) => upcast.name === definition.name && upcast.from === major);
    if (!step) return fail(unsupported(textOf(event.type), `nothing lifts major ${major} to ${major + 1}`));
    if (typeof data !== 'object' || data === null) {
      return fail(unsupported(textOf(event.type), `data of major ${from} must be an object to be lifted`));
    }
    data = step.change(data);
  }
  return ok({ definition, event: { ...event, data, type: eventType(definition), schemaversion: definition.version } });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function unsupported(type: string, reason: string): Failure {
  return {
    code: 'unsupported-version',
    class: 'data',
    attempted: 'read the event',
    on: `type ${type.slice(0, 120)}`,
    reason,
    nextStep: `Send one of ${eventTypes.join(', ')}, or update Plantwire.`,
  };
}
