/** The event filter of values over a real journal: what says something new leaves once, over restarts and a full disk. */
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok, type Result, type Sample } from '../../../nodes/src/domain/ports.ts';
import { sitePackSchema } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { telemetry } from '../../../nodes/src/host/telemetry.ts';
import { startFilter } from '../../../nodes/src/palette/event-filter/behaviour.ts';
import { definition } from '../../../nodes/src/palette/event-filter/definition.ts';
import { pack } from '../../domain/plant/bench.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const modbus = { protocol: 'modbus', url: 'tcp://oven', registers: [{ tag: 'Oven.Temp', offset: 0, type: 'uint16' }] };

interface Values {
  readonly source: string;
  readonly samples: readonly Sample[];
}

function run(config: Record<string, unknown> = {}, journal: Journal = bench.journal()) {
  const saved = { journal: 'journal', sitePack: 'site', content: 'values', ...config };
  const context = bench.context(definition.config.parse(saved), 'filter-1');
  const site = sitePackSchema.parse({ ...pack, endpoints: { ...pack.endpoints, oven: modbus } });
  const resource = async <T>(name: string): Promise<Result<T>> =>
    ok((name === 'site' ? siteResource(site) : journal) as T);
  const on = (port: string): unknown[] =>
    context.emitted.filter((one) => one.port === port).map(({ message }) => message.event);
  const values = (): Sample['value'][] =>
    (on('values') as Values[]).flatMap(({ samples }) => samples.map(({ value }) => value));
  return { context, on, values, start: () => startFilter({ ...context, resource }) };
}

const at = (value: Sample['value'], more: Partial<Sample> = {}): Sample => ({
  ...{ tag: 'Press1.Force', value, status: 'Good', sourceTimestamp: new Date(bench.clock.now()).toISOString() },
  ...more,
});
const told = (...samples: readonly Sample[]) => ({ event: { source: 'plc', samples, observedMs: 2_000 }, trail: [] });
const untaken = async (): Promise<unknown> => {
  const found = await bench.journal().untaken('filter-1', 9);
  return found.ok ? found.value : found;
};

test('what says nothing new is held back and counted, what does leaves as it came', async () => {
  const { on, start } = run({ holdMs: 0 });
  const filter = await started(start());
  const first = at(100);
  expect(await filter.handle(told(first))).toEqual({ kind: 'drop', reason: 'filtered', note: '1 passed, 0 held back' });
  expect(await filter.handle(told(at(100.5)))).toMatchObject({ note: '1 passed, 1 held back' });
  const bad = at(100, { status: 'BadNoCommunication' });
  await filter.handle(told(at(102), bad));
  expect(on('values')).toEqual([
    { source: 'plc', samples: [first] },
    { source: 'plc', samples: [at(102), bad] },
  ]);
  await filter.close?.();
});

test('a value that holds leaves by itself, one that bounces does not', async () => {
  const { values, start } = run({ holdMs: 1_000 });
  const filter = await started(start());
  await filter.handle(told(at('Idle')));
  await filter.handle(told(at('Run')));
  await filter.handle(told(at('Idle')));
  await filter.handle(told(at('Stop')));
  await bench.clock.advance(1_200);
  await until('the value that held left', () => values().length === 2);
  expect(values()).toEqual(['Idle', 'Stop']);
  await filter.close?.();
});

test('nothing stays behind in the journal once it is in the flow, and a restart tells nothing again', async () => {
  const before = run({ holdMs: 0 });
  const filter = await started(before.start());
  await filter.handle(told(at(100)));
  await filter.close?.();
  expect(await untaken()).toEqual([]);
  await bench.restart();
  const after = run({ holdMs: 0 });
  const again = await started(after.start());
  await again.handle(told(at(100.2)));
  await bench.clock.advance(60_000);
  expect(after.on('values')).toEqual([]);
  await again.handle(told(at(102)));
  expect(after.values()).toEqual([102]);
  await again.close?.();
});

test('a change that waited whether it holds is not lost by a restart', async () => {
  const before = run({ holdMs: 5_000 });
  const filter = await started(before.start());
  await filter.handle(told(at('Idle')));
  await filter.handle(told(at('Run')));
  await filter.close?.();
  await bench.restart();
  const after = run({ holdMs: 5_000 });
  const again = await started(after.start());
  await bench.clock.advance(5_000);
  await until('the change left', () => after.values().length > 0);
  expect(after.values()).toEqual(['Run']);
  await again.close?.();
});

test('killed between storing and sending, it sends after the restart', async () => {
  const { context, values, start } = run({ holdMs: 0 });
  const isKilled = { ...context, emit: () => undefined };
  const journal: Journal = new Proxy(bench.journal(), {
    get: (target, name) => {
      if (name === 'take') return async () => fail(failureOf('transient', 'journal-closed'));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const dying = await started(
    startFilter({
      ...isKilled,
      resource: async <T>(name: string) =>
        ok((name === 'site' ? siteResource(sitePackSchema.parse(pack)) : journal) as T),
    }),
  );
  await dying.handle(told(at(100)));
  await dying.close?.();
  const again = await started(start());
  await until('the value left', () => values().length > 0);
  await again.handle(told(at(100)));
  expect(values()).toEqual([100]);
  await until('it counts as sent', async () => JSON.stringify(await untaken()) === '[]');
  await again.close?.();
});

test('what the journal cannot store has not happened, and is told again', async () => {
  let isFull = true;
  const journal: Journal = new Proxy(bench.journal(), {
    get: (target, name) => {
      if (name === 'recordStep' && isFull) return async () => fail(failureOf('transient', 'journal-full'));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const { values, start } = run({ holdMs: 0 }, journal);
  const filter = await started(start());
  expect(await filter.handle(told(at(100)))).toMatchObject({ kind: 'retry', failure: { code: 'journal-full' } });
  expect(values()).toEqual([]);
  isFull = false;
  await filter.handle(told(at(100)));
  expect(values()).toEqual([100]);
  await filter.close?.();
});

test('values are told again after so long, with the times they had', async () => {
  const { on, start } = run({ repeatMinutes: 1 });
  const filter = await started(start());
  const first = at(100);
  await filter.handle(told(first));
  await bench.clock.advance(60_000);
  await until('it was told again', () => on('values').length === 2);
  expect(on('values')).toEqual([
    { source: 'plc', samples: [first] },
    { source: 'plc', samples: [first] },
  ]);
  await filter.close?.();
});

test('once an hour the counts leave with their reasons; the metrics know them too', async () => {
  const before = countOf('deadband');
  const { context, on, start } = run({ holdMs: 0, repeatMinutes: 0 });
  const filter = await started(start());
  await filter.handle(told(at(100), at(100.5), at(100.6), at(100, { status: 'Bad' }), at(7, { status: 'Bad' })));
  await bench.clock.advance(3_600_000);
  await until('the hour was told', () => on('notices').length === 1);
  const figures = [
    ...[
      ['heard', '5'],
      ['passed', '2'],
      ['repeated', '0'],
      ['deadband', '2'],
      ['notGood', '1'],
    ],
  ].map(([name, value]) => ({ name, how: 'count', value }));
  expect(on('notices')).toMatchObject([{ data: { summary: 'values', scope: context.name, facts: 5, figures } }]);
  expect(countOf('deadband')).toBe(before + 2);
  expect(context.reports.at(-1)).toEqual({ health: 'idle', text: '0 passed, 0 held back' });
  await filter.close?.();
});

test('registers of a Modbus endpoint are values too', async () => {
  const { on, start } = run({ holdMs: 0, modbusEndpoint: 'oven' });
  const filter = await started(start());
  await filter.handle({ event: [215], trail: [] });
  expect(on('values')).toMatchObject([{ source: 'oven', samples: [{ tag: 'Oven.Temp', value: 215 }] }]);
  await filter.close?.();
});

test('rules of single tags go before what is usual; a row that cannot be read keeps the node from starting', async () => {
  const row = { tag: 'Press1.*', deadband: '5', of: 'absolute', holdMs: '', repeatMinutes: '' };
  const { values, start } = run({ holdMs: 0, tags: [row] });
  const filter = await started(start());
  await filter.handle(told(at(100), at(104), at(106), at(1, { tag: 'Oven' }), at(2, { tag: 'Oven' })));
  expect(values()).toEqual([100, 106, 1, 2]);
  await filter.close?.();
  const strange = run({ tags: [{ ...row, holdMs: 'soon' }] });
  expect(await strange.start()).toMatchObject({ failure: { code: 'value-rule-unfit', class: 'configuration' } });
});

test('anything but samples or registers is refused', async () => {
  const { start } = run();
  const filter = await started(start());
  for (const event of [{ a: 1 }, 7, null])
    expect(await filter.handle({ event, trail: [] })).toMatchObject({ failure: { code: 'samples-missing' } });
  await filter.close?.();
});

const countOf = (outcome: string): number =>
  telemetry.series().find(({ name, labels }) => name === 'plantwire_values_total' && labels['outcome'] === outcome)
    ?.value ?? 0;
