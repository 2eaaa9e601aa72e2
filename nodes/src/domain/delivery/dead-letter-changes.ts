/** What a person changed in a message: path, value before, value after. For the audit and for eyes. */
import { redact } from './dead-letter-redaction.ts';

export interface Change {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const MAX_CHANGES = 100;

/** Differences of two pieces of plain JSON, without secrets. A list of another length counts as one change. */
export function changesBetween(before: unknown, after: unknown): readonly Change[] {
  const found: Change[] = [];
  collect(redact(before), redact(after), '', found);
  return found.slice(0, MAX_CHANGES);
}

function collect(before: unknown, after: unknown, path: string, found: Change[]): void {
  if (found.length >= MAX_CHANGES || before === after) return;
  if (isBranch(before) && isBranch(after) && isAlike(before, after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      collect(before[name], after[name], path === '' ? name : `${path}.${name}`, found);
    }
    return;
  }
  found.push({ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) });
}

type Branch = Readonly<Record<string, unknown>>;

const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null;

/** Two records, or two lists of the same length. */
function isAlike(before: Branch, after: Branch): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return !Array.isArray(before) && !Array.isArray(after);
  return before.length === after.length;
}
