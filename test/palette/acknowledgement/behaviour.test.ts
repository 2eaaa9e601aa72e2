/** The acknowledgement node over a real journal: what waits was sent, over restarts and while the journal cannot store. */
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { sitePackSchema } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { startAcknowledgement } from '../../../nodes/src/palette/acknowledgement/behaviour.ts';
import { definition } from '../../../nodes/src/palette/acknowledgement/definition.ts';
import { pack } from '../../domain/plant/bench.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const interfaces = { mes: { title: 'MES', answerMinutes: 1, escalateMinutes: 3 } };
const MINUTE = 60_000;

function run(change: object = {}, site: unknown = { ...pack, interfaces }, journal: Journal = bench.journal()) {
  const config = definition.config.parse({
    ...{ journal: 'journal', sitePack: 'site', interface: 'mes' },
    asks: ['operations.request.released', 'operations.request.changed', 'operations.request.cancelled'],
    recalls: ['operations.request.cancelled'],
    ...change,
  });
  const context = bench.context(config, 'ack-1');
  const resource = async <T>(name: string): Promise<Result<T>> =>
    ok((name === 'site' ? siteResource(sitePackSchema.parse(site)) : journal) as T);
  /** What no outbox takes is sent again; each counts once here. */
  const sent = (port: string) => {
    const all = context.emitted.filter((one) => one.port === port).map(({ message }) => message);
    return [...new Map(all.map((message) => [message.intake, message.event])).values()];
  };
  return { context, sent, start: () => started(startAcknowledgement({ ...context, resource })) };
}

const event = (name: string, version: number, data: object = {}, order = 'WH/MO/1') => ({
  ...{ id: `${name}-${order}-${version}`, source: 'urn:x', type: `mfg.operations.request.${name}.v1` },
  time: new Date(bench.clock.now()).toISOString(),
  data: { operationsRequestId: order, requestVersion: version, ...data },
});
const told = (given: unknown) => ({ event: given, trail: [] });
const asked = (version: number, data: object = {}, order?: string) =>
  told(event(version === 1 ? 'released' : 'changed', version, data, order));
const answered = (version: number, decision: string) => told(event('acknowledged', version, { decision }));

test('a question leaves once and is in the journal before it is let go', async () => {
  const { sent, start } = run();
  const node = await start();
  const release = { ...asked(1), intake: 'from-odoo' };
  await bench.journal().recordStep({
    ...{ owner: 'odoo', counters: [], segments: [] },
    events: [{ eventId: 'from-odoo', message: release }],
  });
  expect(await node.handle?.(release)).toMatchObject({ kind: 'pass-all', messages: [] });
  expect(sent('send')).toEqual([release.event]);
  expect(await bench.journal().untaken('odoo', 9)).toEqual({ ok: true, value: [] });
  expect(await bench.journal().untaken('ack-1', 9)).toMatchObject({ value: [{ message: { event: release.event } }] });
  expect(await node.handle?.(release)).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  expect(await node.handle?.(asked(1, { quantity: 7 }))).toMatchObject({ failure: { code: 'question-conflict' } });
  expect(sent('send')).toHaveLength(1);
  await node.close?.();
});

test('nobody answers: late once, escalated once, and the answer is passed on all the same', async () => {
  const { sent, start, context } = run();
  const node = await start();
  await node.handle?.(asked(1));
  await bench.clock.advance(MINUTE);
  await until('it is late', () => sent('overdue').length === 1);
  expect(sent('overdue')).toMatchObject([
    { data: { level: 'late', subject: 'WH/MO/1', revision: 1, interface: 'mes' }, partitionkey: 'MUC1:or:WH/MO/1' },
  ]);
  expect(context.reports.at(-1)).toEqual({ health: 'degraded', text: 'late: WH/MO/1; 0 wait' });
  await bench.clock.advance(2 * MINUTE);
  await until('it is escalated', () => sent('overdue').length === 2);
  expect(sent('overdue')[1]).toMatchObject({ data: { level: 'escalated' } });
  expect(context.warnings).toHaveLength(2);
  const answer = answered(1, 'accepted');
  expect(await node.handle?.(answer)).toEqual({ kind: 'pass', message: answer, port: 'answers' });
  await bench.clock.advance(1_000);
  await until('nothing waits', () => context.reports.at(-1)?.text === 'everything is answered');
  await bench.clock.advance(5 * MINUTE);
  expect(sent('overdue')).toHaveLength(2);
  await node.close?.();
});

test('a restart neither loses a question nor tells twice that it is late; answers that wait outside come first', async () => {
  const before = run();
  const node = await before.start();
  await node.handle?.(asked(1));
  await node.handle?.(asked(1, {}, 'WH/MO/2'));
  await node.close?.();
  await bench.restart();
  await bench.clock.advance(2 * MINUTE);
  const after = run();
  const again = await after.start();
  await until('both left again', () => after.sent('send').length === 2);
  await bench.clock.advance(20_000);
  expect(await again.handle?.(answered(1, 'accepted'))).toMatchObject({ kind: 'pass' });
  await bench.clock.advance(10_000);
  await until('only the other is late', () => after.sent('overdue').length === 1);
  expect(after.sent('overdue')).toMatchObject([{ data: { subject: 'WH/MO/2' } }]);
  await again.close?.();
  await bench.restart();
  const last = run();
  const third = await last.start();
  await until('what nobody took left again', () => last.sent('overdue').length === 1);
  expect(last.sent('overdue')).toEqual(after.sent('overdue'));
  await third.close?.();
});

test('a change that comes too late is passed on and said; answers repeat, contradict and come unasked', async () => {
  const { start, context } = run();
  const node = await start();
  for (const version of [1, 2]) await node.handle?.(asked(version));
  await node.handle?.(answered(1, 'accepted'));
  const refusal = answered(2, 'rejected');
  for (const time of ['first', 'second'])
    expect([time, await node.handle?.(refusal)]).toEqual([time, { kind: 'pass', message: refusal, port: 'answers' }]);
  expect(context.warnings).toEqual(['too late: MES refused revision 2 of WH/MO/1 and works with revision 1']);
  expect(await node.handle?.(answered(3, 'accepted'))).toMatchObject({ failure: { code: 'answer-unasked' } });
  expect(await node.handle?.(told({ any: 'thing' }))).toMatchObject({
    failure: { code: 'acknowledgement-unreadable' },
  });
  await node.close?.();
});

test('an answer on the way ends no waiting; one that nobody asked for may pass', async () => {
  const { start, sent } = run({ interim: ['received'], strangers: 'pass' });
  const node = await start();
  await node.handle?.(asked(1));
  expect(await node.handle?.(answered(1, 'received'))).toMatchObject({ kind: 'pass', port: 'answers' });
  expect(await node.handle?.(answered(9, 'accepted'))).toMatchObject({ kind: 'pass', port: 'answers' });
  await bench.clock.advance(MINUTE);
  await until('it is late all the same', () => sent('overdue').length === 1);
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
  const { sent, start } = run({}, { ...pack, interfaces }, journal);
  const node = await start();
  expect(await node.handle?.(asked(1))).toMatchObject({ kind: 'retry', failure: { code: 'journal-full' } });
  expect(sent('send')).toEqual([]);
  isFull = false;
  expect(await node.handle?.(asked(1))).toMatchObject({ kind: 'pass-all' });
  expect(sent('send')).toHaveLength(1);
  await node.close?.();
});

test('sent again on purpose it leaves again and waits anew', async () => {
  const { sent, start } = run();
  const node = await start();
  await node.handle?.(asked(1));
  await bench.clock.advance(0.9 * MINUTE);
  await node.handle?.(told({ ...event('released', 1), deliverymode: 'replay' }));
  expect(sent('send')).toHaveLength(2);
  await bench.clock.advance(0.9 * MINUTE);
  await node.handle?.(answered(1, 'accepted'));
  expect(sent('overdue')).toEqual([]);
  await node.close?.();
});

test('without its interface in the site pack it does not start', async () => {
  const { context } = run();
  const resource = async <T>(name: string): Promise<Result<T>> =>
    ok((name === 'site' ? siteResource(sitePackSchema.parse(pack)) : bench.journal()) as T);
  expect(await startAcknowledgement({ ...context, resource })).toMatchObject({
    failure: { code: 'interface-missing', class: 'configuration' },
  });
});
