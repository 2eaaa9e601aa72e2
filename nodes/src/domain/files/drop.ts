/**
 * Leaving a file for another system, once. It is written under a temporary name, noted in the journal, and only then
 * renamed. From the note on, the temporary file alone says whether the other system can have seen it: there before the
 * rename, gone after it. So a repeat after a crash never leaves a second file, even when the first was fetched already.
 */
import type { Result } from '../ports.ts';

export interface DropFolder {
  /** SHA-256, hex. */
  digest(bytes: PreparedFile['bytes']): Promise<Result<string>>;
  /** On the disk under its temporary name when it resolves, with its checksum when one is wanted. */
  prepare(file: PreparedFile): Promise<Result<void>>;
  look(name: string): Promise<Result<Lying>>;
  /** Temporary names become the real ones, unless there is one already; safe on the disk when it resolves. */
  reveal(name: string): Promise<Result<void>>;
  /** A temporary file that will not be needed. */
  discard(name: string): Promise<Result<void>>;
}

export interface PreparedFile {
  readonly name: string;
  /** In pieces, so that a file may be larger than memory. */
  readonly bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Text of the file beside it; none when absent. */
  readonly manifest?: string;
}

/** Checksums of what lies there under the temporary and under the real name. */
export interface Lying {
  readonly temporary?: string;
  readonly real?: string;
}

export interface DropNote {
  readonly name: string;
  readonly sha256: string;
  /** `ready`: complete under its temporary name. `left`: under its real name. */
  readonly state: 'ready' | 'left';
}

export type DropStep = 'write' | 'reveal' | 'done' | 'occupied' | 'changed';

export type WantedFile = Omit<DropNote, 'state'>;

/**
 * What to do next for a file with this name and checksum. `occupied`: another file has the name; `changed`: a file about
 * the same was left before, with another name or other content. `lying` is what lies there under its name, `isHidden` whether
 * the noted file still has its temporary name.
 */
export function nextStep(wanted: WantedFile, note: DropNote | undefined, isHidden: boolean, lying: Lying): DropStep {
  const isSame = note !== undefined && note.name === wanted.name && note.sha256 === wanted.sha256;
  const isSeen = note !== undefined && (note.state === 'left' || !isHidden);
  if (isSeen) return isSame ? 'done' : 'changed';
  if (lying.real !== undefined) return lying.real === wanted.sha256 ? 'done' : 'occupied';
  return isSame && lying.temporary === wanted.sha256 ? 'reveal' : 'write';
}
