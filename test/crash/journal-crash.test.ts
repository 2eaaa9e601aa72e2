/** The journal's reason to exist: the process is killed again and again, and nothing is lost, doubled or stuck. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Journal } from '../../nodes/src/domain/journal.ts';
import { value } from '../contract/journal.ts';

const KILLS = Number(process.env['PLANTWIRE_KILLS'] ?? 36);
const POINTS = [
  'starting',
  'opened',
  'step sent',
  'reserved',
  'enqueue sent',
  'acknowledged',
  'leased',
  'effect done',
  'settle sent',
  'settled',
] as const;

/** Deterministic chance, printed by its seed when the test fails. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function start(
  folder: string,
  mode: 'run' | 'finish',
): { child: ChildProcess; ended: Promise<string>; errors: () => string } {
  const child = spawn(process.execPath, [join(__dirname, 'journal-child.ts'), folder, mode], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (text) => (errors += String(text)));
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? String(code))));
  return { child, ended, errors: () => errors };
}

/** Runs the child and kills it at the `nth` time it passes `point`, or `delayMs` after it opened the journal. */
async function runAndKill(folder: string, when: { point: string; nth: number } | { delayMs: number }): Promise<void> {
  const { child, ended, errors } = start(folder, 'run');
  let passed = 0;
  child.on('message', (point) => {
    if ('delayMs' in when) {
      if (point === 'opened') setTimeout(() => child.kill('SIGKILL'), when.delayMs);
      return;
    }
    if (point === when.point) passed += 1;
    if (passed === when.nth) child.kill('SIGKILL');
  });
  const end = await ended;
  if (end !== 'SIGKILL') throw new Error(`the child ended by itself (${end}): ${errors()}`);
}

const lines = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

test(`after ${KILLS} kills every count is done once, or is a dead letter, and nothing is stuck`, async () => {
  const seed = Number(process.env['PLANTWIRE_SEED'] ?? Date.now() % 1_000_000);
  const next = chance(seed);
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-crash-'));
  try {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const point = POINTS[kill % (POINTS.length * 2)];
      const nth = point === 'starting' || point === 'opened' ? 1 : 1 + Math.floor(next() * 20);
      await runAndKill(folder, point ? { point, nth } : { delayMs: Math.floor(next() * 300) });
    }
    const finish = start(folder, 'finish');
    expect({ end: await finish.ended, errors: finish.errors() }).toEqual({ end: '0', errors: '' });
    const journal = value(
      await openJournal({ file: join(folder, 'j.sqlite'), ...system, reserveBytes: 0, minFreeBytes: 0 }),
    );
    try {
      await check(journal, folder);
    } finally {
      await journal.close();
    }
  } catch (error) {
    throw new Error(`with PLANTWIRE_SEED=${seed}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 300_000);

async function check(journal: Journal, folder: string): Promise<void> {
  const total = Number(value(await journal.counters('press'))[0]?.total);
  const numbers = Array.from({ length: total }, (_, index) => index + 1);
  const keys = (which: (n: number) => boolean) =>
    numbers
      .filter(which)
      .map((n) => `k1.${n}`)
      .sort();
  const isPoison = (n: number): boolean => n % 41 === 0;

  expect(total).toBeGreaterThan(KILLS);
  expect(lines(join(folder, 'effects')).sort()).toEqual(keys((n) => !isPoison(n)));
  expect(keys(() => true)).toEqual(expect.arrayContaining(lines(join(folder, 'acknowledged'))));

  const letters = value(await journal.deadLetters({ limit: 1000 }));
  expect(letters.map(({ key }) => key ?? '').sort()).toEqual(keys(isPoison));

  const stats = await journal.stats();
  const delivered = numbers.filter((n) => !isPoison(n)).length;
  const outbox = { ready: 0, leased: 0, waiting: 0, verifying: 0, oldestAgeMs: 0, delivered };
  expect(stats).toMatchObject({ writable: true, outbox, reservations: total, untakenEvents: 0 });

  for (let order = 0; order < 5; order += 1) {
    const { facts } = value(await journal.orderLedger(`MUC1:or:MO-${order}`));
    const mine = numbers.filter((n) => n % 5 === order);
    expect(facts.map(({ key, state }) => `${key} ${state}`).sort()).toEqual(
      mine.map((n) => `k1.${n} ${isPoison(n) ? 'buried' : 'posted'}`).sort(),
    );
  }
  for (const n of numbers.slice(-50)) {
    const request = { key: `k1.${n}`, fingerprint: `k1.${n}`, leaseMs: 1, retentionMs: 1 };
    const state = isPoison(n) ? 'refused' : 'applied';
    expect(value(await journal.reserve(request))).toMatchObject({ kind: 'duplicate', state });
  }
}
