/** What a change of the crosswalk writes, or why it may not be made. The journal asks again in its transaction. */
import type { Failure } from '../../failure.ts';
import type { CrosswalkRow } from '../pack.ts';
import { normalised } from '../xref.ts';
import { type CrosswalkMove, type KeptRow, MAX_ROWS } from './row.ts';

export interface Write {
  /** Absent for a new row. */
  readonly id?: number;
  readonly row: CrosswalkRow;
}

export interface PlannedChange {
  readonly writes: readonly Write[];
  /** Rows that are there already, word for word. */
  readonly unchanged: number;
  /** `index` of the move. */
  readonly problems: readonly { readonly index: number; readonly reason: string }[];
}

interface Standing {
  readonly id?: number;
  readonly row: CrosswalkRow;
}

/** Each move is judged by what those before it leave behind. */
export function planChange(rows: readonly KeptRow[], moves: readonly CrosswalkMove[]): PlannedChange {
  const table = new Table(rows);
  const writes: Write[] = [];
  const problems: { index: number; reason: string }[] = [];
  let unchanged = 0;
  for (const [index, move] of moves.entries()) {
    const outcome = move.kind === 'add' ? added(table, move.row) : moved(table, move);
    if (typeof outcome === 'string') problems.push({ index, reason: outcome });
    else if (outcome === undefined) unchanged += 1;
    else writes.push(outcome);
  }
  return { writes, unchanged, problems };
}

function added(table: Table, given: CrosswalkRow): Write | string | undefined {
  const row = { ...given, localCode: normalised(given.localCode) };
  const backwards = wrongDays(row);
  if (backwards) return backwards;
  if (row.status !== 'retired' && table.ofCode(row).some(({ row: other }) => isSame(row, other))) return undefined;
  const conflict = row.status === 'approved' ? overlap(table, row) : undefined;
  if (conflict) return conflict;
  if (table.size >= MAX_ROWS) return `there are ${MAX_ROWS} rows already`;
  const write = { row };
  table.put(write);
  return write;
}

function moved(table: Table, move: Exclude<CrosswalkMove, { kind: 'add' }>): Write | string | undefined {
  const standing = table.byId(move.id);
  if (!standing) return `there is no row ${move.id}`;
  const { row } = standing;
  if (row.status === 'retired') return `row ${move.id} is retired; add a new one`;
  if (move.kind === 'approve' && row.status === 'approved') return undefined;
  const changed = changedBy(move, row);
  const trouble = wrongDays(changed) ?? (changed.status === 'approved' ? overlap(table, changed, move.id) : undefined);
  if (trouble) return trouble;
  const write = { id: move.id, row: changed };
  table.put(write);
  return write;
}

function changedBy(move: Exclude<CrosswalkMove, { kind: 'add' }>, row: CrosswalkRow): CrosswalkRow {
  if (move.kind === 'end') return { ...row, validTo: move.validTo };
  return { ...row, status: move.kind === 'approve' ? 'approved' : 'retired' };
}

const wrongDays = ({ validFrom, validTo }: CrosswalkRow): string | undefined =>
  validFrom && validTo && validTo < validFrom ? `validTo ${validTo} is before validFrom ${validFrom}` : undefined;

/** Two approved rows of one code on one day are refused, even where they agree: one of them would be changed alone. */
function overlap(table: Table, row: CrosswalkRow, self?: number): string | undefined {
  const other = table
    .ofCode(row)
    .find(
      (one) => (self === undefined || one.id !== self) && one.row.status === 'approved' && isSameTime(row, one.row),
    );
  return other && `${named(other)} says ${other.row.canonicalId} ${daysOf(other.row)}: no two rows on one day`;
}

export function isSameTime(one: CrosswalkRow, other: CrosswalkRow): boolean {
  const isBefore = (a: CrosswalkRow, b: CrosswalkRow) => (a.validTo ?? '9999') < (b.validFrom ?? '0000');
  return !isBefore(one, other) && !isBefore(other, one);
}

const isSame = (one: CrosswalkRow, other: CrosswalkRow): boolean =>
  one.canonicalId === other.canonicalId &&
  one.status === other.status &&
  one.validFrom === other.validFrom &&
  one.validTo === other.validTo;

const named = ({ id }: Standing): string => (id === undefined ? 'a row before it' : `row ${id}`);
export const daysOf = ({ validFrom, validTo }: CrosswalkRow): string =>
  validFrom || validTo ? `from ${validFrom ?? '…'} to ${validTo ?? '…'}` : 'for all days';

/** Rows by what they translate; what is put replaces the row with its id. */
class Table {
  readonly #byCode = new Map<string, Standing[]>();
  readonly #byId = new Map<number, Standing>();
  size = 0;

  constructor(rows: readonly KeptRow[]) {
    for (const { id, changedAt: _at, changedBy: _by, reason: _why, ...row } of rows) this.put({ id, row });
  }

  ofCode(row: CrosswalkRow): readonly Standing[] {
    return this.#byCode.get(codeKey(row)) ?? [];
  }

  byId(id: number): Standing | undefined {
    return this.#byId.get(id);
  }

  put(standing: Standing): void {
    const key = codeKey(standing.row);
    const group = this.#byCode.get(key) ?? [];
    const place = standing.id === undefined ? -1 : group.findIndex(({ id }) => id === standing.id);
    if (place < 0) {
      group.push(standing);
      this.size += 1;
    } else group[place] = standing;
    this.#byCode.set(key, group);
    if (standing.id !== undefined) this.#byId.set(standing.id, standing);
  }
}

const codeKey = ({ domain, system, localCode }: CrosswalkRow): string =>
  `${domain}\n${system}\n${normalised(localCode)}`;

export function refusedChange(site: string, problems: PlannedChange['problems']): Failure {
  const [first] = problems;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  return {
    code: 'crosswalk-conflict',
    class: 'business',
    attempted: 'change the crosswalk',
    on: `crosswalk of ${site}`,
    reason: `${first?.reason ?? 'it does not fit'}${more}`,
    nextStep: 'End or retire the row that stands in the way, then try again.',
    issues: problems.slice(0, 100).map(({ index, reason }) => ({ path: String(index + 1), rule: reason })),
  };
}
