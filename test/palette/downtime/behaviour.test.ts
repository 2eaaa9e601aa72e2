/** The downtime node over a real journal: standstills leave once, over restarts and while the journal cannot store. */
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import type { SitePack } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { startDowntime } from '../../../nodes/src/palette/downtime/behaviour.ts';
import { definition } from '../../../nodes/src/palette/downtime/definition.ts';
import { demoPlant } from '../../domain/mapping/plant.ts';
import { event } from '../../domain/operations/downtime/bench.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const PRESS = 'ACME/MUC1/PRESS/P1';

function run(site: SitePack = demoPlant(), journal: Journal = bench.journal(), more: object = {}) {
  const context = bench.context(
    definition.config.parse({ journal: 'journal', sitePack: 'site', ...more }),
    'downtime-1',
  );
  const resource = async <T>(name: string): Promise<Result<T>> =>
    ok((name === 'site' ? siteResource(site) : journal) as T);
  const whole = { ...context, resource };
  const sent = (port: string) => context.emitted.filter((one) => one.port === port).map(({ message }) => message);
  return { context: whole, sent, start: () => startDowntime(whole) };
}

/** The bench clock stands at the beginning of time of the test; events are some minutes before. */
const ago = (minutes: number): string => new Date(bench.clock.now() - minutes * 60_000).toISOString();
const told = <E>(value: E) => ({ event: value, trail: [] });
const state = (minutes: number, toState: string) => {
  const data = { equipmentId: PRESS, stateModel: 'packml' as const, toState, changedAt: ago(minutes) };
  return told(event('equipment.state.changed', 0, data, { time: ago(minutes), recordedtime: ago(minutes) }));
};
const reason = (minutes: number, code: string) => {
  const data = { equipmentId: PRESS, at: ago(minutes), classifiedAt: ago(0), reason: { code, scheme: 'site' } };
  return told(event('equipment.downtime.classified', 0, data, { time: ago(0), recordedtime: ago(0) }));
};
const data = (messages: readonly { event: unknown }[]) => messages.map((one) => (one.event as { data: object }).data);

test('a standstill is in the journal before the states are let go, leaves once, and is corrected by a reason', async () => {
  const { sent, start } = run();
  const node = await started(start());
  expect(await node.handle(state(30, 'Execute'))).toMatchObject({ kind: 'drop' });
  expect(await node.handle(state(20, 'Stopped'))).toMatchObject({ kind: 'drop', reason: 'filtered' });
  expect(await bench.journal().untaken('downtime-1', 9)).toMatchObject({ value: [{ message: { trail: [] } }] });
  await node.handle(state(20, 'Stopped'));
  await node.handle(reason(15, '17'));
  expect(data(sent('stops'))).toMatchObject([
    { start: ago(20), revision: 1, reason: { code: 'UNCLASSIFIED' } },
    { start: ago(20), revision: 2, reason: { code: 'NO-MATERIAL' } },
  ]);
  await node.close?.();
});

test('after a restart it goes on where it was: no second standstill, and what nobody took is sent again', async () => {
  const before = run();
  const node = await started(before.start());
  await node.handle(state(30, 'Execute'));
  await node.handle(state(20, 'Stopped'));
  await node.close?.();
  await bench.restart();
  const after = run();
  const again = await started(after.start());
  await again.handle(state(20, 'Stopped'));
  await until('the standstill left again', () => after.sent('stops').length === 1);
  expect(after.sent('stops')).toEqual(before.sent('stops'));
  await again.handle(state(10, 'Execute'));
  expect(data(after.sent('stops').slice(1))).toMatchObject([{ start: ago(20), end: ago(10), revision: 2 }]);
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
  const { sent, start } = run(demoPlant(), journal);
  const node = await started(start());
  expect(await node.handle(state(20, 'Stopped'))).toMatchObject({ kind: 'retry', failure: { code: 'journal-full' } });
  expect(sent('stops')).toEqual([]);
  isFull = false;
  expect(await node.handle(state(20, 'Stopped'))).toMatchObject({ kind: 'drop' });
  expect(sent('stops')).toHaveLength(1);
  await node.close?.();
});

test('what is unexplained is told once, and listed to who asks; the question keeps what it brought', async () => {
  const { sent, start } = run();
  const node = await started(start());
  await node.handle(state(50, 'Execute'));
  await node.handle(state(40, 'Held'));
  await node.handle(state(39, 'Held'));
  expect(data(sent('notices'))).toMatchObject([{ equipmentId: PRESS, start: ago(40), age: 'PT2400S' }]);
  const asked = { event: { list: 'unclassified' }, trail: [] };
  const open = [{ equipmentId: PRESS, start: ago(40), lostSeconds: 2_400 }];
  expect(await node.handle(asked)).toMatchObject({ kind: 'pass', port: 'list', message: { event: open } });
  await node.handle(reason(30, 'BREAKDOWN'));
  expect(await node.handle(asked)).toMatchObject({ message: { event: [] } });
  await node.close?.();
});

test('shifts are told where somebody asks for them, each until it is taken', async () => {
  const { sent, start } = run(demoPlant(), bench.journal(), { reportShifts: true });
  const node = await started(start());
  await node.handle(state(24 * 60, 'Execute'));
  const reports = data(sent('shifts'));
  expect(reports.length).toBeGreaterThanOrEqual(2);
  expect(reports.at(-1)).toMatchObject({ equipmentId: PRESS, running: 'PT28800S', unknown: 'PT0S', revision: 1 });
  await node.close?.();
});

test('anything but a state or a reason is refused, and so is what is too old or unknown', async () => {
  const { start } = run();
  const node = await started(start());
  const good: object = state(20, 'Stopped').event;
  for (const bad of [{ a: 1 }, 7, { ...good, data: {} }]) {
    expect(await node.handle(told(bad))).toMatchObject({ kind: 'reject', failure: { code: 'not-a-state' } });
  }
  expect(await node.handle(reason(5, 'GREMLINS'))).toMatchObject({ kind: 'reject', failure: { code: 'unmapped' } });
  const old = state(20 * 24 * 60, 'Stopped');
  expect(await node.handle(old)).toMatchObject({ kind: 'reject', failure: { code: 'too-late' } });
  await node.close?.();
});

test('without reasons in the site pack it does not start', async () => {
  const { downtime: _, ...bare } = demoPlant();
  expect(await run(bare).start()).toMatchObject({ failure: { code: 'downtime-missing', class: 'configuration' } });
});
