/** The faults inside a process: it dies exactly where it is told to, and a full disk is one to SQLite. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import { value } from '../contract/journal.ts';
import type { Point } from '../plant/faults/points.ts';
import type { Switches } from '../plant/faults/switches.ts';
import { NODE } from '../support/appliance.ts';
import { queueOptions } from '../support/messages.ts';

const source = (path: string): string => JSON.stringify(pathToFileURL(join(__dirname, '../..', path)).href);

/** One message on its whole way, telling how far it came; named as Node-RED's entry because only that one has faults. */
const SCRIPT = `
import { openJournal } from ${source('nodes/src/adapters/sqlite/journal.ts')};
import { system } from ${source('nodes/src/adapters/system.ts')};
import { orderMessage, posted, queueOptions } from ${source('test/support/messages.ts')};
const opened = await openJournal({ file: process.argv[2], ...system, reserveBytes: 0, minFreeBytes: 0 });
const journal = opened.value;
await journal.openQueue(queueOptions());
const plain = orderMessage('1');
const message = { ...plain, event: { ...plain.event, note: 'x'.repeat(Number(process.argv[3])) } };
const stored = await journal.enqueue({ queue: 'bookings', lane: 'a', priority: 1, message });
console.log('stored', stored.ok ? 'ok' : stored.failure.code, new Date().getUTCFullYear());
const leased = await journal.lease('bookings', 1);
for (const one of leased.value) await journal.settle(one.token, { kind: 'delivered', receipt: posted });
console.log('settled');
await journal.close();
`;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-faults-'));
  file = join(folder, 'j.sqlite');
  writeFileSync(join(folder, 'red.js'), SCRIPT);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(switches: Switches, noteLength = 10) {
  const switchFile = join(folder, 'faults.json');
  writeFileSync(switchFile, JSON.stringify(switches));
  const { href } = pathToFileURL(join(__dirname, '../plant/faults/process-faults.ts'));
  const result = spawnSync(NODE, [join(folder, 'red.js'), file, String(noteLength)], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: `--import=${href}`, LAB_FAULTS: switchFile },
  });
  const told = existsSync(`${switchFile}.log`) ? readFileSync(`${switchFile}.log`, 'utf8') : '';
  return { signal: result.signal, output: result.stdout + result.stderr, told };
}

/** What the file holds after the death, as a new process finds it. */
async function found(): Promise<{ readonly waiting: number; readonly delivered: number }> {
  const journal = value(await openJournal({ file, ...system, reserveBytes: 0, minFreeBytes: 0 }));
  value(await journal.openQueue(queueOptions()));
  const { outbox } = await journal.stats();
  await journal.close();
  return { waiting: outbox.ready + outbox.waiting + outbox.verifying + outbox.leased, delivered: outbox.delivered };
}

test('without a fault the process is as it was', async () => {
  expect(run({})).toMatchObject({ signal: null, output: expect.stringContaining('settled'), told: '' });
  expect(await found()).toEqual({ waiting: 0, delivered: 1 });
});

test.each<[Point, { waiting: number; delivered: number }]>([
  ['take.before', { waiting: 0, delivered: 0 }],
  ['take.commit', { waiting: 0, delivered: 0 }],
  ['take.committed', { waiting: 1, delivered: 0 }],
  ['take.after', { waiting: 1, delivered: 0 }],
  ['lease.after', { waiting: 1, delivered: 0 }],
  ['settle.commit', { waiting: 1, delivered: 0 }],
  ['settle.committed', { waiting: 0, delivered: 1 }],
])('dies at %s, with what was committed by then', async (point, held) => {
  const { signal, output, told } = run({ kill: { point, nth: 1 } });
  expect({ signal, told: JSON.parse(told || output) }).toEqual({ signal: 'SIGKILL', told: { kind: 'killed', point } });
  expect(await found()).toEqual(held);
});

test('dies while the schema is being made, and the next process makes it', async () => {
  expect(run({ kill: { point: 'migration.commit', nth: 2 } }).signal).toBe('SIGKILL');
  expect(await found()).toEqual({ waiting: 0, delivered: 0 });
});

test('a full disk refuses what is new, until there is space again', () => {
  expect(run({}).output).toContain('stored ok');
  expect(run({ isDiskFull: true }, 1_000_000).output).toContain('stored journal-disk-full');
  expect(run({}, 1_000_000).output).toContain('stored ok');
});

test('the clock is as wrong as it is told to be', () => {
  const ahead = 400 * 24 * 3_600_000;
  expect(run({ clockAheadMs: ahead }).output).toContain(String(new Date(Date.now() + ahead).getUTCFullYear()));
});
