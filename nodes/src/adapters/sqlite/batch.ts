/**
 * Group commit: everything that arrived while a commit ran shares the next transaction, and nobody is answered before
 * it. A batch in which something fails is rolled back and done again with a savepoint around each request, so that one
 * that fails takes nothing of the others with it: savepoints for all would cost a tenth of the rate.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../domain/failure.ts';
import { fail, type Result } from '../../domain/ports.ts';
import { isFatal, storageFailure, wordsOf } from './faults.ts';
import type { Answer, OperationName, Request } from './protocol.ts';
import type { Session } from './session.ts';
import type { Space } from './space.ts';

/** Operations that bring something new; refused while the disk is nearly full, so that the rest can be worked off. */
const intake: ReadonlySet<OperationName> = new Set<OperationName>([
  'reserve',
  'enqueue',
  'recordStep',
  'bury',
  'replay',
  'changeCrosswalk',
]);

export type Run = (request: Request) => Result<unknown>;

export interface Batches {
  run(requests: readonly Request[]): Answer[];
  /** Why nothing can be written any more, or at the moment. */
  trouble(): Failure | undefined;
}

export function batching(session: Session, space: Space, file: string, run: Run): Batches {
  const { db, tallies } = session;
  const transaction = statements(db);
  let trouble: Failure | undefined;
  let isStopped = false;

  const one = (request: Request, refusal: Failure | undefined): Answer => {
    if (refusal && intake.has(request.name)) return { id: request.id, result: fail(refusal) };
    session.now = request.now;
    session.random = request.random;
    const mark = tallies.mark();
    transaction.savepoint();
    try {
      const result = run(request);
      if (!result.ok) {
        transaction.undo();
        tallies.rollback(mark);
      }
      transaction.release();
      return { id: request.id, result };
    } catch (error) {
      if (storageFailure(error, describe(request), file) || !db.isTransaction) throw error;
      transaction.undo();
      transaction.release();
      tallies.rollback(mark);
      return {
        id: request.id,
        result: fail(bug(request)),
        bug: wordsOf(error),
      };
    }
  };

  /** `undefined` when one of them failed: the caller takes all of them back. */
  const together = (requests: readonly Request[], refusal: Failure | undefined): Answer[] | undefined => {
    const answers: Answer[] = [];
    for (const request of requests) {
      if (refusal && intake.has(request.name)) answers.push({ id: request.id, result: fail(refusal) });
      else {
        session.now = request.now;
        session.random = request.random;
        const result = attemptOne(request);
        if (!result?.ok) return undefined;
        answers.push({ id: request.id, result });
      }
    }
    return answers;
  };

  const attemptOne = (request: Request): Result<unknown> | undefined => {
    try {
      return run(request);
    } catch (error) {
      if (storageFailure(error, describe(request), file) || !db.isTransaction) throw error;
      return undefined;
    }
  };

  const separately = (requests: readonly Request[], refusal: Failure | undefined): Answer[] => {
    transaction.rollback();
    tallies.rollback(0);
    transaction.begin();
    return requests.map((request) => one(request, refusal));
  };

  const attempt = (requests: readonly Request[], refusal: Failure | undefined): Answer[] => {
    transaction.begin();
    try {
      const answers = together(requests, refusal) ?? separately(requests, refusal);
      tallies.write();
      transaction.commit();
      tallies.committed();
      return answers;
    } catch (error) {
      if (db.isTransaction) transaction.rollback();
      tallies.rollback(0);
      throw error;
    }
  };

  /** Nothing of the batch was stored. On a full disk the reserve goes, and what works the queue off is tried again. */
  const recover = (requests: readonly Request[], failure: Failure): Answer[] => {
    trouble = failure;
    isStopped = isFatal(failure);
    if (failure.code === 'journal-disk-full' && space.giveBack()) {
      try {
        return attempt(requests, failure);
      } catch (error) {
        const again = storageFailure(error, 'work off the queue', file);
        if (again === undefined) throw error;
        trouble = again;
      }
    }
    const reported = trouble;
    return requests.map(({ id }) => ({ id, result: fail(reported) }));
  };

  return {
    run(requests) {
      if (isStopped && trouble) {
        const known = trouble;
        return requests.map(({ id }) => ({ id, result: fail(known) }));
      }
      const refusal = space.refusal();
      try {
        const answers = attempt(requests, refusal);
        trouble = refusal;
        return answers;
      } catch (error) {
        const failure = storageFailure(error, 'write the journal', file);
        if (failure === undefined) throw error;
        return recover(requests, failure);
      }
    },
    trouble: () => trouble,
  };
}

function statements(db: DatabaseSync) {
  const prepared = (text: string) => {
    const statement = db.prepare(text);
    return (): void => void statement.run();
  };
  return {
    begin: prepared('BEGIN'),
    commit: prepared('COMMIT'),
    rollback: prepared('ROLLBACK'),
    savepoint: prepared('SAVEPOINT request'),
    release: prepared('RELEASE request'),
    undo: prepared('ROLLBACK TO request'),
  };
}

const describe = (request: Request): string => `run ${request.name} in the journal`;

const bug = (request: Request): Failure => ({
  code: 'internal-error',
  class: 'data',
  attempted: describe(request),
  on: 'journal',
  reason: 'an unexpected error inside Plantwire',
  nextStep: 'Report the cause together with the version.',
});
