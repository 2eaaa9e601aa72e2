/**
 * A storm of alarms from 50 assets over MQTT into T-11 in a real process: no more requests in Odoo than the budgets of its
 * lines allow, and every activation counted. PLANTWIRE_STORM_SECONDS=600 makes it ten minutes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import { must } from '../live/seed.ts';
import { startStorm } from '../plant/alarms/sender.ts';
import { until } from '../support/time.ts';
import { Bench } from './bench/bench.ts';
import { together } from './bench/flow-side.ts';
import { simulatedSide } from './bench/odoo-side.ts';
import { seedRecords } from './bench/seeds.ts';

const SECONDS = Number(process.env['PLANTWIRE_STORM_SECONDS'] ?? 3);
const PER_SECOND = 1_000;
const LINES = 5;
const BUDGET = 6;
const TOPIC = 'mfg/v1/ACME/MUC1/PACK/L/M/_event/equipment/condition/changed';

let bench: Bench | undefined;
afterAll(() => bench?.close(), 60_000);

interface Load {
  readonly activations: number;
  readonly passed: number;
  readonly silenced: Readonly<Record<string, number>>;
}

/** What the filter's rows say when the process has ended: loads of its lines, and alarms that wait for their on-delay. */
async function counted(file: string): Promise<{ readonly loads: readonly Load[]; readonly pending: number }> {
  const journal = await openJournal({ file, clock: system.clock, ids: system.ids, reserveBytes: 0, minFreeBytes: 0 });
  if (!journal.ok) throw new Error(journal.failure.reason);
  const rows = await journal.value.counters('t11.filter');
  await journal.value.close();
  if (!rows.ok) throw new Error(rows.failure.reason);
  const of = (kind: string) => rows.value.filter(({ tag }) => tag.startsWith(kind)).map(({ memory }) => memory);
  const waits = of('condition ').filter((memory) => JSON.stringify(memory).includes('"alarm":"pending"'));
  return { loads: of('line ').map((memory) => (memory as { load: Load }).load), pending: waits.length };
}

/** Seconds of processor time of a process and all its threads. */
function cpuSeconds(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const ticks = rest.split(' ');
  return (Number(ticks[11]) + Number(ticks[12])) / 100;
}

test(`${SECONDS} s of storm become no more requests than the budgets allow, and every alarm is counted`, async () => {
  const odoo = await simulatedSide('STORM');
  const names = Array.from({ length: 50 }, (_, nr) => `PA-${String(nr + 1).padStart(3, '0')}`);
  const assets = await seedRecords(
    odoo,
    names.map((as) => ({ seed: 'asset', as })),
    1,
  );
  bench = await Bench.start(odoo, { plant: false, broker: true });
  const running = bench;
  const bindings = [...assets.values()].flatMap(({ binding }) => (binding ? [binding] : []));
  await running.set({ flow: together(['t11-maintenance']), site: 'demo-plant', bindings });
  const began = Date.now();
  const idle = cpuSeconds(running.appliance.process.pid ?? process.pid);
  const storm = startStorm({
    ...{
      run: 'storm',
      assets: 50,
      perLine: 50 / LINES,
      perSecond: PER_SECOND,
      startMs: began,
      count: SECONDS * PER_SECOND,
    },
    ...{ enterprise: 'ACME', site: 'MUC1', url: running.brokerUrl, topic: TOPIC, key: '' },
  });
  const { sent, activations } = await storm.done;
  expect(sent).toBe(SECONDS * PER_SECOND);
  const deadlineMs = 120_000 + SECONDS * 2_000;
  await until('the filter has every alarm', async () => (await running.depth()).untaken === 0, deadlineMs);
  const { pid } = running.appliance.process;
  const took = { seconds: (Date.now() - began) / 1_000, cpuSeconds: pid === undefined ? 0 : cpuSeconds(pid) - idle };
  await until('every request is in Odoo', async () => (await running.depth()).queued === 0, deadlineMs);
  const ids = [...assets.values()].map(({ id }) => id);
  const domain = [['equipment_id', 'in', ids]];
  const requests = await must<number>(odoo.admin, {
    model: 'maintenance.request',
    method: 'search_count',
    args: { domain },
  });
  expect(requests).toBeGreaterThan(0);
  expect(requests).toBeLessThanOrEqual(BUDGET * LINES);
  expect(await running.letters()).toEqual([]);
  await running.end('stops');
  const { loads, pending } = await counted(join(running.userDir, 'scenario-1.sqlite'));
  const sum = (of: (load: Load) => number): number => loads.reduce((total, load) => total + of(load), 0);
  const heldBack = sum(({ silenced }) => Object.values(silenced).reduce((total, count) => total + count, 0));
  expect(sum((load) => load.passed) + heldBack + pending).toBe(sum((load) => load.activations));
  expect(sum((load) => load.activations)).toBeGreaterThanOrEqual(activations);
  if (process.env['PLANTWIRE_STORM_SECONDS']) console.log(JSON.stringify({ sent, activations, requests, ...took }));
}, 3_000_000);
