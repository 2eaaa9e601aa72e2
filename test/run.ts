/**
 * `npm test`: every suite this machine can run, in order, with a closing summary. `npm test -- --only browser,image` runs
 * some. With CI=true nothing may be left out. Exit code 0 when all that ran passed; the last line counts tests.
 */
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { prepareAhead, type Readiness } from './run/ahead.ts';
import { type Count, runCommand, runProject, stopCommands } from './run/jest.ts';
import { type Suite, suites } from './run/suites.ts';

interface Result extends Count {
  readonly suite: Suite;
  readonly seconds: number;
  /** Why it did not run. */
  readonly leftOut?: string;
}

process.chdir(path.resolve(import.meta.dirname, '..'));
const begun = Date.now();
const isCi = process.env['CI'] === 'true';
const say = (text: string): void => console.log(`[test] ${text}`);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => {
    stopCommands();
    process.exit(code);
  });

const results: Result[] = [];
const wanted = chosen();
const ready = prepareAhead(wanted, say);
// One at a time: two of them and a suite before the curtain are more than two cores can serve in time.
let beside: Promise<void> = Promise.resolve();
for (const suite of wanted) {
  if (suite.isBeside) beside = beside.then(() => conclude(suite));
  else await conclude(suite);
}
await beside;
summarise();

function chosen(): readonly Suite[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return suites;
  const names = values.only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`no suite ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  return suites.filter(({ name }) => names.includes(name));
}

async function conclude(suite: Suite): Promise<void> {
  const result = await run(suite);
  results.push(result);
  say(line(result));
}

async function run(suite: Suite): Promise<Result> {
  const since = Date.now();
  say(`${suite.name}: ${suite.proves}`);
  const { leftOut, failed } = (await ready.get(suite)) ?? ({} satisfies Readiness);
  const counted =
    leftOut === undefined && !failed
      ? await execute(suite)
      : { passed: 0, failed: isCi || failed ? 1 : 0, skipped: [] };
  const seconds = (Date.now() - since) / 1000;
  return { suite, seconds, ...strict(counted), ...(leftOut === undefined ? {} : { leftOut }) };
}

async function execute(suite: Suite): Promise<Count> {
  if (!suite.command) return runProject(suite.name, suite.workers ?? 2, suite.isBeside ? 'held' : 'inherit');
  const code = await runCommand(suite.command);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
}

/** In CI a skipped test is a failed one. */
function strict(count: Count): Count {
  return isCi ? { ...count, failed: count.failed + count.skipped.length } : count;
}

function line({ suite, seconds, passed, failed, skipped, leftOut }: Result): string {
  const name = suite.name.padEnd(9);
  if (leftOut !== undefined) return `${name} LEFT OUT: ${leftOut} (npm test -- --only ${suite.name})`;
  const word = failed > 0 ? 'FAILED' : 'passed';
  const more = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${name} ${word} in ${seconds.toFixed(1)} s: ${passed} passed, ${failed} failed${more}`;
}

function summarise(): void {
  const minutes = (Date.now() - begun) / 60_000;
  const total = (pick: (result: Result) => number): number => results.reduce((sum, result) => sum + pick(result), 0);
  const [passed, failed] = [total((result) => result.passed), total((result) => result.failed)];
  console.log(`\n${'-'.repeat(60)}`);
  for (const result of results)
    for (const failure of result.failures ?? []) say(`${result.suite.name} failed: ${failure}`);
  for (const result of results) {
    say(line(result));
    for (const name of result.skipped) say(`          skipped: ${name}`);
  }
  say(`all in ${minutes.toFixed(1)} minutes${isCi ? ' (CI: nothing may be left out)' : ''}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
