/**
 * The rows of a batch, such as a file: what became of each, from the moment its source stored it. A row has an end when
 * Odoo holds it, when it was no news, or when a person has to decide; a decision opens it again.
 */
import { type Move, move } from './states.ts';

export type RowState = 'open' | 'queued' | 'posted' | 'duplicate' | 'filtered' | 'buried' | 'discarded';
export type RowEvent = 'queue' | 'deliver' | 'repeat' | 'filter' | 'bury' | 'replay' | 'discard';

/** What the source says of a row when it stores it. */
export interface NewBatchRow {
  /** From 1, within the batch. */
  readonly row: number;
  readonly line: number;
  /** Name of the source event that was stored for it. */
  readonly eventId: string;
  /** Id of the event it became; absent when it became none. */
  readonly fact?: string;
}

export interface BatchRow extends Omit<NewBatchRow, 'eventId'> {
  readonly state: RowState;
  /** Of the failure, for a row in the dead letters. */
  readonly code?: string;
  /** What Odoo shows, or why not. */
  readonly words?: string;
}

/** A move that is missing changes nothing: the same row may come a second time while its first copy is under way. */
export const rowMoves: readonly Move<RowState, RowEvent>[] = [
  { from: 'open', on: 'queue', to: 'queued', because: 'An outbox has it.' },
  { from: 'open', on: 'repeat', to: 'duplicate', because: 'Its fact was reported before.' },
  { from: 'open', on: 'filter', to: 'filtered', because: 'A step of the flow let it go.' },
  { from: 'open', on: 'bury', to: 'buried', because: 'It was rejected before any queue.' },
  { from: 'queued', on: 'deliver', to: 'posted', because: 'The target holds it and said so when read back.' },
  { from: 'queued', on: 'bury', to: 'buried', because: 'The target refuses it, or its time is spent.' },
  { from: 'buried', on: 'replay', to: 'open', because: 'A person sent it through the flow again.' },
  { from: 'buried', on: 'queue', to: 'queued', because: 'A person put it back into its queue.' },
  {
    from: 'buried',
    on: 'discard',
    to: 'discarded',
    because: 'A person decided, with a reason, that it is not needed.',
  },
];

export const rowAfter = (state: RowState, event: RowEvent): RowState | undefined => move(rowMoves, state, event);

export const hasEnd = (state: RowState): boolean => state !== 'open' && state !== 'queued';

export type BatchTotals = Readonly<
  Record<'rows' | 'posted' | 'duplicate' | 'filtered' | 'buried' | 'discarded', number>
>;

export const NO_ROWS: BatchTotals = { rows: 0, posted: 0, duplicate: 0, filtered: 0, buried: 0, discarded: 0 };

/** Adds rows that all have an end. */
export function counted(totals: BatchTotals, rows: readonly Pick<BatchRow, 'state'>[]): BatchTotals {
  const sums = { ...totals, rows: totals.rows + rows.length };
  for (const { state } of rows) if (state !== 'open' && state !== 'queued') sums[state] += 1;
  return sums;
}
