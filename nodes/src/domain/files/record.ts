/** Rows of a file as records. Readers take text in pieces of any size, so that a file of any length fits in memory. */

export interface FileRecord {
  /** Counted from 1, headings left out. */
  readonly row: number;
  /** Line of the file where it begins, counted from 1. */
  readonly line: number;
  /** Column, path of an element or field → text; JSON lines keep their values. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** All rows of a document of several; `fields` is the first. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  /** Why it cannot be read; the rows behind it can. */
  readonly trouble?: string;
  /** The row as it stands in the file, shortened. */
  readonly text?: string;
}

export interface Reading {
  readonly records: readonly FileRecord[];
  /** Why nothing behind can be read any more. */
  readonly broken?: string;
}

export interface RecordReader {
  push(text: string): Reading;
  /** The end of the file: what is still open belongs to the last row. */
  end(): Reading;
}

/** A row longer than this is not a row: a quote or an element was never closed. */
export const MAX_ROW_CHARACTERS = 1_000_000;
export const MAX_SHOWN = 500;

export const TOO_LONG = `a row has more than ${MAX_ROW_CHARACTERS} characters: a quote or an element is not closed`;
