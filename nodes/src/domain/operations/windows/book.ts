/** Everything windows remember, with its rows in the journal. A step is computed first, stored, and only then applied. */
import type { CounterState } from '../../journal.ts';
import type { Entry } from './entry.ts';

/** What was last said about a window. `nameMs` stays when late entries move the start of a session. */
export interface Issued {
  readonly key: string;
  readonly nameMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly shiftId?: string;
  readonly revision: number;
  /** The figures as text: said again only when they differ. */
  readonly print: string;
  /** Its entries belong to another session now. */
  readonly isWithdrawn?: boolean;
}

/** What changed of a key since its windows were looked at. */
export interface Touched {
  readonly fromMs: number;
  /** No window of it closes before. */
  readonly nextMs: number;
  /** Something came for a window that had closed: first and last time that this happened. */
  readonly late?: { readonly firstMs: number; readonly lastMs: number };
}

export interface Changes<S> {
  readonly put: readonly Entry<S>[];
  readonly issued: readonly Issued[];
  /** Slots, and windows by key and name, that are too old to matter. */
  readonly forgotten: readonly string[];
  readonly forgottenWindows: readonly Pick<Issued, 'key' | 'nameMs'>[];
  readonly touched: ReadonlyMap<string, Touched | undefined>;
  readonly markMs: number;
  readonly sequence: number;
}

export class Book<S = unknown> {
  readonly #entries = new Map<string, Entry<S>>();
  readonly #byKey = new Map<string, Map<string, Entry<S>>>();
  readonly #issued = new Map<string, Map<number, Issued>>();
  readonly #touched = new Map<string, Touched>();
  #markMs = 0;
  #sequence = 0;

  /** Never goes back, whatever the clock does. */
  get markMs(): number {
    return this.#markMs;
  }
  /** Of the events we make. */
  get sequence(): number {
    return this.#sequence;
  }
  get size(): number {
    return this.#entries.size;
  }
  get touched(): ReadonlyMap<string, Touched> {
    return this.#touched;
  }
  keys(): readonly string[] {
    return [...new Set([...this.#byKey.keys(), ...this.#issued.keys()])];
  }
  entry(slot: string): Entry<S> | undefined {
    return this.#entries.get(slot);
  }
  entriesOf(key: string): Iterable<Entry<S>> {
    return this.#byKey.get(key)?.values() ?? [];
  }
  issuedOf(key: string): readonly Issued[] {
    return [...(this.#issued.get(key)?.values() ?? [])];
  }

  apply(changes: Changes<S>): void {
    for (const slot of changes.forgotten) this.#remove(slot);
    for (const entry of changes.put) this.#put(entry);
    for (const one of changes.issued) this.#issue(one);
    for (const { key, nameMs } of changes.forgottenWindows) {
      this.#issued.get(key)?.delete(nameMs);
      if (this.#issued.get(key)?.size === 0) this.#issued.delete(key);
    }
    for (const [key, touched] of changes.touched) {
      if (touched) this.#touched.set(key, touched);
      else this.#touched.delete(key);
    }
    this.#markMs = Math.max(this.#markMs, changes.markMs);
    this.#sequence = changes.sequence;
  }

  #put(entry: Entry<S>): void {
    this.#remove(entry.slot);
    this.#entries.set(entry.slot, entry);
    const slots = this.#byKey.get(entry.key) ?? new Map<string, Entry<S>>();
    this.#byKey.set(entry.key, slots.set(entry.slot, entry));
  }

  #remove(slot: string): void {
    const before = this.#entries.get(slot);
    if (!before) return;
    this.#entries.delete(slot);
    const slots = this.#byKey.get(before.key);
    slots?.delete(slot);
    if (slots?.size === 0) this.#byKey.delete(before.key);
  }

  #issue(one: Issued): void {
    const windows = this.#issued.get(one.key) ?? new Map<number, Issued>();
    this.#issued.set(one.key, windows.set(one.nameMs, one));
  }
}

const entryTag = (slot: string): string => `entry ${slot}`;
const windowTag = ({ key, nameMs }: Pick<Issued, 'key' | 'nameMs'>): string => `window ${nameMs} ${key}`;

/** Rows to store and names of rows to forget. */
export function rowsOf<S>(changes: Changes<S>): {
  readonly rows: readonly CounterState[];
  readonly forget: readonly string[];
} {
  const at = new Date(changes.markMs).toISOString();
  const row = (tag: string, memory: unknown): CounterState => ({
    ...{ tag, epoch: 0, total: '0', openFrom: '0', at, memory },
  });
  return {
    rows: [
      ...changes.put.map((entry) => row(entryTag(entry.slot), entry)),
      ...changes.issued.map((one) => row(windowTag(one), one)),
      row('mark', { markMs: changes.markMs, sequence: changes.sequence }),
    ],
    forget: [...changes.forgotten.map(entryTag), ...changes.forgottenWindows.map(windowTag)],
  };
}

/** After a restart every window is looked at again: what was stored and not said yet is said then. */
export function restoreBook<S>(rows: readonly CounterState[]): Book<S> {
  const of = <T>(kind: string): T[] => rows.filter(({ tag }) => tag.startsWith(kind)).map(({ memory }) => memory as T);
  const mark = of<{ markMs: number; sequence: number }>('mark')[0] ?? { markMs: 0, sequence: 0 };
  const put = of<Entry<S>>('entry ');
  const touched = new Map(put.map(({ key }) => [key, { fromMs: 0, nextMs: 0 }]));
  const book = new Book<S>();
  const issued = of<Issued>('window ');
  book.apply({ put, issued, forgotten: [], forgottenWindows: [], touched, ...mark });
  return book;
}
