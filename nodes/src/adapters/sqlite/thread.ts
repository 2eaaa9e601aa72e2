/** The worker as seen from the main thread: one array of requests per turn of the event loop, promises per answer. */
import { Worker } from 'node:worker_threads';
import type { Failure } from '../../domain/failure.ts';
import { type Clock, fail, type Ids, ok, type Result } from '../../domain/ports.ts';
import { answering } from './answering.ts';
import { failures, wordsOf } from './faults.ts';
import { packRequests } from './packing.ts';
import type { FromWorker, OperationName, Operations, Request, ToWorker, WorkerOptions } from './protocol.ts';
import type { WorkBell } from './work-bell.ts';

/** Beside this file: TypeScript in development, JavaScript in the package. */
const location = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Options such as `--eval` stop a worker from starting; Node.js before 22.13 needs this one. */
const execArgv = process.execArgv.filter((option) => option === '--experimental-sqlite');

export interface Thread {
  call<N extends OperationName>(name: N, ...args: Parameters<Operations[N]>): Promise<ReturnType<Operations[N]>>;
  /** Requests that are not answered yet. */
  pending(): number;
  /** Why the worker is gone, if it is. */
  stopped(): Failure | undefined;
  close(): Promise<void>;
}

interface Waiter {
  readonly resolve: (result: Result<unknown>) => void;
  readonly reject: (bug: Error) => void;
}

/** Resolves when the file is open and its unfinished business is put in order. */
export function startThread(
  options: Omit<WorkerOptions, 'now'>,
  time: { readonly clock: Clock; readonly ids: Ids },
  bell: WorkBell,
): Promise<Result<Thread>> {
  const { clock, ids } = time;
  const workerData: WorkerOptions = { ...options, now: clock.now() };
  const worker = new Worker(location, { workerData, execArgv, name: 'plantwire-journal' });
  const waiters = new Map<number, Waiter>();
  let outgoing: Request[] = [];
  let lastId = 0;
  let end: Failure | undefined;
  let closing: (() => void) | undefined;

  const send = (message: ToWorker): void => worker.postMessage(message);
  const flush = (): void => {
    if (outgoing.length > 0) send({ kind: 'requests', requests: packRequests(outgoing) });
    outgoing = [];
  };
  const thread: Thread = {
    call(name, ...args) {
      if (end) return Promise.resolve(fail(end)) as never;
      lastId += 1;
      const id = lastId;
      if (outgoing.length === 0) setImmediate(flush);
      outgoing.push({ id, name, args, now: clock.now(), random: ids.random() });
      return new Promise<Result<unknown>>((resolve, reject) => waiters.set(id, { resolve, reject })) as never;
    },
    pending: () => waiters.size,
    stopped: () => end,
    close() {
      flush();
      const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      if (end) return worker.terminate().then(() => undefined);
      closing = () => undefined;
      send({ kind: 'close' });
      return gone;
    },
  };

  const answers = answering(
    ({ id, result, bug }) => {
      const waiter = waiters.get(id);
      waiters.delete(id);
      if (bug === undefined) waiter?.resolve(result);
      else waiter?.reject(new Error(`journal: ${bug}`));
    },
    (message) => ring(bell, message),
  );

  return new Promise((resolve) => {
    const stop = (failure: Failure): void => {
      answers.drain();
      end ??= failure;
      outgoing = [];
      for (const { resolve: answer } of waiters.values()) answer(fail(end));
      waiters.clear();
      resolve(fail(end));
    };
    worker.on('message', (message: FromWorker) => {
      switch (message.kind) {
        case 'opened':
          resolve(ok(thread));
          return ring(bell, message);
        case 'failed':
          return stop(message.failure);
        case 'closed':
          return stop(failures.closed(options.file));
        case 'answers':
          return answers.arrived(message);
      }
    });
    worker.on('error', (error) => stop(startFailure(error, options.file)));
    worker.on('exit', () => stop(closing ? failures.closed(options.file) : failures.stopped(options.file, 'it ended')));
  });
}

function ring(bell: WorkBell, message: Extract<FromWorker, { kind: 'opened' | 'answers' }>): void {
  for (const hint of message.work) bell.hint(hint);
  for (const owner of message.owners) bell.now(owner);
}

function startFailure(error: unknown, file: string): Failure {
  const cause = wordsOf(error);
  if (/node:sqlite/.test(cause)) return failures.noSqlite(file, process.version);
  return failures.stopped(file, cause);
}
