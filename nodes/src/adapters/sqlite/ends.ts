/**
 * A look at a file before it is used: its length, its ends, its sequences. What a power cut or a bad copy damages is most
 * often what was written last. The cost does not grow with the file; the full check is a command of its own.
 */
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { query } from './sql.ts';

/** Tables with rows in order of arrival, and the sequence their numbers come from. */
const sequences: readonly (readonly [table: string, column: string, sequence: string])[] = [
  ['messages', 'id', 'message'],
  ['recent_keys', 'seq', 'key'],
  ['recent_facts', 'seq', 'fact'],
  ['events', 'seq', 'event'],
];

/** What is wrong with the file, or `undefined`. Throws what SQLite finds on the way. */
export function checkEnds(db: DatabaseSync, file: string): string | undefined {
  const pages = number(db, 'PRAGMA page_count');
  const size = number(db, 'PRAGMA page_size');
  const bytes = statSync(file).size;
  const isInLog = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes + isInLog < pages * size) return `it has ${bytes} bytes and should have ${pages * size}`;
  const tallies = JSON.parse(
    query<{ value: string }>(db, `SELECT value FROM file_state WHERE name = 'tallies'`).get()?.value ?? '{}',
  ) as Record<string, number>;
  for (const name of tables(db)) readEnds(db, name);
  for (const [table, column, sequence] of sequences) {
    const last = number(db, `SELECT max(${column}) AS last FROM ${table}`);
    if (last > (tallies[sequence] ?? 0)) return `${table} holds number ${last}, which was never given`;
  }
  return undefined;
}

/** The first and the last row, whole, with the pages that lead to them. */
function readEnds(db: DatabaseSync, table: string): void {
  const order = query<{ name: string }>(
    db,
    `SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`,
  ).all();
  const by = (direction: string): string =>
    order.map(({ name }) => `${name} ${direction}`).join(', ') || `rowid ${direction}`;
  for (const direction of ['ASC', 'DESC']) db.prepare(`SELECT * FROM ${table} ORDER BY ${by(direction)} LIMIT 1`).get();
}

const tables = (db: DatabaseSync): string[] =>
  query<{ name: string }>(
    db,
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  )
    .all()
    .map(({ name }) => name);

const number = (db: DatabaseSync, text: string): number => Number(Object.values(db.prepare(text).get() ?? {})[0] ?? 0);
