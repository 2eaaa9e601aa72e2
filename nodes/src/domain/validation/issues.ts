/** Validator findings → one readable Failure that lists path, rule and value. */
import type { z } from 'zod';
import type { Failure, Issue } from '../failure.ts';
import { expectation, isSecretName, MASK, pathText, shown, valueAt } from './wording.ts';

/** More than these are counted, not listed. */
const MAX_ISSUES = 20;

export interface Finding extends Issue {
  readonly path: string;
}

/** `under` is put before every path (`data` for findings about the data of an event). */
export function findingsOf(error: z.ZodError, input: unknown, under: readonly PropertyKey[] = []): readonly Finding[] {
  return error.issues.flatMap((issue) => {
    const value = valueAt(input, issue.path);
    const path = [...under, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: pathText([...path, key]), rule: 'unknown field' }));
    }
    const finding = { path: pathText(path) || 'event', rule: expectation(issue, value === undefined) };
    return [value === undefined ? finding : { ...finding, value: masked(path, value) }];
  });
}

export interface Refusal {
  readonly code: string;
  readonly attempted: string;
  /** The event or source the findings are about. */
  readonly on: string;
  readonly nextStep: string;
}

export function failureOf(refusal: Refusal, findings: readonly Finding[]): Failure {
  const [first] = findings;
  const more = findings.length > 1 ? `, and ${findings.length - 1} more` : '';
  return {
    ...refusal,
    class: 'data',
    reason: first ? `${sentence(first)}${more}` : 'it breaks its contract',
    issues: findings.slice(0, MAX_ISSUES),
  };
}

function sentence(finding: Finding): string {
  const found = finding.value === undefined ? '' : `, found ${finding.value}`;
  return `${finding.path} ${finding.rule}${found}`;
}

function masked(path: readonly PropertyKey[], value: unknown): string {
  return path.some((step) => typeof step === 'string' && isSecretName(step)) ? MASK : shown(value);
}
