/**
 * What suites need from the machine (packages, servers) is fetched while the suites before them run: it waits for the
 * network and the disk, they for the processor.
 */
import process from 'node:process';
import { runCommand } from './jest.ts';
import { missing } from './needs.ts';
import type { Suite } from './suites.ts';

/** Whether a suite may start: `leftOut` says why it cannot run here, `failed` that preparing it broke. */
export interface Readiness {
  readonly leftOut?: string;
  readonly failed?: true;
}

/** One after the other, in the order of the suites; what a suite without needs waits for is nothing. */
export function prepareAhead(
  suites: readonly Suite[],
  say: (text: string) => void,
): ReadonlyMap<Suite, Promise<Readiness>> {
  let before: Promise<unknown> = Promise.resolve();
  const ready = new Map<Suite, Promise<Readiness>>();
  for (const suite of suites) {
    if (!suite.need) continue;
    const own = before.then(() => prepare(suite, say));
    ready.set(suite, own);
    before = own;
  }
  return ready;
}

async function prepare(suite: Suite, say: (text: string) => void): Promise<Readiness> {
  const leftOut = suite.need && (await missing(suite.need, say));
  if (leftOut !== undefined && suite.need?.onlyFor === undefined) return { leftOut };
  if (leftOut !== undefined) say(`${suite.name} runs without ${suite.need?.onlyFor}: ${leftOut}`);
  const isOwn = suite.need?.unless !== undefined && Boolean(process.env[suite.need.unless]);
  for (const [program = '', ...args] of isOwn ? [] : (suite.prepare ?? [])) {
    say(`for ${suite.name}: ${[program, ...args].join(' ')} (minutes the first time)`);
    if ((await runCommand(args, { program, output: 'ignore' })) !== 0) return { failed: true };
  }
  return {};
}
