/** Event → intent, with the site's codes. Asks nothing of Odoo for an event that expired or is Odoo's own news. */
import type { z } from 'zod';
import { isPostable } from '../../domain/canonical/event-id.ts';
import { type Envelope, EVENT_PREFIX } from '../../domain/envelope.ts';
import type { Failure } from '../../domain/failure.ts';
import { mapsOf, prepareMapper } from '../../domain/mapping/apply.ts';
import { overridesOf } from '../../domain/mapping/overrides.ts';
import type { EventMap } from '../../domain/mapping/rules.ts';
import { type Outcome, pass, reject } from '../../domain/outcome.ts';
import { type Clock, type Hash, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { Behaviour } from '../../host/node.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

/** `hash` names the version of maps and pack for dead letters. */
export function mapper(config: Config, site: SitePackResource, clock: Clock, hash?: Hash): Result<Behaviour> {
  const overrides = overridesOf(config.overrides, mapsOf(site));
  if (!overrides.ok) return overrides;
  const map = prepareMapper(site, overrides.value);
  const versions = hash ? { versions: versionsOf(site, overrides.value, hash) } : {};
  return ok({
    async handle(message): Promise<Outcome> {
      const { event } = message;
      if (!isEvent(event)) return reject(notValidated());
      if (config.map !== 'auto' && !event.type.startsWith(`${EVENT_PREFIX}.${config.map}.`)) {
        return reject(otherType(event, config.map));
      }
      if (!isPostable(event.id)) return reject(notIdentified(event));
      if (event.expirytime !== undefined && Date.parse(event.expirytime) < clock.now()) {
        return { kind: 'drop', reason: 'filtered', note: `expired at ${event.expirytime}` };
      }
      const mapped = map(event);
      if (!mapped.ok) return { ...reject(mapped.failure), ...versions };
      if (mapped.value.kind === 'nothing') return { kind: 'drop', reason: 'filtered', note: mapped.value.note };
      return pass({ ...message, ...versions, intent: mapped.value.intent }, 'mapped');
    },
  });
}

function versionsOf(
  site: SitePackResource,
  overrides: readonly EventMap[],
  hash: Hash,
): Readonly<Record<string, string>> {
  const short = (value: unknown): string => hash(JSON.stringify(value)).slice(0, 8);
  return { map: short([mapsOf(site), overrides]), 'site pack': `${site.pack.name} ${short(site.pack)}` };
}

/** Enough to map safely; the intent itself is checked whole. */
function isEvent(event: unknown): event is Envelope {
  if (typeof event !== 'object' || event === null) return false;
  const { type, id, time, originsystem } = event as Record<string, unknown>;
  return [type, id, time, originsystem].every((value) => typeof value === 'string');
}

function notValidated(): Failure {
  return {
    code: 'not-an-event',
    class: 'data',
    attempted: 'map the message',
    on: 'msg.payload',
    reason: 'it is no validated event',
    nextStep: 'Put a schema validator before the mapper, and wire its output "valid" here.',
  };
}

function otherType(event: Envelope, expected: string): Failure {
  return {
    code: 'type-not-accepted',
    class: 'data',
    attempted: `map ${event.type}`,
    on: event.id,
    reason: `this mapper takes only ${expected}`,
    nextStep: 'Choose the map "By event type", or wire this event type to another mapper.',
  };
}

function notIdentified(event: Envelope): Failure {
  return {
    code: 'not-identified',
    class: 'data',
    attempted: `map ${event.type}`,
    on: event.id,
    reason: 'nothing but its content identifies this event, so a repeat could not be told from a second fact',
    nextStep: 'Let the source send a transaction number, or check the fact and post it by hand.',
  };
}
