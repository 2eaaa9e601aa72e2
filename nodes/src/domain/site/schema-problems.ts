/** Findings of the schema → problems a person understands: where, what is expected, and what was probably meant. */
import { z } from 'zod';
import { expectation, pathText, shown, valueAt } from '../validation/wording.ts';
import { hint } from './nearest.ts';
import { type PackProblem, problem } from './problem.ts';

export function schemaProblems(schema: z.ZodType, error: z.ZodError, input: unknown): readonly PackProblem[] {
  return error.issues.flatMap((issue) => problemsOf(schema, issue, input));
}

function problemsOf(schema: z.ZodType, issue: z.core.$ZodIssue, input: unknown): readonly PackProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const names = keysAt(schema, issue.path);
    return issue.keys.map((key) => problem(pathText([...issue.path, key]), `unknown field${hint(key, names)}`));
  }
  const value = valueAt(input, issue.path);
  const found = value === undefined ? '' : `, not ${shown(value)}`;
  const meant = issue.code === 'invalid_value' ? hint(String(value), issue.values.map(String)) : '';
  return [problem(pathText(issue.path), `${expectation(issue, value === undefined)}${found}${meant}`)];
}

/** Field names that the schema knows at a path of the input. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: unknown = schema;
  for (const step of path) at = child(bare(at), step);
  const found = bare(at);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function child(schema: unknown, step: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(step)];
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return undefined;
}

function bare(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return bare(schema.unwrap());
  return schema;
}
