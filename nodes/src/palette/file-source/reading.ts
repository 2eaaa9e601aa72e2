/**
 * One file, row by row: a batch of rows and the place in the file are stored in one transaction, so that a file goes on
 * where it stood after a crash. The disk is read no faster than the flow takes rows.
 */
import type { PickedFile, ResultFile } from '../../domain/files/pickup.ts';
import type { FileRecord, RecordReader } from '../../domain/files/record.ts';
import type { CounterState } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Clock, fail, ok, type Result } from '../../domain/ports.ts';
import type { Intake } from '../../host/intake.ts';
import { messageOfRest, messageOfRow, RESULT_HEADING, type RowReader, resultLine } from './rows.ts';

/** How far a file has been taken. */
export interface Cursor {
  readonly name: string;
  readonly row: number;
  readonly taken: number;
  readonly rejected: number;
  readonly state: 'reading' | 'done' | 'failed';
}

export interface ReadingParts {
  readonly rows: RowReader;
  readonly makeReader: () => RecordReader;
  readonly intake: Intake;
  readonly clock: Clock;
  /** True when the node closes: the file stays where it is. */
  isClosing(): boolean;
  moved(cursor: Cursor): void;
}

const BATCH = 100;
export const STOPPED = 'source-closing';

export const noteOf = (sha256: string, cursor: Cursor, nowMs: number): CounterState => ({
  tag: `file:${sha256}`,
  epoch: 0,
  total: String(cursor.row),
  openFrom: '0',
  at: new Date(nowMs).toISOString(),
  memory: cursor,
});

export class FileReading {
  readonly #parts: ReadingParts;
  readonly #file: PickedFile;
  readonly #result: ResultFile;
  /** Rows up to here were stored by an earlier run; they are read again only for the result file. */
  readonly #before: number;
  #cursor: Cursor;
  #batch: { readonly record: FileRecord; readonly message: Message }[] = [];

  constructor(parts: ReadingParts, file: PickedFile, result: ResultFile, before: Cursor | undefined) {
    this.#parts = parts;
    this.#file = file;
    this.#result = result;
    this.#before = before?.row ?? 0;
    this.#cursor = { name: file.name, row: 0, taken: 0, rejected: 0, state: 'reading' };
  }

  async run(): Promise<Result<Cursor>> {
    const heading = await this.#result.write([RESULT_HEADING]);
    if (!heading.ok) return heading;
    const broken = await this.#readAll();
    if (!broken.ok) return broken;
    const rest = await this.#flush();
    if (!rest.ok) return rest;
    return this.#finish(broken.value);
  }

  /** Resolves with the reason why the file could not be read to its end. */
  async #readAll(): Promise<Result<string | undefined>> {
    if (this.#file.trouble !== undefined) return ok(this.#file.trouble);
    const reader = this.#parts.makeReader();
    for await (const piece of this.#file.text()) {
      if ('broken' in piece) return ok(piece.broken);
      const { records, broken } = reader.push(piece.piece);
      const taken = await this.#add(records);
      if (!taken.ok) return taken;
      if (broken !== undefined) return ok(broken);
    }
    const { records, broken } = reader.end();
    const taken = await this.#add(records);
    return taken.ok ? ok(broken) : taken;
  }

  async #add(records: readonly FileRecord[]): Promise<Result<void>> {
    for (const record of records) {
      const message = messageOfRow(this.#parts.rows, this.#file, record, this.#parts.clock.now());
      this.#batch.push({ record, message });
      if (this.#batch.length < BATCH) continue;
      const flushed = await this.#flush();
      if (!flushed.ok) return flushed;
    }
    return ok(undefined);
  }

  async #flush(): Promise<Result<void>> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return ok(undefined);
    await this.#parts.intake.room();
    if (this.#parts.isClosing()) return fail(stopped(this.#file.name));
    const rejected = batch.filter(({ message }) => message.failure).length;
    const { row, taken, rejected: before } = this.#cursor;
    this.#cursor = {
      ...this.#cursor,
      row: batch.at(-1)?.record.row ?? row,
      taken: taken + batch.length - rejected,
      rejected: before + rejected,
    };
    const fresh = batch.filter(({ record }) => record.row > this.#before);
    if (fresh.length > 0) {
      const stored = await this.#store(fresh);
      if (!stored.ok) return stored;
    }
    this.#parts.moved(this.#cursor);
    return this.#result.write(batch.map(({ record, message }) => resultLine(record, message)));
  }

  #store(rows: readonly { readonly record: FileRecord; readonly message: Message }[]): Promise<Result<void>> {
    const { intake, clock } = this.#parts;
    const { sha256 } = this.#file;
    const arrived = rows.map(({ record, message }) => ({ identity: [sha256, record.row], message }));
    return intake.take(arrived, [noteOf(sha256, this.#cursor, clock.now())]);
  }

  /** The verdict about the file, with a letter for the part nobody could read; then the result is safe on the disk. */
  async #finish(broken: string | undefined): Promise<Result<Cursor>> {
    const { intake, clock } = this.#parts;
    const { name, sha256 } = this.#file;
    this.#cursor = { ...this.#cursor, state: broken === undefined ? 'done' : 'failed' };
    const { row } = this.#cursor;
    const rest =
      broken === undefined ? [] : [{ identity: [sha256, 'rest'], message: messageOfRest(this.#file, row, broken) }];
    const stored = await intake.take(rest, [noteOf(sha256, this.#cursor, clock.now())]);
    if (!stored.ok) return stored;
    const lines = broken === undefined ? [] : [`;;broken;;"${name}: ${broken.replaceAll('"', '""')}"`];
    const written = await this.#result.write(lines);
    const closed = await this.#result.close();
    if (!written.ok) return written;
    return closed.ok ? ok(this.#cursor) : closed;
  }
}

const stopped = (name: string) => ({
  code: STOPPED,
  class: 'transient' as const,
  attempted: 'read a file',
  on: name,
  reason: 'the node is closing',
  nextStep: 'Nothing: it goes on at the next start.',
});
