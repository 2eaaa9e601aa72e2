/** Somebody else's JSON Schema as a validator of payloads that are no events yet. */
import { z } from 'zod';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';
import { outOfBounds } from './bounds.ts';
import { failureOf, findingsOf } from './issues.ts';

export type ForeignValidator = (input: unknown) => Result<unknown>;

/** A validator for somebody else's JSON Schema (2020-12, draft 7 or 4), given as text. Fails when it cannot be used. */
export function compileForeign(schemaText: string): Result<ForeignValidator> {
  try {
    const schema = z.fromJSONSchema(JSON.parse(schemaText));
    return ok((input) => {
      const outside = outOfBounds(input);
      const parsed = schema.safeParse(input);
      const findings = outside ? [outside] : parsed.success ? [] : findingsOf(parsed.error, input);
      return findings.length === 0 ? ok(input) : fail(failureOf(FOREIGN, findings));
    });
  } catch (error) {
    return fail(unusableSchema(error));
  }
}

const FOREIGN = {
  code: 'payload-invalid',
  attempted: 'check the payload against the JSON Schema of the node',
  on: 'msg.payload',
  nextStep: 'Correct the listed fields at the source, or the schema in the node.',
};

function unusableSchema(error: unknown): Failure {
  return {
    code: 'schema-invalid',
    class: 'configuration',
    attempted: 'use the JSON Schema of the node',
    on: 'field "JSON Schema"',
    reason: error instanceof SyntaxError ? 'it is no valid JSON' : 'it uses a keyword that is not supported',
    nextStep: 'Correct the schema in the node: local $ref only, no if/then/else.',
    ...(error instanceof Error ? { cause: error.message.slice(0, 200) } : {}),
  };
}
