/**
 * `journal backup <file> <copy>` and `journal check <file>`: for administrators, beside a running Plantwire or without one.
 * Exit code 0 when all is well, 1 when not, 2 for a wrong call.
 */
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { explain } from '../../domain/failure.ts';
import type { Result } from '../../domain/ports.ts';
import { type Backup, backUp, requestBackup } from './backup.ts';
import { wordsOf } from './faults.ts';

/** A large journal on a slow disk takes minutes. */
const PATIENCE_MS = 30 * 60_000;

const [verb, file = '', target = ''] = process.argv.slice(2);
process.exitCode = await run();

async function run(): Promise<number> {
  if (file === '' || (verb === 'backup') === (target === '') || (verb !== 'backup' && verb !== 'check')) {
    console.error('journal backup <file> <copy> | journal check <file>');
    return 2;
  }
  if (!existsSync(file)) {
    console.error(`There is no journal ${resolve(file)}.`);
    return 1;
  }
  return verb === 'backup' ? report(await copy(resolve(target))) : check();
}

function report(result: Result<Backup>): number {
  if (!result.ok) {
    console.error(explain(result.failure));
    return 1;
  }
  console.log(`${result.value.target}: ${(result.value.bytes / 1_048_576).toFixed(1)} MB, complete.`);
  return 0;
}

/** By its owner when it is in use, by ourselves when it is not. */
async function copy(to: string): Promise<Result<Backup>> {
  const db = new DatabaseSync(resolve(file), { timeout: 0 });
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return await backUp(db, to);
  } catch (error) {
    const answer = await requestBackup(resolve(file), to, (ms) => pause(ms), PATIENCE_MS);
    if (answer) return answer;
    const nextStep = 'Look at /health; stop Plantwire and run the command again.';
    const reason = 'the process that uses it did not answer';
    return {
      ok: false,
      failure: {
        code: 'backup-failed',
        class: 'transient',
        attempted: 'copy the journal',
        on: file,
        reason,
        nextStep,
        cause: wordsOf(error),
      },
    };
  } finally {
    db.close();
  }
}

/** Every page, row and index of a copy; the journal itself goes on meanwhile. */
async function check(): Promise<number> {
  const draft = resolve(`${file}.check-${process.pid}`);
  const copied = await copy(draft);
  if (!copied.ok) return report(copied);
  const db = new DatabaseSync(draft, { readOnly: true });
  try {
    const found = db
      .prepare('PRAGMA integrity_check(20)')
      .all()
      .map((row) => String(row['integrity_check']));
    const isWell = found.length === 1 && found[0] === 'ok';
    for (const line of found) (isWell ? console.log : console.error)(isWell ? 'Every page and index is well.' : line);
    return isWell ? 0 : 1;
  } finally {
    db.close();
    rmSync(draft, { force: true });
  }
}
