/** Values of relations: database ids only. A text or the pair `[id, name]` empties a many2one without a word (19.0). */
import { FIRST } from '../batch/protocol.ts';
import type { Verdict } from './scalar.ts';

/** One command of Odoo on a relation to many, as far as it leaves nothing behind. */
export type Command = readonly [0 | 1 | 2 | 3 | 4 | 6, number, unknown?];

export const recordId = (value: unknown): Verdict<number> =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 2_147_483_647
    ? { value }
    : { rule: 'is the database id of a record, a positive whole number' };

/** Also a record that the same transaction makes. */
export const isMade = (value: unknown): boolean =>
  typeof value === 'number' && ('value' in recordId(value) || (Number.isInteger(value) && value <= FIRST));

export const isCommand = (value: unknown): value is readonly [number, ...unknown[]] =>
  Array.isArray(value) && typeof value[0] === 'number';

const ORPHANS = 'would leave lines without their record, which keep stock reserved; delete line by line with [2, id]';

/**
 * Commands on lines that belong to their record. Replacing or unlinking all of them orphans stock lines; a new line
 * in a change would be added again by the next attempt.
 */
export function lineCommand(command: readonly unknown[], purpose: 'create' | 'write'): string | undefined {
  const [what, id, values] = command;
  if (what === 3 || what === 5 || what === 6) return ORPHANS;
  if (what === 4) return 'takes a line away from another record';
  if (what === 0) {
    if (purpose === 'write') return 'would be added again by the next attempt; create the line as a record of its own';
    return isValues(values) ? undefined : 'names no values for the new line';
  }
  if (what !== 1 && what !== 2) return 'is no command of Odoo';
  if (purpose === 'create') return 'a new record has no lines yet';
  if (!('value' in recordId(id))) return 'names no line';
  return what === 1 && !isValues(values) ? 'names no values for the line' : undefined;
}

/** Only lines belong to their record; a set of records may be replaced. */
export const leavesOrphans = ([what]: readonly unknown[], type: string): string | undefined =>
  type === 'one2many' && (what === 3 || what === 5 || what === 6) ? ORPHANS : undefined;

/** Ids of a set of records: a list of ids or `[6, 0, ids]`, always the whole set. */
export function wholeSet(value: unknown): Verdict<number[]> {
  const rule = 'is the whole list of database ids';
  if (!Array.isArray(value)) return { rule };
  const [first] = value as unknown[];
  const ids = Array.isArray(first) && first[0] === 6 && value.length === 1 ? (first as unknown[])[2] : value;
  if (!Array.isArray(ids) || !ids.every((id) => 'value' in recordId(id))) return { rule };
  return { value: [...new Set(ids as number[])].sort((one, other) => one - other) };
}

export const isValues = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
