/**
 * Copies of a journal while it works. Another process may not open the file, so it leaves a request beside it: a file with
 * the name of the copy, which the owner of the journal finds, carries out a few pages at a time, and answers.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as sqlite from 'node:sqlite';
import type { Failure } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { storageFailure, wordsOf } from './faults.ts';

/** About 2 ms of work between two batches. */
const PAGES_AT_ONCE = 200;
/** Whoever is met inside a transaction every time is not at work: it hangs. */
const MOST_ATTEMPTS = 50_000;

export interface Backup {
  readonly target: string;
  readonly bytes: number;
}

const requestFile = (file: string): string => `${file}.backup-request`;
const answerFile = (file: string): string => `${file}.backup-answer`;

/** The copy appears under its name when it is whole. */
export async function backUp(db: sqlite.DatabaseSync, target: string): Promise<Result<Backup>> {
  const draft = `${target}.part`;
  try {
    if (existsSync(target)) return fail(failureOf(target, 'there is a file of this name', 'Choose another name.'));
    rmSync(draft, { force: true });
    if (typeof sqlite.backup === 'function') await copyPages(db, draft);
    else db.prepare('VACUUM INTO ?').run(draft); // Node.js before 22.16: at once, and everybody waits
    const copy = new sqlite.DatabaseSync(draft);
    const bytes = Number(copy.prepare('PRAGMA page_count').get()?.['page_count'] ?? 0) * 4096;
    copy.exec('PRAGMA journal_mode = DELETE');
    copy.close();
    renameSync(draft, target);
    return ok({ target, bytes });
  } catch (error) {
    rmSync(draft, { force: true });
    return fail(
      storageFailure(error, 'copy the journal', target) ??
        failureOf(target, wordsOf(error), 'Choose a folder that exists and may be written.'),
    );
  }
}

/**
 * While the owner is inside a transaction no page can be copied. Node.js (24.21) goes on by itself once some were; where
 * none was yet it gives up, and says that there was no error.
 */
async function copyPages(db: sqlite.DatabaseSync, draft: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sqlite.backup(db, draft, { rate: PAGES_AT_ONCE });
      return;
    } catch (error) {
      if ((error as { errcode?: unknown }).errcode !== 0 || attempt === MOST_ATTEMPTS) throw error;
      rmSync(draft, { force: true });
    }
  }
}

/** Called now and then by the owner of the journal. */
export async function answerRequests(db: sqlite.DatabaseSync, file: string): Promise<void> {
  const request = requestFile(file);
  if (!existsSync(request)) return;
  const target = readFileSync(request, 'utf8').trim();
  rmSync(request, { force: true });
  const result = await backUp(db, target);
  const draft = `${answerFile(file)}.part`;
  writeFileSync(draft, JSON.stringify(result));
  renameSync(draft, answerFile(file));
}

/** Asks the process that owns the journal; `undefined` when nobody answered. */
export async function requestBackup(
  file: string,
  target: string,
  wait: (ms: number) => Promise<void>,
  patienceMs: number,
): Promise<Result<Backup> | undefined> {
  rmSync(answerFile(file), { force: true });
  const draft = `${requestFile(file)}.part`;
  writeFileSync(draft, target);
  renameSync(draft, requestFile(file));
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 200) {
    if (existsSync(answerFile(file))) {
      const answer = JSON.parse(readFileSync(answerFile(file), 'utf8')) as Result<Backup>;
      rmSync(answerFile(file), { force: true });
      return answer;
    }
    await wait(200);
  }
  rmSync(requestFile(file), { force: true });
  return undefined;
}

const failureOf = (target: string, reason: string, nextStep: string): Failure => ({
  code: 'backup-failed',
  class: 'configuration',
  attempted: 'copy the journal',
  on: target,
  reason,
  nextStep,
});
