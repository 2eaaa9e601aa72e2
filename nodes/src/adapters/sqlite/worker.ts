/** The thread that owns the journal file. Requests come in arrays, answers leave after the commit that holds them. */
import { parentPort, workerData } from 'node:worker_threads';
import type { JournalStats, QueueStats } from '../../domain/journal.ts';
import { ok, type Result } from '../../domain/ports.ts';
import { answerRequests } from './backup.ts';
import { batching } from './batch.ts';
import { storageFailure } from './faults.ts';
import { openDatabase, savedFileId } from './open.ts';
import { packAnswers, unpackRequests } from './packing.ts';
import type { FromWorker, Request, ToWorker, WorkerOptions } from './protocol.ts';
import type { Session } from './session.ts';
import { watchSpace } from './space.ts';
import { createStore } from './store.ts';
import { loadTallies } from './tallies.ts';

/** Requests of one transaction; more wait for the next, so that the first are not answered late. */
const MAX_BATCH = 1000;

/** For requests of a backup. */
const LOOK_EVERY_MS = 500;

const options = workerData as WorkerOptions;
const port = parentPort;
if (port === null) throw new Error('The journal worker runs as a worker thread.');
const post = (message: FromWorker): void => port.postMessage(message);

const opened = openDatabase(options.file, options.fileId);
if (opened.ok) serve(opened.value);
else {
  post({ kind: 'failed', failure: opened.failure });
  port.close();
}

function serve(db: import('node:sqlite').DatabaseSync): void {
  db.exec('BEGIN');
  const session: Session = {
    db,
    tallies: loadTallies(db),
    fileId: savedFileId(db),
    now: options.now,
    random: 0,
    stirred: { queues: new Set(), asked: new Set(), owners: new Set() },
  };
  const store = createStore(session);
  session.tallies.write();
  db.exec('COMMIT');
  session.tallies.committed();

  const space = watchSpace(options);
  space.restore();
  const stats = (): Result<JournalStats> => {
    const trouble = batches.trouble();
    const queues = store.queueStats();
    return ok({
      writable: trouble === undefined,
      ...(trouble ? { failure: trouble } : {}),
      file: options.file,
      bytes: space.bytes(),
      reservations: store.keys(),
      outbox: total(Object.values(queues)),
      queues,
      deadLetters: store.letters(),
      untakenEvents: session.tallies.get('untaken'),
    });
  };
  const run = (request: Request): Result<unknown> => {
    if (request.name === 'stats') return stats();
    if (request.name === 'sweep') space.restore();
    const operation = store.operations[request.name] as (...args: readonly unknown[]) => Result<unknown>;
    return operation(...request.args);
  };
  const batches = batching(session, space, options.file, run);

  const serveAll = (requests: readonly Request[]): void =>
    post({ kind: 'answers', answers: packAnswers(batches.run(requests), requests), ...store.hints() });

  /** Upkeep that fails (a full disk, say) is tried again after the next batch. */
  const tend = (): boolean => {
    try {
      return batches.trouble() === undefined && store.upkeep();
    } catch (error) {
      if (storageFailure(error, 'tidy the journal', options.file)) return false;
      throw error;
    }
  };
  const waiting: Request[] = [];
  let isScheduled = false;
  const schedule = (isMore = false): void => {
    if (isScheduled || (waiting.length === 0 && !isMore)) return;
    isScheduled = true;
    // After the port has handed over everything that arrived meanwhile.
    setImmediate(() => {
      isScheduled = false;
      const requests = waiting.splice(0, MAX_BATCH);
      if (requests.length > 0) serveAll(requests);
      schedule(tend());
    });
  };

  // A person with a shell waits for the answer; a look at a folder costs next to nothing.
  let isCopying = false;
  const watch = setInterval(() => {
    if (isCopying) return;
    isCopying = true;
    void answerRequests(db, options.file).finally(() => {
      isCopying = false;
    });
  }, LOOK_EVERY_MS);
  watch.unref();

  port?.on('message', (message: ToWorker) => {
    if (message.kind === 'requests') {
      for (const request of unpackRequests(message.requests)) waiting.push(request);
      return schedule();
    }
    while (waiting.length > 0) serveAll(waiting.splice(0, MAX_BATCH));
    clearInterval(watch);
    db.close();
    post({ kind: 'closed' });
    port.close();
  });
  post({ kind: 'opened', ...store.hints() });
  schedule(true);
}

function total(queues: readonly QueueStats[]): QueueStats {
  const sum = (name: keyof QueueStats): number => queues.reduce((all, queue) => all + queue[name], 0);
  return {
    ready: sum('ready'),
    leased: sum('leased'),
    waiting: sum('waiting'),
    verifying: sum('verifying'),
    oldestAgeMs: Math.max(0, ...queues.map((queue) => queue.oldestAgeMs)),
    delivered: sum('delivered'),
  };
}
