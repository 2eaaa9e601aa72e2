/**
 * A storm of 1,000 alarm changes a second from 50 assets, through the node and a real journal: no more requests than the
 * budget allows, every activation counted. PLANTWIRE_STORM_SECONDS=600 makes it ten minutes of plant time.
 */
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { sitePackSchema } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { startFilter } from '../../../nodes/src/palette/event-filter/behaviour.ts';
import { definition } from '../../../nodes/src/palette/event-filter/definition.ts';
import { pack } from '../../domain/plant/bench.ts';
import { changeAt, eventOf, type StormOptions } from '../../plant/alarms/storm.ts';
import { journalBench, started } from '../../support/journal-bench.ts';

const SECONDS = Number(process.env['PLANTWIRE_STORM_SECONDS'] ?? 30);
const PER_SECOND = 1_000;
const BUDGET = 6;
const LINES = 5;

const bench = journalBench();
const alarms = {
  list: [
    { condition: 'LEAK.*', class: 'leak' },
    { condition: 'FLICKER.*', class: 'sensor', onDelaySeconds: 2 },
    { condition: 'TRIP.*', class: 'drive', priority: 3 },
    { condition: 'DOOR.*', class: 'door', action: 'none' },
  ],
};

async function openFilter() {
  const context = bench.context(definition.config.parse({ journal: 'journal', sitePack: 'site' }), 'storm');
  const site = siteResource(sitePackSchema.parse({ ...pack, alarms }));
  const resource = async <T>(name: string): Promise<Result<T>> => ok((name === 'site' ? site : bench.journal()) as T);
  return { filter: await started(startFilter({ ...context, resource })), emitted: context.emitted };
}

/** As an outbox does: what nobody takes is sent again. */
async function takeAll(emitted: readonly { readonly message: Message }[]): Promise<void> {
  for (const { message } of emitted) if (message.intake !== undefined) await bench.journal().take(message.intake);
}

interface Load {
  readonly activations: number;
  readonly passed: number;
  readonly requests: number;
  readonly silenced: Readonly<Record<string, number>>;
}

/** What the journal holds of the lines; one plant hour is not over, so nothing of it was told yet. */
async function loads(): Promise<{ load: Load; pending: number }> {
  const rows = await bench.journal().counters('storm');
  if (!rows.ok) throw new Error(rows.failure.reason);
  const lines = rows.value
    .filter(({ tag }) => tag.startsWith('line '))
    .map(({ memory }) => (memory as { load: Load }).load);
  const waits = rows.value.filter(({ memory }) => JSON.stringify(memory).includes('"alarm":"pending"'));
  const silenced: Record<string, number> = {};
  for (const line of lines)
    for (const [reason, count] of Object.entries(line.silenced)) silenced[reason] = (silenced[reason] ?? 0) + count;
  const sum = (of: (load: Load) => number): number => lines.reduce((total, load) => total + of(load), 0);
  const load = {
    activations: sum((one) => one.activations),
    passed: sum((one) => one.passed),
    requests: sum((one) => one.requests),
    silenced,
  };
  return { load, pending: waits.length };
}

test(`${SECONDS} s of it end in no more requests than the budget allows, and every activation is counted`, async () => {
  const { filter, emitted } = await openFilter();
  const options: StormOptions = {
    ...{ run: 's', assets: 50, perLine: 50 / LINES, perSecond: PER_SECOND, startMs: bench.clock.now() },
    ...{ enterprise: 'ACME', site: 'MUC1' },
  };
  let activations = 0;
  for (let second = 0; second < SECONDS; second += 1) {
    const changes = Array.from({ length: PER_SECOND }, (_, nr) => changeAt(options, second * PER_SECOND + nr));
    activations += changes.filter(({ transition }) => transition === 'activated').length;
    await bench.clock.advance(1_000);
    await Promise.all(changes.map((change) => filter.handle({ event: eventOf(options, change), trail: [] })));
    await takeAll(emitted);
  }
  await filter.close?.();
  const requests = emitted.filter(({ port }) => port === 'requests').map(({ message }) => message.event as Envelope);
  expect(requests.length).toBeGreaterThan(0);
  expect(requests.length).toBeLessThanOrEqual(BUDGET * LINES);
  const { load, pending } = await loads();
  const heldBack = Object.values(load.silenced).reduce((sum, count) => sum + count, 0);
  expect(load.activations).toBeGreaterThanOrEqual(activations);
  expect(load.passed + heldBack + pending).toBe(load.activations);
  expect(load.requests).toBe(requests.length);
  if (process.env['PLANTWIRE_STORM_SECONDS'])
    console.log(JSON.stringify({ seconds: SECONDS, ...load, pending, cpu: process.cpuUsage() }));
}, 900_000);
