/** Opens a journal file: owned by this process alone, of our kind, of a version we know, raised to the newest one. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { checkEnds } from './ends.ts';
import { failures, storageFailure } from './faults.ts';
import { migrations } from './migrations.ts';

/** `PWJ1` in SQLite's header: tells our files from those of other programs. */
export const APPLICATION_ID = 0x50574a31;

export function openDatabase(file: string, fileId: string): Result<DatabaseSync> {
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const isNew = !existsSync(file);
    db = new DatabaseSync(file, { timeout: 0 });
    const refused = isNew ? undefined : judge(db, file);
    if (refused) {
      db.close();
      return fail(refused);
    }
    configure(db);
    migrate(db, fileId);
    const damage = checkEnds(db, file);
    if (damage === undefined) return ok(db);
    db.close();
    return fail(failures.damaged(file, damage));
  } catch (error) {
    if (db?.isOpen) db.close();
    const failure = storageFailure(unwritable(error, file) ?? error, 'open the journal', file);
    if (failure) return fail(failure);
    throw error;
  }
}

/** SQLite says "cannot open" for a volume it may not write; the system says why. */
function unwritable(error: unknown, file: string): unknown {
  if (storageFailure(error, '', file)?.code !== 'journal-cannot-open') return undefined;
  try {
    accessSync(dirname(file), constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
    return undefined;
  } catch (reason) {
    return reason;
  }
}

function configure(db: DatabaseSync): void {
  // Exclusive before the first access in WAL mode: the lock is held for good and no shared-memory file is needed.
  db.exec('PRAGMA locking_mode = EXCLUSIVE');
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA cache_size = -65536');
  db.exec('PRAGMA temp_store = MEMORY');
  // A longer WAL means fewer copies of the same hot pages into the file; 16 MB at 4 KiB a page.
  db.exec('PRAGMA wal_autocheckpoint = 4000');
  db.exec('PRAGMA journal_size_limit = 67108864');
}

function judge(db: DatabaseSync, file: string): Failure | undefined {
  const version = pragma(db, 'user_version');
  const application = pragma(db, 'application_id');
  const isEmpty = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0;
  if (application !== APPLICATION_ID && !isEmpty) return failures.foreign(file);
  if (version > migrations.length) return failures.newer(file, version, migrations.length);
  return undefined;
}

/** One transaction per step, so that a crash leaves a file of a known version. Takes the file's lock in any case. */
function migrate(db: DatabaseSync, fileId: string): void {
  let version = pragma(db, 'user_version');
  do {
    const step = migrations[version];
    db.exec('BEGIN IMMEDIATE');
    if (step === undefined) db.exec(`UPDATE file_state SET value = value WHERE name = 'file_id'`);
    else {
      db.exec(step);
      version += 1;
      if (version === 1) db.prepare(`INSERT INTO file_state (name, value) VALUES ('file_id', ?)`).run(fileId);
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      db.exec(`PRAGMA user_version = ${version}`);
    }
    db.exec('COMMIT');
  } while (version < migrations.length);
}

function pragma(db: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

export function savedFileId(db: DatabaseSync): string {
  return String(db.prepare(`SELECT value FROM file_state WHERE name = 'file_id'`).get()?.['value'] ?? '');
}
