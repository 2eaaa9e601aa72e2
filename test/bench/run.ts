/**
 * `npm run bench`: every figure with the limits it stands against, measured in the same run, as JSON. `--only pipeline,disk`
 * runs some, `--short` shows in seconds that all of them work, `--seconds 300` sets the length of the sustained run and
 * `--minutes 10` that of the alarm storm; `--templates T-03,T-10` are those whose delivery class is measured, or that a newcomer imports.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ratios } from './ratios.ts';

export const BENCHES = ['disk', 'ceiling', 'pipeline', 'guard', 'backlog', 'recovery', 'peers'] as const;

/** Those that need more than this machine has by itself. */
export const BY_NAME = ['odoo-batch', 'alarm-storm', 'hold', 'delivery-class', 'newcomer'] as const;
const ALL = [...BENCHES, ...BY_NAME];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    short: { type: 'boolean' },
    seconds: { type: 'string' },
    minutes: { type: 'string' },
    templates: { type: 'string' },
  },
});
const wanted = values.only?.split(',').map((name) => name.trim());
const unknown = wanted?.filter((name) => !ALL.some((bench) => bench === name)) ?? [];
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(', ')}; there are ${ALL.join(', ')}`);
  process.exit(2);
}

const figures: Record<string, unknown> = {};
let isWhole = true;
for (const bench of wanted ? ALL.filter((name) => wanted.includes(name)) : BENCHES) {
  console.error(`[bench] ${bench}`);
  figures[bench] = await run(bench);
}
const machine = { cores: availableParallelism(), node: process.versions.node, short: values.short === true };
console.log(JSON.stringify({ machine, figures, ratios: ratios(figures) }, null, 2));
process.exitCode = isWhole ? 0 : 1;

/** In a process of its own: no bench inherits the memory or the compiled code of another. */
async function run(bench: string): Promise<unknown> {
  const args = [path.join(import.meta.dirname, `${bench}.ts`)];
  if (values.short) args.push('--short');
  if (values.seconds) args.push('--seconds', values.seconds);
  if (values.minutes && bench === 'alarm-storm') args.push('--minutes', values.minutes);
  if (values.templates && ['delivery-class', 'newcomer'].includes(bench)) args.push('--templates', values.templates);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part) => {
    text += String(part);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const last = text.trim().split('\n').at(-1) ?? '';
  if (code === 0) return JSON.parse(last);
  isWhole = false;
  return { failed: `exit code ${code}` };
}
