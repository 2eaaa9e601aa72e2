/** The sequencer killed with SIGKILL while it puts in order: everything arrives behind it, in order, and nothing waits on. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import { value } from '../contract/journal.ts';

const COUNT = 400;
const KILLS = 8;

/** Each number up to twenty places from where it belongs. */
function mixedUp(next: () => number): readonly number[] {
  const numbers = Array.from({ length: COUNT }, (_, index) => ({ count: index + 1, place: index + 20 * next() }));
  return numbers.sort((one, other) => one.place - other.place).map(({ count }) => count);
}

function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Ends by itself, or is killed after it acknowledged so many. */
function run(folder: string, order: readonly number[], killAfter: number): Promise<string> {
  const child = spawn(process.execPath, [join(__dirname, 'sequencer-child.ts'), folder, order.join(',')], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  let acknowledged = 0;
  child.stderr?.on('data', (text) => (errors += String(text)));
  child.on('message', (point) => {
    if (point === 'acknowledged') acknowledged += 1;
    if (acknowledged >= killAfter) child.kill('SIGKILL');
  });
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? `${code} ${errors}`)));
}

test(`after ${KILLS} kills every number arrived in order, and none is kept`, async () => {
  const seed = Number(process.env['PLANTWIRE_SEED'] ?? Date.now() % 1_000_000);
  const next = chance(seed);
  const order = mixedUp(next);
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-sequencer-'));
  try {
    for (let kill = 0; kill < KILLS; kill += 1)
      expect(await run(folder, order, 1 + Math.floor((next() * COUNT) / KILLS / 1.5))).toBe('SIGKILL');
    expect({ seed, end: await run(folder, order, Number.POSITIVE_INFINITY) }).toEqual({ seed, end: '0 ' });

    const lines = readFileSync(join(folder, 'queued'), 'utf8').split('\n').filter(Boolean);
    const first = [...new Set(lines)];
    expect({ seed, first }).toEqual({
      seed,
      first: Array.from({ length: COUNT }, (_, index) => `ordered ${index + 1}`),
    });
    const journal = value(
      await openJournal({ file: join(folder, 'j.sqlite'), ...system, reserveBytes: 0, minFreeBytes: 0 }),
    );
    const rows = value(await journal.counters('seq'));
    const untaken = value(await journal.untaken('seq', 9));
    await journal.close();
    expect({ rows: rows.map(({ tag }) => tag), untaken }).toEqual({ rows: ['s:press'], untaken: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
