/** Saved properties, secrets and environment become one checked configuration, or a failure that names the field. */
import type { z } from 'zod';
import type { Failure, Issue } from '../domain/failure.ts';
import { fail, ok, type Result } from '../domain/ports.ts';
import type { FieldInfo, NodeDefinition } from './define.ts';
import { describeFields, type Field } from './fields.ts';
import { type Saved, upgrade } from './upgrade.ts';

export interface Sources {
  readonly saved: Saved;
  readonly secrets: Readonly<Record<string, string>>;
  environment(name: string): unknown;
}

const VARIABLE = /^\$\{([^}]+)\}$/;

export function readConfiguration<S extends z.ZodObject>(
  definition: NodeDefinition<S>,
  sources: Sources,
): Result<z.output<S>> {
  const upgraded = upgrade(definition, sources.saved);
  if (!upgraded.ok) return upgraded;
  const described = describeFields(definition);
  const raw = Object.fromEntries(described.map((field) => [field.name, rawValue(field, upgraded.value, sources)]));
  const unset = described.filter((field) => VARIABLE.test(String(raw[field.name] ?? '')));
  if (unset.length > 0)
    return fail(
      misconfigured(
        definition,
        unset.map((field) => unsetIssue(field, raw[field.name])),
      ),
    );
  const parsed = definition.config.safeParse(withoutUndefined(raw));
  if (parsed.success) return ok(parsed.data);
  return fail(
    misconfigured(
      definition,
      parsed.error.issues.map((issue) => readable(issue, described)),
    ),
  );
}

/** A saved value with its variable replaced, where the host has not done so. */
export function substituted(value: unknown, environment: (name: string) => unknown): unknown {
  const variable = typeof value === 'string' ? VARIABLE.exec(value)?.[1] : undefined;
  return variable === undefined ? value : (environment(variable) ?? value);
}

/** Empty text in a field that is not text means "not set", so that the default applies instead of zero. */
function rawValue(field: Field, saved: Saved, sources: Sources): unknown {
  const stored = field.info.secret ? (sources.secrets[field.name] ?? '') : saved[field.name];
  if (!isEmpty(stored)) return field.kind === 'list' || field.kind === 'json' ? parsedJson(stored) : stored;
  const fallback = field.info.fromEnvironment ? sources.environment(field.info.fromEnvironment) : undefined;
  if (!isEmpty(fallback)) return fallback;
  return field.kind === 'text' && stored === '' ? '' : undefined;
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function parsedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const withoutUndefined = (raw: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));

function unsetIssue(field: Field, value: unknown): Issue {
  return { path: field.name, rule: `${field.info.title}: set the variable ${VARIABLE.exec(String(value))?.[1] ?? ''}` };
}

function readable(issue: z.core.$ZodIssue, described: readonly Field[]): Issue {
  const path = issue.path.map(String).join('.');
  const field = described.find((candidate) => candidate.name === String(issue.path[0]));
  const title = field?.info.title ?? path;
  return { path, rule: `${title}: ${isBlank(issue) ? toEnter(field?.info) : issue.message}` };
}

/** What to do, short enough to be read under the node. */
function toEnter({ fromEnvironment, configNode }: Partial<FieldInfo> = {}): string {
  if (fromEnvironment) return `enter it or set ${fromEnvironment}`;
  return configNode ? 'choose one' : 'enter it';
}

const isBlank = (issue: z.core.$ZodIssue): boolean =>
  (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) ||
  (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'));

function misconfigured(definition: NodeDefinition, issues: readonly Issue[]): Failure {
  return {
    code: 'node-misconfigured',
    class: 'configuration',
    attempted: 'start the node',
    on: definition.type,
    reason: issues.map((issue) => issue.rule).join('; '),
    nextStep: 'Open the node, correct the named fields and deploy again.',
    issues,
  };
}
