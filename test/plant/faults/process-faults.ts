/**
 * Faults inside the process that loads it: death at a named point (`points.ts`), a full disk, a wrong clock. Loaded by
 * tests and by the lab alone: `NODE_OPTIONS=--import=<this file> LAB_FAULTS=<file>`. The product does not
 * know it: the journal is met at its port on the main thread, and at SQLite's transactions on the thread of the file.
 */
import { appendFileSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { isMainThread } from 'node:worker_threads';
import type { JournalVerb, Point } from './points.ts';
import { readSwitches, type Told } from './switches.ts';

const file = process.env['LAB_FAULTS'] ?? '';
const READ_MS = 250;
const passes = new Map<string, number>();

function pass(point: Point, about: () => string = () => ''): void {
  const { kill, tell = [] } = readSwitches(file);
  for (const { name, texts } of tell.filter((one) => one.point === point)) {
    const text = about();
    if (texts.every((part) => text.includes(part))) log({ kind: 'told', point, name });
  }
  if (kill?.point !== point) return;
  const count = (passes.get(point) ?? 0) + 1;
  passes.set(point, count);
  if (count < kill.nth) return;
  log({ kind: 'killed', point });
  rmSync(file, { force: true });
  process.kill(process.pid, 'SIGKILL');
}

const log = (told: Told): void => appendFileSync(`${file}.log`, `${JSON.stringify(told)}\n`);

/** The journal's methods, as far as they are points. */
type Method = (...args: unknown[]) => Promise<{ readonly ok?: boolean; readonly value?: unknown }>;
const VERB_OF: Readonly<Record<string, JournalVerb>> = {
  recordStep: 'count',
  reserve: 'reserve',
  enqueue: 'take',
  lease: 'lease',
  settle: 'settle',
  bury: 'burial',
  replay: 'replay',
};

function watched(name: string, method: Method): Method {
  const verb = VERB_OF[name];
  if (verb === undefined) return method;
  return async (...args) => {
    const about = (): string => JSON.stringify(args);
    pass(`${verb}.before`, about);
    const answer = await method(...args);
    // A lease that found nothing is no step of a message.
    if (!Array.isArray(answer.value) || answer.value.length > 0) pass(`${verb}.after`, about);
    return answer;
  };
}

/** Called by the module that stands in for the journal's own. */
export async function openWatched(open: Method, ...args: unknown[]): Promise<unknown> {
  const opened = await open(...args);
  if (!opened.ok) return opened;
  const journal = Object.entries(opened.value as Record<string, Method>);
  return { ...opened, value: Object.fromEntries(journal.map(([name, method]) => [name, watched(name, method)])) };
}

const JOURNAL_MODULE = /\/adapters\/sqlite\/journal\.[jt]s$/;

function watchPort(): void {
  registerHooks({
    load(url, context, next) {
      if (!JOURNAL_MODULE.test(url)) return next(url, context);
      const real = JSON.stringify(`${url}?real`);
      const source = `import { openWatched } from ${JSON.stringify(import.meta.url)};
import { openJournal as open } from ${real};
export * from ${real};
export const openJournal = (...args) => openWatched(open, ...args);`;
      return { format: 'module', shortCircuit: true, source };
    },
  });
}

/** What a statement does for a message; a transaction is all of its statements. */
type Verb = Exclude<JournalVerb, 'reserve'> | 'migration';
const WRITES: readonly (readonly [RegExp, Verb])[] = [
  [/\bPRAGMA user_version\s*=/i, 'migration'],
  [/\bINTO counters\b/i, 'count'],
  [/\bINTO outbox\b/i, 'take'],
  [/\bUPDATE outbox\b/i, 'lease'],
  [/\bDELETE FROM outbox\b/i, 'settle'],
  [/\bINTO dead_letters\b/i, 'burial'],
  [/\bUPDATE dead_letters\b/i, 'replay'],
];

function watchTransactions(): void {
  const written = new Set<Verb>();
  let isFull = false;
  const { prepare, exec } = DatabaseSync.prototype;
  /** A file that may have no more pages than it has is a disk without space, to SQLite. */
  const fillOrFree = (db: DatabaseSync): void => {
    const wanted = readSwitches(file).isDiskFull === true;
    if (wanted === isFull) return;
    isFull = wanted;
    exec.call(db, `PRAGMA max_page_count = ${wanted ? 1 : 4_294_967_294}`);
  };
  const around = <T>(db: DatabaseSync, sql: string, run: () => T): T => {
    if (/^\s*BEGIN\b/i.test(sql)) {
      written.clear();
      fillOrFree(db);
    }
    const isCommit = /^\s*COMMIT\b/i.test(sql);
    if (isCommit) for (const verb of written) pass(`${verb}.commit`);
    const result = run();
    for (const [pattern, verb] of WRITES) if (pattern.test(sql)) written.add(verb);
    if (isCommit) for (const verb of written) pass(`${verb}.committed`);
    return result;
  };
  DatabaseSync.prototype.exec = function (sql) {
    return around(this, sql, () => exec.call(this, sql));
  };
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    const statement = prepare.call(this, sql, ...rest);
    if (!/^\s*(BEGIN|COMMIT)\b/i.test(sql) && !WRITES.some(([pattern]) => pattern.test(sql))) return statement;
    for (const name of ['run', 'get', 'all'] as const) {
      const own = statement[name].bind(statement) as (...values: unknown[]) => unknown;
      Object.assign(statement, { [name]: (...values: unknown[]) => around(this, sql, () => own(...values)) });
    }
    return statement;
  };
}

/** Timers go on as they are; only what the clock shows is wrong. */
function followClock(): void {
  let aheadMs = 0;
  const RealDate = Date;
  const { now } = RealDate;
  const read = (): void => {
    aheadMs = readSwitches(file).clockAheadMs ?? 0;
  };
  read();
  setInterval(read, READ_MS).unref();
  RealDate.now = () => now() + aheadMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) => new target(...((args.length === 0 ? [RealDate.now()] : args) as [number])),
  });
}

// The variables reach every process and thread of the lab; only Node-RED and the journal's thread are meant.
const entry = process.argv[1] ?? '';
if (file !== '' && isMainThread && /[\\/]red\.js$/.test(entry)) {
  watchPort();
  followClock();
}
if (file !== '' && !isMainThread && /[\\/]sqlite[\\/]worker\.[jt]s$/.test(entry)) watchTransactions();
