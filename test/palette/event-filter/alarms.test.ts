/** The event filter of alarms over a real journal: requests leave once, over restarts and while the journal cannot store. */
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { sitePackSchema } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { startFilter } from '../../../nodes/src/palette/event-filter/behaviour.ts';
import { definition } from '../../../nodes/src/palette/event-filter/definition.ts';
import { change } from '../../domain/plant/alarms/bench.ts';
import { pack } from '../../domain/plant/bench.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const alarms = { list: [{ condition: 'M*', class: 'fault' }], limits: { floodStart: 3 } };

async function run(site: unknown = { ...pack, alarms }, journal: Journal = bench.journal()) {
  const context = bench.context(definition.config.parse({ journal: 'journal', sitePack: 'site' }), 'filter-1');
  const resource = async <T>(name: string): Promise<Result<T>> =>
    ok((name === 'site' ? siteResource(sitePackSchema.parse(site)) : journal) as T);
  const whole = { ...context, resource };
  const sent = (port: string) => context.emitted.filter((one) => one.port === port).map(({ message }) => message);
  return { context: whole, sent, start: () => startFilter(whole) };
}

const told = (event: unknown) => ({ event, trail: [] });
/** The bench clock stands at the beginning of time of the test; events are of then. */
const on = (name: string, second = 0): Envelope => {
  const time = new Date(bench.clock.now() + second * 1_000).toISOString();
  return { ...change(name, 'activated', second), time };
};

test('a request is in the journal before its alarm is let go, and leaves once', async () => {
  const { sent, start } = await run();
  const filter = await started(start());
  const first = on('M1.X');
  expect(await filter.handle(told(first))).toMatchObject({ kind: 'drop', reason: 'filtered' });
  expect(sent('requests')).toMatchObject([{ event: { data: { class: 'fault', conditionId: 'M1.X' } } }]);
  expect(await bench.journal().untaken('filter-1', 9)).toMatchObject({ value: [{ message: { trail: [] } }] });
  await filter.handle(told(first));
  expect(sent('requests')).toHaveLength(1);
  await filter.close?.();
});

test('after a restart it goes on where it was: no second request, and what nobody took is sent again', async () => {
  const before = await run();
  const first = on('M1.X');
  const filter = await started(before.start());
  await filter.handle(told(first));
  await filter.close?.();
  await bench.restart();
  const after = await run();
  const again = await started(after.start());
  await again.handle(told(first));
  await again.handle(told(on('M1.X', 5)));
  await until('the request left again', () => after.sent('requests').length === 1);
  expect(after.sent('requests')).toEqual(before.sent('requests'));
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
  const { sent, start } = await run({ ...pack, alarms }, journal);
  const filter = await started(start());
  const first = on('M1.X');
  expect(await filter.handle(told(first))).toMatchObject({ kind: 'retry', failure: { code: 'journal-full' } });
  expect(sent('requests')).toEqual([]);
  isFull = false;
  expect(await filter.handle(told(first))).toMatchObject({ kind: 'drop' });
  expect(sent('requests')).toHaveLength(1);
  await filter.close?.();
});

test('events that come together are stored together, in their order', async () => {
  const { sent, start } = await run();
  const filter = await started(start());
  await Promise.all([1, 2, 3, 4, 5].map((nr) => filter.handle(told(on(`M${nr}.X`)))));
  expect(sent('requests').map(({ event }) => (event as { data: { conditionId: string } }).data.conditionId)).toEqual([
    'M1.X',
    'M2.X',
    'M3.X',
  ]);
  expect(sent('notices')).toMatchObject([{ event: { data: { phase: 'started', firstOut: 'M1.X' } } }]);
  await filter.close?.();
});

test('anything but the change of an alarm condition is refused', async () => {
  const { start } = await run();
  const filter = await started(start());
  for (const event of [{ a: 1 }, 7, { ...on('M1.X'), data: {} }])
    expect(await filter.handle(told(event))).toMatchObject({ kind: 'reject', failure: { code: 'not-an-alarm' } });
  await filter.close?.();
});

test('without an alarm list it does not start', async () => {
  const { start } = await run(pack);
  expect(await start()).toMatchObject({ failure: { code: 'alarm-list-missing', class: 'configuration' } });
});
