/** Runs one jest project with its progress shown, and counts from its own report. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { COMPILED } from '../support/compiled.ts';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Full names of tests that were skipped or postponed inside a suite that ran. */
  readonly skipped: readonly string[];
  /** What failed and why, a few lines each: for the end of the output, where people look. */
  readonly failures?: readonly string[];
}

/** The part of jest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

const running = new Set<ChildProcess>();

/** Ends what runs now, with the workers and servers it started: they share its process group. */
export function stopCommands(): void {
  for (const { pid, exitCode } of running) if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGTERM');
}

/** `held`: shown in one piece at the end, for a command that runs beside others. */
export type Output = 'inherit' | 'ignore' | 'held';

export interface CommandOptions {
  readonly program?: string;
  readonly output?: Output;
}

/** Resolves with the exit code; what the command says about trouble goes straight to the terminal. */
export function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<number> {
  const { program = process.execPath, output = 'inherit' } = options;
  const isHeld = output === 'held';
  return new Promise((resolve) => {
    const stdio = isHeld ? 'pipe' : output;
    const env = { NODE_COMPILE_CACHE: COMPILED, ...process.env };
    const child = spawn(program, args, { env, stdio: ['ignore', stdio, isHeld ? 'pipe' : 'inherit'], detached: true });
    const held: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => held.push(chunk));
    running.add(child);
    child.once('error', () => resolve(127));
    child.once('close', (code) => {
      running.delete(child);
      process.stderr.write(Buffer.concat(held));
      resolve(code ?? 1);
    });
  });
}

/**
 * V8 13 can stop a process that starts and ends many worker threads ("Check failed: jit_page.has_value()" or a wrong
 * address, seen in Node 24.21; jest then reports the signal), the more the more WebAssembly they load. No JavaScript of ours can do that, and it says nothing about
 * the tests of the file, so the files that it hit run once more, and the output says so. Whatever else ends a process
 * counts as a failure.
 */
const ENGINE_STOPPED = /terminated by another process: signal=(SIGTRAP|SIGSEGV)/;

export async function runProject(name: string, workers: number, output: Output = 'inherit'): Promise<Count> {
  const first = await runJest(name, [`--maxWorkers=${workers}`], output);
  const hit = first.report?.testResults.filter(({ message }) => ENGINE_STOPPED.test(message)) ?? [];
  if (first.report === undefined || hit.length === 0) return count(first);
  console.log(`[test] the JavaScript engine stopped itself in ${hit.map((file) => file.name).join(', ')}: once more`);
  const again = await runJest(name, ['--maxWorkers=1', '--runTestsByPath', ...hit.map((file) => file.name)], output);
  const others = count({ ...first, stopped: hit.length });
  const second = count(again);
  return {
    passed: others.passed + second.passed,
    failed: others.failed + second.failed,
    skipped: [...others.skipped, ...second.skipped],
    failures: [...(others.failures ?? []).filter((text) => !ENGINE_STOPPED.test(text)), ...(second.failures ?? [])],
  };
}

interface Run {
  readonly code: number;
  /** Missing: jest itself did not get far, or the project has no test yet. */
  readonly report?: Report;
  /** Files that count in another run. */
  readonly stopped?: number;
}

async function runJest(name: string, options: readonly string[], output: Output): Promise<Run> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plantwire-jest-'));
  const file = path.join(folder, 'report.json');
  const args = ['--selectProjects', name, '--json', '--outputFile', file, ...options];
  const code = await runCommand(['node_modules/jest/bin/jest.js', ...args], { output });
  try {
    return { code, report: JSON.parse(readFileSync(file, 'utf8')) as Report };
  } catch {
    return { code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that does not load, and a run that fails without a failing test, count as one failure each. */
function count({ code, report, stopped = 0 }: Run): Count {
  if (report === undefined) return { passed: 0, failed: 1, skipped: [] };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites - stopped;
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 && stopped === 0 ? 1 : failed,
    failures: failuresOf(report),
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
  };
}

const SHOWN_LINES = 12;

function failuresOf({ testResults }: Report): readonly string[] {
  const inTests = testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages = [] }) => shortened(fullName, failureMessages.join('\n'))),
  );
  const ofFiles = testResults
    .filter(({ assertionResults, message }) => assertionResults.length === 0 && message !== '')
    .map(({ name, message }) => shortened(name, message));
  return [...inTests, ...ofFiles];
}

const shortened = (title: string, text: string): string =>
  [title, ...text.split('\n').slice(0, SHOWN_LINES)].join('\n    ');
