/**
 * Leaves files for other systems, each once: what was noted of a file before it got its name, and what lies there, say
 * after a crash whether it was left already (`domain/files/drop.ts`). One file at a time.
 */
import type { Failure } from '../domain/failure.ts';
import { type DropFolder, type DropNote, nextStep, type PreparedFile, type WantedFile } from '../domain/files/drop.ts';
import type { CounterState, Journal } from '../domain/journal.ts';
import { type Clock, fail, ok, type Result } from '../domain/ports.ts';

/** A repeat after a week is no repeat of a crash any more. */
const REMEMBERED_MS = 7 * 86_400_000;
const MOST_REMEMBERED = 20_000;
const FORGOTTEN_AT_ONCE = 20;
const TAG = 'drop:';

export interface FileToLeave {
  /** What the file is about: the same key is the same file. */
  readonly key: string;
  readonly name: string;
  /** Read more than once. */
  readonly bytes: () => PreparedFile['bytes'];
  readonly manifest?: (sha256: string) => string;
}

export interface LeftFile {
  readonly name: string;
  readonly sha256: string;
  /** An earlier attempt had left it. */
  readonly isAlready: boolean;
}

export interface DroppingParts {
  readonly journal: Journal;
  readonly owner: string;
  readonly folder: DropFolder;
  readonly clock: Clock;
}

interface Remembered {
  readonly note: DropNote;
  readonly atMs: number;
}

export async function openDrops(parts: DroppingParts): Promise<Result<Drops>> {
  const rows = await parts.journal.counters(parts.owner);
  if (!rows.ok) return rows;
  const notes = rows.value
    .filter(({ tag }) => tag.startsWith(TAG))
    .map(({ tag, memory, at }) => [tag, { note: memory as DropNote, atMs: Date.parse(at) }] as const)
    .sort(([, one], [, other]) => one.atMs - other.atMs);
  return ok(new Drops(parts, new Map(notes)));
}

export class Drops {
  readonly #parts: DroppingParts;
  /** Oldest first. */
  readonly #notes: Map<string, Remembered>;
  #before: Promise<unknown> = Promise.resolve();

  constructor(parts: DroppingParts, notes: Map<string, Remembered>) {
    this.#parts = parts;
    this.#notes = notes;
  }

  leave(file: FileToLeave): Promise<Result<LeftFile>> {
    const mine = this.#before.then(() => this.#leave(file));
    this.#before = mine.catch(() => undefined);
    return mine;
  }

  async #leave(file: FileToLeave): Promise<Result<LeftFile>> {
    const { folder } = this.#parts;
    const tag = TAG + file.key;
    const digest = await folder.digest(file.bytes());
    if (!digest.ok) return digest;
    const wanted = { name: file.name, sha256: digest.value };
    const note = this.#notes.get(tag)?.note;
    const lying = await folder.look(wanted.name);
    if (!lying.ok) return lying;
    const noted = note && note.name !== wanted.name ? await folder.look(note.name) : lying;
    if (!noted.ok) return noted;
    const step = nextStep(wanted, note, noted.value.temporary !== undefined, lying.value);
    if (step === 'occupied') return fail(occupied(wanted.name));
    if (step === 'changed') return fail(changed(note?.name ?? wanted.name));
    if (step === 'write') {
      const written = await this.#write(file, wanted, tag, note);
      if (!written.ok) return written;
    }
    if (note?.state === 'left') return ok({ ...wanted, isAlready: true });
    // Also when the file has its name: its checksum may not yet.
    const isSpare = step === 'done' && lying.value.temporary !== undefined;
    const named = isSpare ? await folder.discard(wanted.name) : await folder.reveal(wanted.name);
    if (!named.ok) return named;
    const kept = await this.#keep(tag, { ...wanted, state: 'left' });
    if (!kept.ok) return kept;
    return ok({ ...wanted, isAlready: step === 'done' });
  }

  async #write(file: FileToLeave, wanted: WantedFile, tag: string, before?: DropNote): Promise<Result<void>> {
    const { folder } = this.#parts;
    const manifest = file.manifest?.(wanted.sha256);
    const { name } = wanted;
    const prepared = await folder.prepare({
      name,
      bytes: file.bytes(),
      ...(manifest === undefined ? {} : { manifest }),
    });
    if (!prepared.ok) return prepared;
    const lies = await folder.look(name);
    if (!lies.ok) return lies;
    if (lies.value.temporary !== wanted.sha256) return fail(unlike(name));
    const kept = await this.#keep(tag, { ...wanted, state: 'ready' });
    if (!kept.ok) return kept;
    return before && before.name !== name ? folder.discard(before.name) : ok(undefined);
  }

  async #keep(tag: string, note: DropNote): Promise<Result<void>> {
    const { journal, owner, clock } = this.#parts;
    const atMs = clock.now();
    const at = new Date(atMs).toISOString();
    const counters: CounterState[] = [{ tag, epoch: 0, total: '0', openFrom: '0', at, memory: note }];
    const forget = this.#old(atMs).filter((one) => one !== tag);
    const stored = await journal.recordStep({ owner, counters, events: [], segments: [], forget });
    if (!stored.ok) return stored;
    for (const one of [tag, ...forget]) this.#notes.delete(one);
    this.#notes.set(tag, { note, atMs });
    return ok(undefined);
  }

  #old(nowMs: number): string[] {
    const old: string[] = [];
    for (const [tag, { atMs }] of this.#notes) {
      const isOld = nowMs - atMs > REMEMBERED_MS || this.#notes.size - old.length > MOST_REMEMBERED;
      if (!isOld || old.length === FORGOTTEN_AT_ONCE) break;
      old.push(tag);
    }
    return old;
  }
}

const occupied = (on: string): Failure => ({
  code: 'file-exists',
  class: 'business',
  attempted: 'leave a file',
  on,
  reason: 'another file of that name lies there, with other content',
  nextStep: 'Have it fetched, or choose names that are unique per event; then replay the message.',
});

const changed = (on: string): Failure => ({
  code: 'file-left-before',
  class: 'business',
  attempted: 'leave a file',
  on,
  reason: 'a file about the same was left under this name already, with other content than now',
  nextStep: 'Tell the other system what changed, then discard the message with that reason.',
});

const unlike = (name: string): Failure => ({
  code: 'file-not-as-written',
  class: 'transient',
  attempted: 'leave a file',
  on: name,
  reason: 'what was read back differs from what was written',
  nextStep: 'Nothing: it is written again. If it happens often, check the disk.',
});
