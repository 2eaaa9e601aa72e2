/** The port of a pick-up folder: files that are complete, taken one by one, read as a stream, put away when done. */
import type { Result } from '../ports.ts';

export interface PickedFile {
  readonly name: string;
  /** SHA-256 of the content, hex: the same content is the same file, whatever its name. */
  readonly sha256: string;
  /** Of this very file: the same content dropped a second time has another. */
  readonly stamp: string;
  /** Rows that its manifest announces. */
  readonly announcedRows?: number;
  /** Why the file must not be read: its checksum does not fit. */
  readonly trouble?: string;
  /** Text in pieces; ends early with the reason when the bytes are no text of the chosen encoding. */
  text(): AsyncIterable<{ readonly piece: string } | { readonly broken: string }>;
  /** One line per row, beside the file; begun anew each time the file is read. */
  result(): Promise<Result<ResultFile>>;
  /** Atomic; after it the file is not picked up again. */
  putAway(where: 'done' | 'failed'): Promise<Result<void>>;
}

export interface ResultFile {
  write(lines: readonly string[]): Promise<Result<void>>;
  /** Resolves when it is safe on the disk. */
  close(): Promise<Result<void>>;
}

export interface PickupFolder {
  /** The next complete file, oldest first; one that was begun before a restart comes first. */
  next(): Promise<Result<PickedFile | undefined>>;
}
