/** Tables in memory with an undo log: one call is one transaction, and a savepoint is a position in the log. */
import type { Json, Row, Vals } from './value.ts';

type Key = number | string;
type Index = Map<Key, Set<number>>;

interface Table {
  rows: Map<number, Row>;
  nextId: number;
  /** Column → value → row ids; only for columns that were asked for. */
  readonly indexes: Map<string, Index>;
}

/** Every table as plain data: what a restart needs. */
export type StoreDump = Readonly<Record<string, { readonly nextId: number; readonly rows: readonly [number, Row][] }>>;

export class Store {
  readonly #tables = new Map<string, Table>();
  #undo: (() => void)[] = [];

  #table(name: string): Table {
    const found = this.#tables.get(name);
    if (found) return found;
    const table: Table = { rows: new Map(), nextId: 1, indexes: new Map() };
    this.#tables.set(name, table);
    return table;
  }

  row(table: string, id: number): Row | undefined {
    return this.#table(table).rows.get(id);
  }

  ids(table: string): number[] {
    return [...this.#table(table).rows.keys()];
  }

  /** Rows whose `column` holds `target`, in id order. */
  referring(table: string, column: string, target: Key): number[] {
    const at = this.#table(table);
    let index = at.indexes.get(column);
    if (!index) {
      index = new Map();
      at.indexes.set(column, index);
      for (const [id, row] of at.rows) point(index, row[column], id);
    }
    return [...(index.get(target) ?? [])].sort((left, right) => left - right);
  }

  /** Ids are burnt like those of a database sequence: a rollback does not give them back. */
  insert(table: string, row: Row, id?: number): number {
    const at = this.#table(table);
    const key = id ?? at.nextId;
    at.nextId = Math.max(at.nextId, key + 1);
    at.rows.set(key, { ...row });
    for (const [column, index] of at.indexes) point(index, row[column], key);
    this.#undo.push(() => this.#drop(at, key));
    return key;
  }

  update(table: string, id: number, patch: Vals): void {
    const at = this.#table(table);
    const row = at.rows.get(id);
    if (!row) return;
    const before: Row = {};
    for (const key of Object.keys(patch)) before[key] = row[key] ?? false;
    this.#apply(at, id, row, patch);
    this.#undo.push(() => this.#apply(at, id, row, before));
  }

  delete(table: string, id: number): void {
    const at = this.#table(table);
    const row = at.rows.get(id);
    if (!row) return;
    this.#drop(at, id);
    this.#undo.push(() => {
      at.rows.set(id, row);
      for (const [column, index] of at.indexes) point(index, row[column], id);
    });
  }

  dump(): StoreDump {
    const tables = [...this.#tables].map(([name, { nextId, rows }]) => [name, { nextId, rows: [...rows] }] as const);
    return Object.fromEntries(tables);
  }

  /** A store with the rows of a dump. */
  static from(dump: StoreDump): Store {
    const store = new Store();
    for (const [name, { nextId, rows }] of Object.entries(dump)) {
      const table = store.#table(name);
      table.rows = new Map(rows);
      table.nextId = nextId;
    }
    return store;
  }

  savepoint(): number {
    return this.#undo.length;
  }

  rollback(savepoint = 0): void {
    while (this.#undo.length > savepoint) this.#undo.pop()?.();
  }

  commit(): void {
    this.#undo = [];
  }

  #apply(at: Table, id: number, row: Row, patch: Vals): void {
    for (const [column, index] of at.indexes) {
      if (!(column in patch)) continue;
      unpoint(index, row[column], id);
      point(index, patch[column], id);
    }
    Object.assign(row, patch);
  }

  #drop(at: Table, id: number): void {
    const row = at.rows.get(id);
    if (!row) return;
    at.rows.delete(id);
    for (const [column, index] of at.indexes) unpoint(index, row[column], id);
  }
}

function point(index: Index, target: Json | undefined, id: number): void {
  if (typeof target !== 'number' && typeof target !== 'string') return;
  const found = index.get(target);
  if (found) found.add(id);
  else index.set(target, new Set([id]));
}

function unpoint(index: Index, target: Json | undefined, id: number): void {
  if (typeof target === 'number' || typeof target === 'string') index.get(target)?.delete(id);
}
