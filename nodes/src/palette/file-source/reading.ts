/**
 * One file, row by row: a batch of rows and the place in the file are stored in one transaction, so that a file goes on
 * where it stood after a crash. The disk is read no faster than the flow takes rows.
 */
import type { Beginning, FileCursor } from '../../domain/files/cursor.ts';
import type { PickedFile, ResultFile } from '../../domain/files/pickup.ts';
import type { FileRecord, RecordReader } from '../../domain/files/record.ts';
import type { CounterState } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Clock, fail, ok, type Result } from '../../domain/ports.ts';
import { valueAt } from '../../domain/validation/wording.ts';
import type { Intake } from '../../host/intake.ts';
import { messageOfRest, messageOfRow, RESULT_HEADING, type RowReader, resultLine } from './rows.ts';

export interface ReadingParts {
  readonly rows: RowReader;
  readonly makeReader: () => RecordReader;
  readonly intake: Intake;
  readonly clock: Clock;
  /** How each row ends is kept, for the sender to be told. */
  readonly areEndsKept: boolean;
  /** A whole file that comes again is an event again. */
  readonly areDocumentsRepeated: boolean;
  /** True when the node closes: the file stays where it is. */
  isClosing(): boolean;
  moved(cursor: FileCursor): void;
}

const BATCH = 100;
/** Rows may be wide: a batch holds no more text than that and one row. */
const BATCH_CHARACTERS = 1_000_000;
export const STOPPED = 'source-closing';

export const tagOf = (sha256: string): string => `file:${sha256}`;

export const noteOf = (sha256: string, cursor: FileCursor, nowMs: number): CounterState => ({
  tag: tagOf(sha256),
  epoch: 0,
  total: String(cursor.row),
  openFrom: '0',
  at: new Date(nowMs).toISOString(),
  memory: cursor,
});

export class FileReading {
  readonly #parts: ReadingParts;
  readonly #file: PickedFile;
  readonly #result: ResultFile | undefined;
  /** Rows up to here were stored by an earlier run; they are read again only for the result file. */
  readonly #before: number;
  readonly #again: number | undefined;
  #cursor: FileCursor;
  #rowsRead = 0;
  /** Characters read since rows were stored. */
  #unflushed = 0;
  #batch: { readonly record: FileRecord; readonly message: Message }[] = [];

  /** `result` beside the file, where rows are only told to be taken. */
  constructor(parts: ReadingParts, file: PickedFile, result: ResultFile | undefined, beginning: Beginning) {
    this.#parts = parts;
    this.#file = file;
    this.#result = result;
    const { cursor, stored, isRepeat } = beginning;
    const isToldAgain = isRepeat && parts.areDocumentsRepeated;
    this.#before = isToldAgain ? 0 : stored;
    this.#again = isToldAgain ? cursor.sending : undefined;
    this.#cursor = cursor;
  }

  async run(): Promise<Result<FileCursor>> {
    const heading = await this.#write([RESULT_HEADING]);
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
      this.#unflushed += piece.piece.length;
      const flushed = this.#unflushed < BATCH_CHARACTERS ? taken : await this.#flush();
      if (!flushed.ok) return flushed;
    }
    const { records, broken } = reader.end();
    const taken = await this.#add(records);
    return taken.ok ? ok(broken ?? this.#miscount()) : taken;
  }

  /** What was announced and is not found was not read as it was meant: a wrong element, a wrong separator. */
  #miscount(): string | undefined {
    const { announcedRows } = this.#file;
    if (announcedRows === undefined || announcedRows === this.#rowsRead) return undefined;
    return `${this.#rowsRead} rows were found and its manifest announces ${announcedRows}`;
  }

  async #add(records: readonly FileRecord[]): Promise<Result<void>> {
    for (const record of records) {
      this.#rowsRead += record.rows?.length ?? 1;
      const message = messageOfRow(this.#parts.rows, this.#file, record, this.#parts.clock.now(), this.#again);
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
    this.#unflushed = 0;
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
    return this.#write(batch.map(({ record, message }) => resultLine(record, message)));
  }

  #write(lines: readonly string[]): Promise<Result<void>> {
    return this.#result ? this.#result.write(lines) : Promise.resolve(ok(undefined));
  }

  #store(rows: readonly { readonly record: FileRecord; readonly message: Message }[]): Promise<Result<void>> {
    const { intake, clock, areEndsKept } = this.#parts;
    const { sha256 } = this.#file;
    const again = this.#again === undefined ? [] : [this.#again];
    const arrived = rows.map(({ record: { row, line }, message }) => {
      const id = valueAt(message.event, ['id']);
      const fact = typeof id === 'string' ? { fact: id } : {};
      return { identity: [sha256, row, ...again], message, ...(areEndsKept ? { row: { row, line, ...fact } } : {}) };
    });
    return intake.take(arrived, [noteOf(sha256, this.#cursor, clock.now())], [], areEndsKept ? sha256 : undefined);
  }

  /** The verdict about the file, with a letter for the part nobody could read; then the result is safe on the disk. */
  async #finish(broken: string | undefined): Promise<Result<FileCursor>> {
    const { intake, clock } = this.#parts;
    const { name, sha256 } = this.#file;
    const told = this.#parts.areEndsKept ? {} : { told: this.#cursor.sending ?? 1 };
    const verdict = broken === undefined ? { state: 'done' as const } : { state: 'failed' as const, reason: broken };
    this.#cursor = { ...this.#cursor, ...verdict, ...told };
    const { row } = this.#cursor;
    const rest =
      broken === undefined ? [] : [{ identity: [sha256, 'rest'], message: messageOfRest(this.#file, row, broken) }];
    const stored = await intake.take(rest, [noteOf(sha256, this.#cursor, clock.now())]);
    if (!stored.ok) return stored;
    const lines = broken === undefined ? [] : [`;;broken;;"${name}: ${broken.replaceAll('"', '""')}"`];
    const written = await this.#write(lines);
    const closed = this.#result ? await this.#result.close() : ok(undefined);
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
