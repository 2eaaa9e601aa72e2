/**
 * The tolerant twin of a strict schema: unknown fields pass at every depth and are kept, so a forwarder never loses a
 * newer producer's data. Checks on known fields stay as they are.
 */
import { z } from 'zod';

/** Walks objects, arrays, optionals, nullables and unions; any other schema is returned unchanged. */
export function loosen<S extends z.core.$ZodType>(schema: S): S {
  return walk(schema) as S;
}

function walk(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(Object.entries(schema.shape).map(([name, field]) => [name, walk(field)]));
    return rebuilt(schema, { shape, catchall: z.unknown() });
  }
  if (schema instanceof z.ZodArray) return rebuilt(schema, { element: walk(schema.element) });
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return rebuilt(schema, { innerType: walk(schema.unwrap()) });
  }
  if (schema instanceof z.ZodUnion) return rebuilt(schema, { options: schema.options.map(walk) });
  return schema;
}

/** `clone` keeps the checks (bounds, patterns) that a fresh schema would lose. */
function rebuilt(schema: z.core.$ZodType, change: Record<string, unknown>): z.core.$ZodType {
  return z.core.clone(schema, { ...schema._zod.def, ...change } as never);
}
