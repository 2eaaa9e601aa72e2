/**
 * A storm of alarms from 50 assets over MQTT into T-11 in a real process, down to the simulated Odoo: how many requests it
 * became, where every activation went, and what it cost.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import { must } from '../../live/seed.ts';
import { startStorm } from '../../plant/alarms/sender.ts';
import { until } from '../../support/time.ts';
import { Bench } from './bench.ts';
import { together } from './flow-side.ts';
import { type OdooSide, simulatedSide } from './odoo-side.ts';
import { type Records, seedRecords } from './seeds.ts';

export const PER_SECOND = 1_000;
/** Nobody kills this broker: it need not write its whole store after every message, which would be what is measured. */
const BROKER = ['allow_anonymous true', 'autosave_on_changes false', 'autosave_interval 60'];
const LINES = 5;
/** Reports of a line in an hour, unless the site pack says otherwise. */
const BUDGET = 6;
const ASSETS = 50;
const TOPIC = 'mfg/v1/ACME/MUC1/PACK/L/M/_event/equipment/condition/changed';

export interface Storm {
  readonly seconds: number;
  readonly assets: number;
  readonly sent: number;
  /** Activations among them. */
  readonly activations: number;
  /** What the filter counted: each sent once, and what sounded again when a mute ended. */
  readonly counted: number;
  readonly passed: number;
  readonly suppressed: Readonly<Record<string, number>>;
  /** Wait for their on-delay. */
  readonly pending: number;
  /** Sent and not confirmed, or confirmed and not with the filter, or set aside as dead letters. */
  readonly lost: number;
  /** In Odoo. */
  readonly requests: number;
  readonly budget: number;
  /** Until the filter had all of it. */
  readonly wallSeconds: number;
  /** Of the appliance's process with all its threads, meanwhile. */
  readonly cpuSeconds: number;
  readonly coresUsed: number;
}

interface Load {
  readonly activations: number;
  readonly passed: number;
  readonly silenced: Readonly<Record<string, number>>;
}

export async function playStorm(seconds: number): Promise<Storm> {
  const odoo = await simulatedSide('STORM');
  const bench = await Bench.start(odoo, { plant: false, broker: true, brokerLines: BROKER });
  try {
    return await storming(bench, odoo, seconds);
  } finally {
    await bench.close();
  }
}

async function storming(bench: Bench, odoo: OdooSide, seconds: number): Promise<Storm> {
  const names = Array.from({ length: ASSETS }, (_, nr) => `PA-${String(nr + 1).padStart(3, '0')}`);
  const assets = await seedRecords(
    odoo,
    names.map((as) => ({ seed: 'asset', as })),
    1,
  );
  const bindings = [...assets.values()].flatMap(({ binding }) => (binding ? [binding] : []));
  await bench.set({ flow: together(['t11-maintenance']), site: 'demo-plant', bindings });
  const began = Date.now();
  const idle = cpuSecondsOf(bench);
  const storm = startStorm({
    ...{ run: 'storm', assets: ASSETS, perLine: ASSETS / LINES, perSecond: PER_SECOND, startMs: began },
    ...{ enterprise: 'ACME', site: 'MUC1', url: bench.brokerUrl, topic: TOPIC, key: '', count: seconds * PER_SECOND },
  });
  const { sent, activations, refused } = await storm.done;
  const deadlineMs = 120_000 + seconds * 2_000;
  await until('the filter has every alarm', async () => (await depthOf(bench)).untaken === 0, deadlineMs);
  const wallSeconds = (Date.now() - began) / 1_000;
  const cpuSeconds = cpuSecondsOf(bench) - idle;
  await until('every request is in Odoo', async () => (await depthOf(bench)).queued === 0, deadlineMs);
  const requests = await requestsOf(odoo, assets);
  const lost = refused + (await bench.letters()).length + (await bench.depth()).untaken;
  const filter = bench.idOf('t11.filter');
  await bench.end('stops');
  const counts = await counted(join(bench.userDir, 'scenario-1.sqlite'), filter);
  return {
    ...{ seconds, assets: ASSETS, sent, activations, ...counts, lost, requests, budget: BUDGET * LINES },
    ...{ wallSeconds: round(wallSeconds), cpuSeconds: round(cpuSeconds), coresUsed: round(cpuSeconds / wallSeconds) },
  };
}

/** A connection that nobody used during the storm may be gone; an appliance that ended is no reason to wait. */
async function depthOf(bench: Bench): ReturnType<Bench['depth']> {
  const { process, log } = bench.appliance;
  if (process.exitCode !== null || process.signalCode !== null)
    throw new Error(`the appliance ended (${process.exitCode ?? process.signalCode}):\n${log().slice(-4_000)}`);
  return bench.depth().catch(() => ({ queued: Number.NaN, untaken: Number.NaN }));
}

const round = (number: number): number => Number(number.toFixed(2));

function requestsOf(odoo: OdooSide, assets: Records): Promise<number> {
  const domain = [['equipment_id', 'in', [...assets.values()].map(({ id }) => id)]];
  return must<number>(odoo.admin, { model: 'maintenance.request', method: 'search_count', args: { domain } });
}

/** What the filter's rows say when the process has ended. */
async function counted(
  file: string,
  filter: string,
): Promise<Pick<Storm, 'counted' | 'passed' | 'suppressed' | 'pending'>> {
  const journal = await openJournal({ file, clock: system.clock, ids: system.ids, reserveBytes: 0, minFreeBytes: 0 });
  if (!journal.ok) throw new Error(journal.failure.reason);
  const rows = await journal.value.counters(filter);
  await journal.value.close();
  if (!rows.ok) throw new Error(rows.failure.reason);
  const of = (kind: string) => rows.value.filter(({ tag }) => tag.startsWith(kind)).map(({ memory }) => memory);
  const loads = of('line ').map((memory) => (memory as { load: Load }).load);
  const suppressed: Record<string, number> = {};
  for (const { silenced } of loads)
    for (const [reason, count] of Object.entries(silenced)) suppressed[reason] = (suppressed[reason] ?? 0) + count;
  const sum = (one: (load: Load) => number): number => loads.reduce((total, load) => total + one(load), 0);
  const pending = of('condition ').filter((memory) => JSON.stringify(memory).includes('"alarm":"pending"')).length;
  return { counted: sum((load) => load.activations), passed: sum((load) => load.passed), suppressed, pending };
}

/** Processor time of the appliance with all its threads. */
function cpuSecondsOf(bench: Bench): number {
  const { pid } = bench.appliance.process;
  if (pid === undefined) throw new Error('the appliance has no process');
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const ticks = rest.split(' ');
  return (Number(ticks[11]) + Number(ticks[12])) / 100;
}
