/** Child processes of the start command: started on a leash, read line by line, stopped in time. */
import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';

export interface Ending {
  readonly name: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly name: string;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<Ending>;
  /** Asks it to end, then makes it end; resolves with how it went. */
  stop(graceMs: number): Promise<Ending>;
}

export interface ChildOptions {
  readonly name: string;
  /** File and arguments for the Node this process runs on. */
  readonly args: readonly string[];
  readonly leash: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string, stream: 'out' | 'err') => void;
}

export function startChild(options: ChildOptions): Child {
  // A process group of its own: Ctrl+C reaches only this process, which then stops its children in the right order.
  const child = spawn(process.execPath, ['--import', options.leash, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  readLines(child, options.onLine);
  const { name } = options;
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => resolve({ name, code, signal }));
    child.once('error', (cause) => {
      options.onLine(`cannot start: ${cause.message}`, 'err');
      resolve({ name, code: null, signal: null });
    });
  });
  return { name, ended, stop: (graceMs) => stop(child, ended, graceMs) };
}

function readLines(child: ChildProcess, onLine: ChildOptions['onLine']): void {
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => onLine(line, 'out'));
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => onLine(line, 'err'));
}

async function stop(child: ChildProcess, ended: Promise<Ending>, graceMs: number): Promise<Ending> {
  if (child.exitCode !== null || child.signalCode !== null) return ended;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  const ending = await ended;
  clearTimeout(timer);
  return ending;
}

/** How a child ended, in words. */
export const endingText = ({ name, code, signal }: Ending): string =>
  signal === null ? `${name} ended with exit code ${code ?? 'unknown'}` : `${name} was ended by ${signal}`;

/** Resolves with the first stop signal this process receives. The handlers stay: npm and the terminal often send a second one. */
export const stopSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
