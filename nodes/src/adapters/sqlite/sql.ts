/** Prepared statements with a row type. The one place where SQLite's untyped rows become ours. */
import { hash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

export interface Query<R> {
  get(...values: SQLInputValue[]): R | undefined;
  all(...values: SQLInputValue[]): R[];
  /** Number of changed rows. */
  run(...values: SQLInputValue[]): number;
}

export function query<R = never>(db: DatabaseSync, text: string): Query<R> {
  const statement = db.prepare(text);
  return {
    get: (...values) => statement.get(...values) as R | undefined,
    all: (...values) => statement.all(...values) as R[],
    run: (...values) => Number(statement.run(...values).changes),
  };
}

/** 16 bytes for a text of any length: half the file size of text keys, and short comparisons. */
export function hash16(text: string): Uint8Array {
  return hash('sha256', text, 'buffer').subarray(0, 16);
}

export const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
