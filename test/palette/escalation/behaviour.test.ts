/** The escalation node over a real journal: who is told when, over restarts and while the journal cannot store. */
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { sitePackSchema } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { startEscalation } from '../../../nodes/src/palette/escalation/behaviour.ts';
import { definition } from '../../../nodes/src/palette/escalation/definition.ts';
import { pack } from '../../domain/plant/bench.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const MINUTE = 60_000;
const step = (role: string, afterMinutes: number, more: object = {}) => ({
  ...{ role, afterMinutes, channel: 'mail', ...more },
});
const escalation = {
  critical: [step('quality-lead', 0, { holdsLot: true }), step('shift-leader', 10), step('planner', 30)],
  major: [step('quality-lead', 5)],
  hold: [step('quality-lead', 60)],
};
const roles = Object.fromEntries(
  ['quality-lead', 'shift-leader', 'planner'].map((role) => [role, { title: role, mail: [`${role}@acme.example`] }]),
);

function run(site: object = { ...pack, roles, escalation }, journal: Journal = bench.journal()) {
  const config = definition.config.parse({ journal: 'journal', sitePack: 'site' });
  const context = bench.context(config, 'ladder-1');
  const resource = async <T>(name: string): Promise<Result<T>> =>
    ok((name === 'site' ? siteResource(sitePackSchema.parse(site)) : journal) as T);
  /** What no outbox takes is sent again; each counts once here. */
  const sent = (port: string) => {
    const all = context.emitted.filter((one) => one.port === port).map(({ message }) => message);
    return [...new Map(all.map((message) => [message.intake, message.event])).values()];
  };
  const told = () => sent('raised').map((event) => (event as { data: { role: string } }).data.role);
  return { context, sent, told, start: () => started(startEscalation({ ...context, resource })) };
}

const lot = { material: { materialDefinitionId: 'FG-1000' }, lot: { lotId: 'L-7' } };
const event = (name: string, data: object) => ({
  ...{ id: `e-${name}-${JSON.stringify(data).length}`, source: 'urn:x', type: `mfg.quality.${name}.v1` },
  time: new Date(bench.clock.now()).toISOString(),
  data,
});
const message = (given: unknown) => ({ event: given, trail: [] });
const nc = (status: string, revision: number, severity = 'critical', about: object = lot) =>
  message(
    event('nonconformance.changed', { ncId: 'NC-1', revision, status, severity, description: 'Torque low', ...about }),
  );
const acknowledged = (subjectId = 'NC-1') =>
  message(
    event('escalation.acknowledged', {
      ...{ about: 'nonconformance', subjectId, acknowledgedBy: 'p:11aa' },
      acknowledgedAt: new Date(bench.clock.now()).toISOString(),
    }),
  );

test('a severe nonconformance passes on, is told at once and holds its lot, each once', async () => {
  const { start, sent, context } = run();
  const node = await start();
  const opened = nc('opened', 0);
  for (const time of [1, 2])
    expect([time, await node.handle?.(opened)]).toEqual([time, { kind: 'pass', message: opened, port: 'passed' }]);
  expect(sent('raised')).toMatchObject([
    { data: { about: 'nonconformance', subjectId: 'NC-1', step: 1, steps: 3, role: 'quality-lead', channel: 'mail' } },
  ]);
  expect(sent('hold')).toMatchObject([
    {
      type: 'mfg.quality.disposition.changed.v1',
      data: { dispositionId: 'NC-1', action: 'hold', ...lot, reason: { text: 'Torque low' }, nonconformanceId: 'NC-1' },
    },
  ]);
  expect(context.warnings).toEqual(['nonconformance NC-1 is unanswered: step 1, quality-lead by mail']);
  await node.close?.();
});

test('without a lot there is nothing to hold', async () => {
  const { start, sent } = run();
  const node = await start();
  await node.handle?.(nc('opened', 0, 'critical', { operationsRequestId: 'WH/MO/1' }));
  expect(sent('raised')).toHaveLength(1);
  expect(sent('hold')).toEqual([]);
  await node.close?.();
});

test('unanswered it climbs by time; a person who takes it on stops it', async () => {
  const { start, told, context } = run();
  const node = await start();
  await node.handle?.(nc('opened', 0));
  await bench.clock.advance(10 * MINUTE);
  await until('the next is told', () => told().length === 2);
  expect(told()).toEqual(['quality-lead', 'shift-leader']);
  expect(context.reports.at(-1)?.health).toBe('degraded');
  expect(await node.handle?.(acknowledged())).toMatchObject({
    kind: 'drop',
    note: 'nonconformance NC-1 is with p:11aa',
  });
  await bench.clock.advance(120 * MINUTE);
  await until('nothing is open', () => context.reports.at(-1)?.text === 'everything is answered');
  expect(told()).toHaveLength(2);
  expect(await node.handle?.(acknowledged('NC-9'))).toMatchObject({ failure: { code: 'escalation-unknown' } });
  await node.close?.();
});

test('after a restart it goes on where it stood: answers that wait outside come first, then one step at a time', async () => {
  const before = run();
  const node = await before.start();
  await node.handle?.(nc('opened', 0));
  await node.close?.();
  await bench.restart();
  await bench.clock.advance(24 * 60 * MINUTE);
  const after = run();
  const again = await after.start();
  await until('what nobody took left again', () => after.told().length === 1);
  await bench.clock.advance(29_000);
  expect(after.told()).toEqual(['quality-lead']);
  await bench.clock.advance(2_000);
  await until('one step is told', () => after.told().length === 2);
  await bench.clock.advance(29 * MINUTE);
  expect(after.told()).toEqual(['quality-lead', 'shift-leader']);
  await bench.clock.advance(2 * MINUTE);
  await until('the last is told', () => after.told().length === 3);
  await again.close?.();
});

test('a hold that nobody decides is told, a decided one is not; failed tests climb, passed ones end', async () => {
  const { start, sent } = run();
  const node = await start();
  const decision = (dispositionId: string, action: string, minutes: number) =>
    message(
      event('disposition.changed', {
        ...{ dispositionId, action, ...lot, reason: { code: 'X', scheme: 'qms', text: 'Torque' } },
        effectiveAt: new Date(bench.clock.now() + minutes * MINUTE).toISOString(),
      }),
    );
  for (const name of ['H-1', 'H-2']) await node.handle?.(decision(name, 'hold', 0));
  await node.handle?.(decision('H-2', 'useAsIs', 1));
  const result = (testId: string, revision: number, overall: string) =>
    message(
      event('test.reported', {
        ...{ testId, revision, testSpecificationId: 'QP-1', ...lot, measurements: [], overall },
        evaluatedAt: new Date(bench.clock.now()).toISOString(),
      }),
    );
  for (const name of ['T-1', 'T-2']) await node.handle?.(result(name, 1, 'fail'));
  await node.handle?.(result('T-2', 2, 'pass'));
  await bench.clock.advance(61 * MINUTE);
  await until('both are told', () => sent('raised').length === 2);
  expect(sent('raised')).toMatchObject([
    { data: { about: 'test', subjectId: 'T-1', ladder: 'major' } },
    { data: { about: 'hold', subjectId: 'H-1', ladder: 'hold' } },
  ]);
  expect(sent('hold')).toEqual([]);
  await node.close?.();
});

test('what the journal cannot store has not happened', async () => {
  let isFull = true;
  const journal: Journal = new Proxy(bench.journal(), {
    get: (target, name) => {
      if (name === 'recordStep' && isFull) return async () => fail(failureOf('transient', 'journal-full'));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const { start, sent } = run({ ...pack, roles, escalation }, journal);
  const node = await start();
  expect(await node.handle?.(nc('opened', 0))).toMatchObject({ kind: 'retry', failure: { code: 'journal-full' } });
  expect(sent('raised')).toEqual([]);
  isFull = false;
  expect(await node.handle?.(nc('opened', 0))).toMatchObject({ kind: 'pass' });
  expect(sent('raised')).toHaveLength(1);
  await node.close?.();
});

test('what it does not know passes; without ladders everything does, and the node says that nobody is told', async () => {
  const { start } = run();
  const node = await start();
  const other = message({ any: 'thing' });
  expect(await node.handle?.(other)).toEqual({ kind: 'pass', message: other, port: 'passed' });
  await node.close?.();
  const bare = run(pack);
  const mute = await bare.start();
  expect(await mute.handle?.(nc('opened', 0))).toMatchObject({ kind: 'pass', port: 'passed' });
  await until('it says so', () => bare.context.reports.at(-1)?.text === 'the site pack has no escalation');
  expect(bare.context.failures).toMatchObject([{ code: 'escalation-missing' }]);
  expect(bare.sent('raised')).toEqual([]);
  await mute.close?.();
});
