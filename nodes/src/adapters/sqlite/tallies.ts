/**
 * Numbers kept with the data: sequences and how many rows are in which state, so that no question counts rows. Changes of
 * a request that failed are taken back; what remains is written once per transaction.
 */
import type { DatabaseSync } from 'node:sqlite';
import { query } from './sql.ts';

export interface Tallies {
  get(name: string): number;
  add(name: string, change: number): void;
  /** Next number of a sequence; never given twice once committed. */
  next(name: string): number;
  mark(): number;
  rollback(mark: number): void;
  /** Takes back what a request changed in memory alone, should it be rolled back. */
  undo(step: () => void): void;
  /** Told after each rollback: what is only a copy of rows is read again. */
  onRollback(listener: () => void): void;
  /** Inside the transaction, just before its commit. */
  write(): void;
  committed(): void;
}

export function loadTallies(db: DatabaseSync): Tallies {
  const saved = query<{ value: string }>(db, `SELECT value FROM file_state WHERE name = 'tallies'`).get();
  const values = new Map<string, number>(
    saved ? Object.entries(JSON.parse(saved.value) as Record<string, number>) : [],
  );
  const changes: (readonly [string, number] | (() => void))[] = [];
  const listeners: (() => void)[] = [];
  const store = query(db, `INSERT OR REPLACE INTO file_state (name, value) VALUES ('tallies', ?)`);

  const add = (name: string, change: number): void => {
    values.set(name, (values.get(name) ?? 0) + change);
    changes.push([name, change]);
  };
  return {
    get: (name) => values.get(name) ?? 0,
    add,
    next(name) {
      add(name, 1);
      return values.get(name) ?? 1;
    },
    mark: () => changes.length,
    rollback(mark) {
      for (const change of changes.splice(mark).reverse()) {
        if (typeof change === 'function') change();
        else values.set(change[0], (values.get(change[0]) ?? 0) - change[1]);
      }
      for (const listener of listeners) listener();
    },
    undo: (step) => void changes.push(step),
    onRollback: (listener) => void listeners.push(listener),
    write() {
      if (changes.some((change) => typeof change !== 'function')) store.run(JSON.stringify(Object.fromEntries(values)));
    },
    committed: () => void changes.splice(0),
  };
}
