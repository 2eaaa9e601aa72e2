/** What is wrong with a site pack, as a list a person can work through. */
import type { Failure } from '../failure.ts';

export interface PackProblem {
  /** Path inside the file: `equipment[0].counters[2].uom`. */
  readonly path: string;
  readonly message: string;
  /** A pack with an error is not used; a warning is shown. */
  readonly severity: 'error' | 'warning';
  /** The address of an endpoint waits for this variable: nothing to whoever does not use the endpoint. */
  readonly variable?: string;
}

export const problem = (path: string, message: string): PackProblem => ({ path, message, severity: 'error' });
export const warning = (path: string, message: string): PackProblem => ({ path, message, severity: 'warning' });

/** One line per problem, errors first. */
export function listed(problems: readonly PackProblem[]): string {
  const errors = problems.filter((found) => found.severity === 'error');
  const others = problems.filter((found) => found.severity === 'warning');
  return [...errors, ...others].map((found) => `${found.path || 'file'}: ${found.message}`).join('\n');
}

/** The failure of a node that cannot use its pack; every error is an issue of it. */
export function packFailure(file: string, problems: readonly PackProblem[]): Failure {
  const errors = problems.filter((found) => found.severity === 'error');
  const [first] = errors;
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : '';
  return {
    code: 'site-pack-invalid',
    class: 'configuration',
    attempted: 'load the site pack',
    on: file,
    reason: first ? `${first.path || 'file'}: ${first.message}${more}` : 'it cannot be used',
    nextStep: `Correct ${file}, then deploy again.`,
    issues: errors.map(({ path, message }) => ({ path, rule: message })),
  };
}
