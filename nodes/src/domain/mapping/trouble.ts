/** Why an event becomes no intent: each failure names the field and what a person can do. */
import type { Envelope } from '../envelope.ts';
import type { Failure } from '../failure.ts';
import type { Intent } from '../odoo/intent.ts';
import { isOrderIntent } from '../odoo/order-intent.ts';
import type { SitePackResource } from '../site/resource.ts';

/** Only where the site pack says the material is tracked; Odoo's own answer decides otherwise. */
export function lotMissing(intent: Intent, event: Envelope, site: SitePackResource): Failure | undefined {
  if (!isOrderIntent(intent)) return undefined;
  const tracking = site.materials.get(intent.material.id)?.tracking ?? 'none';
  if (tracking === 'none' || intent.lot !== undefined || Number(intent.quantity.value) === 0) return undefined;
  return {
    ...invalid(event),
    code: 'lot-missing',
    reason: `${intent.material.id} is tracked by ${tracking}, and the event names no lot`,
    nextStep:
      'Make the source report the lot (lotTag of the counter in the site pack), correct the event and replay it.',
  };
}

export function named(failure: Failure, event: Envelope, from: string): Failure {
  return { ...failure, attempted: attempted(event), on: `${from} of ${event.id}` };
}

export function missing(event: Envelope, from: string, field: string): Failure {
  return {
    ...invalid(event),
    code: 'field-missing',
    on: `${from} of ${event.id}`,
    reason: `the event has no ${from}, which Odoo needs as ${field}`,
    nextStep: `Make the source report ${from}, then correct and replay the message.`,
  };
}

export function invalid(event: Envelope, issue?: { readonly path: string; readonly rule: string }): Failure {
  return {
    code: 'intent-invalid',
    class: 'data',
    attempted: attempted(event),
    on: event.id,
    reason: issue ? `${issue.path}: ${issue.rule}` : 'the event makes no valid intent',
    nextStep: 'Correct the map of this event type in the site pack or the node, or the source of the field.',
  };
}

export function noMap(event: Envelope): Failure {
  return {
    ...invalid(event),
    code: 'map-missing',
    reason: `no map turns ${event.type} into an intent`,
    nextStep: 'Route this event type elsewhere before the mapper, or add a map to "maps" of the site pack.',
  };
}

const attempted = (event: Envelope): string => `map ${event.type}`;

/** A value that its field cannot hold. */
export function wrong(expected: string, value: unknown): Failure {
  const written = JSON.stringify(value) ?? 'nothing';
  return {
    code: 'field-invalid',
    class: 'data',
    attempted: 'map the event',
    on: 'field',
    reason: `expected ${expected}, found ${written.length > 80 ? `${written.slice(0, 77)}...` : written}`,
    nextStep: 'Correct the source of this field, then replay the message.',
  };
}
