/** Findings of a schema in words for a person: what is expected, and what was there. Values are short and never secret. */
import type { z } from 'zod';

/** Field names whose values never leave in a message. */
const SECRET =
  /(pass(word|wd|phrase)?|secret|token|api[-_]?key|private[-_]?key|credentials?|authorization|cookie|pin)$/i;

export const MASK = '***';

export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** `["data", "lots", 0, "lotId"]` → `data.lots[0].lotId`; keys that are no names are quoted. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\w$-]+$/.test(String(step)) ? `.${String(step)}` : `["${String(step).slice(0, 80)}"]`;
    })
    .join('')
    .replace(/^\./, '');
}

/** A value as JSON, cut at `limit` characters; numbers that JSON cannot hold by their name. */
export function shown(value: unknown, limit = 60): string {
  const text = typeof value === 'number' ? String(value) : (safeJson(value) ?? String(value));
  return text.length > limit ? `${text.slice(0, limit - 3)}...` : text;
}

/** What the schema wants at this place, without the value. */
export function expectation(issue: z.core.$ZodIssue, missing: boolean): string {
  switch (issue.code) {
    case 'invalid_type':
      return missing ? 'is missing' : `must be ${article(issue.expected)}`;
    case 'invalid_value':
      return missing ? 'is missing' : `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `must be of the form ${formOf(issue)}` : `must be ${issue.message}`;
    case 'unrecognized_keys':
      return `unknown field ${issue.keys.join(', ')}`;
    case 'too_small':
      return `${countable(issue.origin) ? 'needs' : 'must be'} at least ${issue.minimum}${countable(issue.origin)}`;
    case 'too_big':
      return `${countable(issue.origin) ? 'may have' : 'must be'} at most ${issue.maximum}${countable(issue.origin)}`;
    case 'custom':
      return `must be ${issue.message}`;
    default:
      return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  }
}

/** What is counted; numbers are compared as they are. */
function countable(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}

export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => {
    return typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined;
  }, input);
}

function formOf(issue: z.core.$ZodIssueInvalidStringFormat): string {
  return issue.format === 'regex' && issue.pattern ? issue.pattern : issue.format;
}

/** Values under secret names are masked at every depth. */
function safeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (name, inner: unknown) => (isSecretName(name) ? MASK : inner));
  } catch {
    return undefined;
  }
}

const article = (expected: string): string => `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
