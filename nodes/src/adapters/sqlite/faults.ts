/** What SQLite, the file system and the worker may say, as a table of failures with a next step. */
import type { Failure, FailureClass } from '../../domain/failure.ts';

interface Row {
  readonly code: string;
  readonly class: FailureClass;
  readonly reason: string;
  readonly nextStep: string;
}

/** By SQLite's primary result code (the low byte of the extended one). */
const bySqliteCode: Readonly<Record<number, Row>> = {
  5: {
    code: 'journal-locked',
    class: 'configuration',
    reason: 'another process has the file open',
    nextStep: 'Stop the other Plantwire instance, or give this one its own journal file.',
  },
  8: {
    code: 'journal-read-only',
    class: 'configuration',
    reason: 'the file or its folder cannot be written',
    nextStep: 'Give the user that runs Plantwire write permission, or remount the volume writable.',
  },
  10: {
    code: 'journal-disk-error',
    class: 'configuration',
    reason: 'the disk reports an input/output error',
    nextStep: 'Check the disk and its log before anything else; take a copy of the file.',
  },
  11: {
    code: 'journal-corrupt',
    class: 'configuration',
    reason: 'the file is damaged',
    nextStep:
      'Stop Plantwire, keep a copy of the file, and restore the last backup or recover it with sqlite3 .recover.',
  },
  13: {
    code: 'journal-disk-full',
    class: 'transient',
    reason: 'the disk is full',
    nextStep: 'Free space on the volume of the journal; work goes on by itself afterwards.',
  },
  14: {
    code: 'journal-cannot-open',
    class: 'configuration',
    reason: 'the file cannot be opened or created',
    nextStep: 'Check that the folder exists, is a folder, and may be written by the user that runs Plantwire.',
  },
  26: {
    code: 'journal-not-a-journal',
    class: 'configuration',
    reason: 'the file is not an SQLite database, or its first page is damaged',
    nextStep: 'Choose another file name, or restore the last backup of the journal.',
  },
};

const byErrno: Readonly<Record<string, number>> = {
  ENOSPC: 13,
  EDQUOT: 13,
  EROFS: 8,
  EACCES: 8,
  EPERM: 8,
  EIO: 10,
  ENOENT: 14,
  ENOTDIR: 14,
  EEXIST: 14,
  EISDIR: 14,
};

/** Failure for what the disk or the file did to us; `undefined` for anything else, which is a bug of ours. */
export function storageFailure(error: unknown, attempted: string, file: string): Failure | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  const errcode: unknown = Reflect.get(error, 'errcode');
  const primary = typeof errcode === 'number' ? errcode & 0xff : byErrno[String(code)];
  const row = primary === undefined ? undefined : bySqliteCode[primary];
  return row && { ...row, attempted, on: file, cause: wordsOf(error) };
}

/** An error's own words; `instanceof` would miss errors of another realm. */
export function wordsOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  return typeof message === 'string' ? message : String(error);
}

/** After these the file is not touched again until it is opened anew. */
export function isFatal(failure: Failure): boolean {
  return ['journal-corrupt', 'journal-not-a-journal', 'journal-disk-error'].includes(failure.code);
}

export const failures = {
  newer: (file: string, found: number, known: number): Failure => ({
    code: 'journal-newer',
    class: 'configuration',
    attempted: 'open the journal',
    on: file,
    reason: `the file has format ${found}, this release knows ${known}`,
    nextStep: 'Start the release that wrote the file, or restore the backup made before it.',
  }),
  damaged: (file: string, reason: string): Failure => ({
    code: 'journal-corrupt',
    class: 'configuration',
    attempted: 'open the journal',
    on: file,
    reason: `the file is damaged: ${reason}`,
    nextStep: 'Keep a copy of the file, and restore the last backup or recover it with sqlite3 .recover.',
  }),
  foreign: (file: string): Failure => ({
    code: 'journal-not-a-journal',
    class: 'configuration',
    attempted: 'open the journal',
    on: file,
    reason: 'the file is an SQLite database of another program',
    nextStep: 'Choose another file name for the journal.',
  }),
  noSqlite: (file: string, version: string): Failure => ({
    code: 'journal-no-sqlite',
    class: 'configuration',
    attempted: 'open the journal',
    on: file,
    reason: `Node.js ${version} has no built-in SQLite`,
    nextStep: 'Run Plantwire on Node.js 24, or on 22.13 or later.',
  }),
  stopped: (file: string, cause: string): Failure => ({
    code: 'journal-stopped',
    class: 'configuration',
    attempted: 'use the journal',
    on: file,
    reason: 'the thread that owns the file has stopped',
    nextStep: 'Restart the flows; if it stops again, report the cause together with the version.',
    cause,
  }),
  closed: (file: string): Failure => ({
    code: 'journal-closed',
    class: 'transient',
    attempted: 'use the journal',
    on: file,
    reason: 'it is being closed',
    nextStep: 'Nothing: the message is offered again after the restart.',
  }),
  nearlyFull: (file: string, freeBytes: number, neededBytes: number): Failure => ({
    code: 'journal-disk-full',
    class: 'transient',
    attempted: 'store a message',
    on: file,
    reason: `only ${megabytes(freeBytes)} MB are free, ${megabytes(neededBytes)} MB are kept for working off the queue`,
    nextStep: 'Free space on the volume of the journal; work goes on by itself afterwards.',
  }),
} as const;

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
