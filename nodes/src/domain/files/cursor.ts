/** How far a file has been taken, how often it came, and whether its sender was told how its rows ended. */

export interface FileCursor {
  readonly name: string;
  readonly row: number;
  readonly taken: number;
  readonly rejected: number;
  readonly state: 'reading' | 'done' | 'failed';
  /** Why it could not be read to its end. */
  readonly reason?: string;
  /** Of the very file on the disk; absent in what earlier releases remembered. */
  readonly stamp?: string;
  /** How often the same content came; absent like the stamp. */
  readonly sending?: number;
  /** Up to which sending the sender was told. */
  readonly told?: number;
}

export interface Beginning {
  readonly cursor: FileCursor;
  /** Rows up to here were stored before. */
  readonly stored: number;
  /** The same content was taken to its end before, and this is another file. */
  readonly isRepeat: boolean;
}

/** A file that was begun goes on; one that was ended and lies there anew is a repeat, counted where somebody wants to know. */
export function begin(name: string, stamp: string, before: FileCursor | undefined, areRepeatsTold: boolean): Beginning {
  const isRepeat = before !== undefined && before.state !== 'reading' && before.stamp !== stamp;
  const sending = (before?.sending ?? 1) + (isRepeat && areRepeatsTold ? 1 : 0);
  const cursor: FileCursor = {
    ...{ name, row: 0, taken: 0, rejected: 0, state: 'reading', stamp, sending },
    // What came before there were results is not told of.
    told: before ? (before.told ?? before.sending ?? 1) : 0,
  };
  return { cursor, stored: before?.row ?? 0, isRepeat };
}

/** All its rows are stored, and its sender does not know yet what became of them. */
export const isUntold = ({ state, sending, told }: FileCursor): boolean =>
  state !== 'reading' && sending !== undefined && (told ?? sending) < sending;

/** Nothing about it is under way any more, and it ended before `beforeMs`. */
export const isSpent = (cursor: FileCursor, endedMs: number, beforeMs: number): boolean =>
  cursor.state !== 'reading' && !isUntold(cursor) && endedMs < beforeMs;

/** `rows.csv` → `rows.csv.result.csv`; further sendings are numbered. */
export const resultName = (name: string, sending: number): string =>
  sending === 1 ? `${name}.result.csv` : `${name}.${sending}.result.csv`;
