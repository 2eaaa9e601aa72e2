/** The published JSON Schema (2020-12) of an event type: what any reader accepts, open to fields of later minors. */
import { z } from 'zod';
import { envelopeSchema } from '../envelope.ts';
import type { EventDefinition } from './definition.ts';
import { eventType, schemaUrn } from './registry.ts';

export function jsonSchemaOf(definition: EventDefinition): Record<string, unknown> {
  const event = envelopeSchema.extend({ type: z.literal(eventType(definition)), data: definition.reader });
  return {
    ...z.toJSONSchema(event, { io: 'input', target: 'draft-2020-12' }),
    $id: schemaUrn(definition),
    title: eventType(definition),
    description: definition.summary,
  };
}
