/**
 * Many changed records come out once each while other clients write in long transactions, the process is killed and
 * webhooks are lost. A small number on every run; `PLANTWIRE_CHANGES=10000` is the whole.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../plant/odoo/server.ts';
import { queueOptions } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const CHANGES = Number(process.env['PLANTWIRE_CHANGES'] ?? 600);
const BATCH = 20;
const KILLS = Math.max(4, Math.floor(CHANGES / 400));
const SECRET = 'hints-of-this-plant-0123456789';
const PATIENCE_MS = 120_000 + CHANGES * 60;

let folder = '';
let odoo: SimulatedOdoo;
/** A transaction bears the time at which it began. */
let beganMs: number | undefined;
const told = { port: 0, taken: 0, status: '', series: {} as Record<string, number> };
const totals: Record<string, number> = {};
let child: ChildProcess | undefined;

const call = (method: string, ids: number[], args: object): unknown =>
  odoo.control.call('stock.lot', method, ids, args as never);
const chance = (() => {
  let seed = 7;
  return (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
})();

function live(): void {
  const { url, db, login, apiKey } = odoo;
  const born = fork(join(__dirname, 'follower.ts'), [folder, url, db, login, apiKey, SECRET], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  born.on('message', (message) => Object.assign(told, message));
  child = born;
}

async function kill(): Promise<void> {
  const dying = child;
  child = undefined;
  if (!dying) return;
  const isGone = new Promise((resolve) => dying.once('exit', resolve));
  dying.kill('SIGKILL');
  await isGone;
  for (const [name, count] of Object.entries(told.series)) totals[name] = (totals[name] ?? 0) + count;
  told.series = {};
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-follow-'));
  odoo = await startSimulatedOdoo({ now: () => beganMs ?? Date.now() });
});
afterAll(async () => {
  await kill();
  await odoo.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Half of the hints never arrive. */
function hint(ids: readonly number[]): void {
  for (const _id of ids.filter(() => chance() < 0.5))
    void fetch(`http://127.0.0.1:${told.port}/hints/${SECRET}`, {
      method: 'POST',
      body: JSON.stringify({ _model: 'stock.lot', _id }),
    }).catch(() => undefined);
}

interface Transaction {
  readonly ids: number[];
  readonly beganMs: number;
  readonly commitMs: number;
}

function commit(transaction: Transaction): void {
  beganMs = transaction.beganMs;
  call('write', transaction.ids, { vals: { note: `changed ${transaction.ids[0]}` } });
  beganMs = undefined;
  hint(transaction.ids);
}

/** Each record is changed once, in batches that begin in one sequence and end in another. */
async function work(ids: readonly number[]): Promise<void> {
  let open: Transaction[] = [];
  const waiting = [...ids];
  const killEvery = Math.ceil(ids.length / BATCH / (KILLS + 1));
  for (let round = 1; waiting.length + open.length > 0; round += 1) {
    const now = Date.now();
    const batch = waiting.splice(0, BATCH);
    if (batch.length > 0)
      open.push({ ids: batch, beganMs: now, commitMs: now + (chance() < 0.4 ? 4_000 * chance() : 0) });
    for (const due of open.filter(({ commitMs }) => commitMs <= now)) commit(due);
    open = open.filter(({ commitMs }) => commitMs > now);
    if (round % killEvery === 0 && waiting.length > 0) {
      // In the middle of something: the sooner after its birth, the likelier.
      await kill();
      live();
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function takenRecords(): Promise<number[]> {
  const opened = await openJournal({ file: join(folder, 'j.sqlite'), ...system, reserveBytes: 0, minFreeBytes: 0 });
  if (!opened.ok) throw new Error(opened.failure.reason);
  const journal = opened.value;
  await journal.openQueue(queueOptions({ queue: 'taken', leaseMs: 600_000 }));
  const records: number[] = [];
  for (;;) {
    const leased = await journal.lease('taken', 500);
    if (!leased.ok) throw new Error(leased.failure.reason);
    if (leased.value.length === 0) break;
    records.push(...leased.value.map(({ message }) => (message.event as { data: { recordId: number } }).data.recordId));
    for (const { token } of leased.value)
      await journal.settle(token, {
        kind: 'delivered',
        receipt: { verdict: 'posted', summary: '', records: [], readBack: {} },
      });
  }
  await journal.close();
  return records;
}

test(
  `${CHANGES} changed records come out once each, through ${KILLS} kills, late commits and lost hints`,
  async () => {
    const [product] = odoo.control.call('product.product', 'create', [], {
      vals_list: [{ name: 'P', tracking: 'lot' }],
    }) as number[];
    const lots = Array.from({ length: CHANGES }, (_, at) => ({ name: `L-${at}`, product_id: product ?? 0 }));
    const ids = call('create', [], { vals_list: lots }) as number[];
    live();
    await until('the first look', () => told.status === 'no message yet', 60_000);
    await work(ids);
    await until('every change to be taken', () => told.taken >= CHANGES, PATIENCE_MS);
    await until(
      'the hints to be compared',
      () => (told.series['plantwire_odoo_changes_total repeated'] ?? 0) > 0,
      60_000,
    );
    await kill();
    const records = await takenRecords();
    expect([...records].sort((one, other) => one - other)).toEqual(ids);
    expect(totals['plantwire_odoo_changes_total repeated']).toBeGreaterThan(0);
  },
  PATIENCE_MS + 240_000,
);
