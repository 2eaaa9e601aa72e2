/** The aggregate over a real journal: each fact once, each window once per revision, over restarts and a full disk. */
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { startAggregate } from '../../../nodes/src/palette/aggregate/behaviour.ts';
import { definition } from '../../../nodes/src/palette/aggregate/definition.ts';
import { good, LINE, site, stop } from '../../domain/operations/shift/bench.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

jest.setTimeout(60_000);
const bench = journalBench();
const MINUTE = 60_000;

/** It is 08:00 UTC at the bench: the night shift ended three hours ago, the hour before at this moment. */
const HOURS = { windows: 'length', minutes: 60 };

/** What is sent is taken at once, as an outbox does; what nobody takes would be sent again. */
async function run(config: object = {}, journal: Journal = bench.journal(), isTaken = true) {
  const whole = definition.config.parse({ journal: 'journal', sitePack: 'site', ...config });
  const context = bench.context(whole, 'sum-1');
  const resource = async <T>(name: string): Promise<Result<T>> => ok((name === 'site' ? site : journal) as T);
  const emit: typeof context.emit = (one, port) => {
    context.emit(one, port);
    if (isTaken && one.intake !== undefined) void bench.journal().take(one.intake);
  };
  const sent = (port: string) => context.emitted.filter((one) => one.port === port).map(({ message }) => message);
  const told = () =>
    sent('summaries').map(({ event }) => {
      const { revision, pq, gq, interval } = (event as Envelope).data as Record<string, unknown>;
      return { revision, pq, gq, start: (interval as { start: string }).start };
    });
  return { context, sent, told, start: () => startAggregate({ ...context, resource, emit }) };
}

const message = (event: unknown) => ({ event, trail: [] });
const at = (minutes: number): string => new Date(bench.clock.now() + minutes * MINUTE).toISOString();

test('facts of a window become one event when it has ended, and end here', async () => {
  const { told, sent, start } = await run(HOURS);
  const node = await started(start());
  expect(await node.handle(message(good('7', at(-1))))).toMatchObject({ kind: 'drop', reason: 'filtered' });
  await node.handle(message(good('2.5', at(0))));
  await bench.clock.advance(5 * MINUTE);
  await until('the hour is told', () => told().length === 1);
  expect(told()).toEqual([{ revision: 1, pq: '7', gq: '7', start: '2026-11-20T07:00:00.000Z' }]);
  expect(sent('summaries')).toMatchObject([
    { event: { type: 'mfg.equipment.kpi.reported.v1', data: { equipmentId: LINE } } },
  ]);
  await node.close?.();
});

test('the window and what was told of it are stored together: nobody took it, so it is sent again after a restart', async () => {
  const before = await run(HOURS, bench.journal(), false);
  const node = await started(before.start());
  await node.handle(message(good('7', at(-1))));
  await bench.clock.advance(5 * MINUTE);
  await until('the hour is told', () => before.told().length === 1);
  await node.close?.();
  await bench.restart();
  const after = await run(HOURS);
  const again = await started(after.start());
  await until('it is sent again', () => after.sent('summaries').length === 1);
  expect(after.sent('summaries')).toEqual(before.sent('summaries').slice(0, 1));
  await again.close?.();
});

test('facts survive a restart, and a fact that comes again is counted once', async () => {
  const first = await run(HOURS);
  const fact = good('7', at(-1));
  const node = await started(first.start());
  await node.handle(message(fact));
  await node.close?.();
  await bench.restart();
  const second = await run(HOURS);
  const again = await started(second.start());
  expect(await again.handle(message(fact))).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  await again.handle(message(good('1', at(-2))));
  await bench.clock.advance(5 * MINUTE);
  await until('the hour is told', () => second.told().length === 1);
  expect(second.told()).toMatchObject([{ gq: '8', revision: 1 }]);
  await again.close?.();
});

test('what comes late makes one revision', async () => {
  const { told, start } = await run(HOURS);
  const node = await started(start());
  await node.handle(message(good('7', at(-1))));
  await bench.clock.advance(6 * MINUTE);
  await until('the hour is told', () => told().length === 1);
  await Promise.all([1, 2, 3].map((nr) => node.handle(message(good(String(nr), '2026-11-20T07:30:00Z')))));
  await bench.clock.advance(61_000);
  await until('it is told again', () => told().length === 2);
  expect(told()[1]).toEqual({ revision: 2, pq: '13', gq: '13', start: '2026-11-20T07:00:00.000Z' });
  await node.close?.();
});

test('a standstill that lasts is in every shift, and its end revises them', async () => {
  const { sent, start } = await run();
  const node = await started(start());
  await node.handle(message(stop('2026-11-20T04:00:00Z', undefined)));
  await bench.clock.advance(61_000);
  await until('the night shift is told', () => sent('summaries').length === 1);
  expect(sent('summaries')).toMatchObject([
    { event: { data: { shiftId: '2026-11-19/C', adet: 'PT3600S', apt: 'PT25200S' } } },
  ]);
  await node.handle(message(stop('2026-11-20T04:00:00Z', '2026-11-20T04:10:00Z', { revision: 2 })));
  await bench.clock.advance(61_000);
  await until('it is told again', () => sent('summaries').length === 2);
  expect(sent('summaries')[1]).toMatchObject({ event: { data: { revision: 2, adet: 'PT600S' } } });
  await node.close?.();
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
  const { told, start } = await run(HOURS, journal);
  const node = await started(start());
  const fact = good('7', at(-1));
  expect(await node.handle(message(fact))).toMatchObject({ kind: 'retry', failure: { code: 'journal-full' } });
  isFull = false;
  expect(await node.handle(message(fact))).toMatchObject({ kind: 'drop', reason: 'filtered' });
  isFull = true;
  await bench.clock.advance(6 * MINUTE);
  expect(told()).toEqual([]);
  isFull = false;
  await bench.clock.advance(2_000);
  await until('the hour is told', () => told().length === 1);
  await node.close?.();
});

describe('events that are passed on', () => {
  test('leave after they were counted, again when they come again', async () => {
    const { start } = await run({ ...HOURS, passOn: true });
    const node = await started(start());
    const fact = message(good('7', at(-1)));
    expect(await node.handle(fact)).toEqual({ kind: 'pass', message: fact, port: 'events' });
    const rows = await bench.journal().counters('sum-1');
    expect(rows.ok && rows.value.map(({ tag }) => tag.split(' ')[0])).toEqual(['entry', 'mark']);
    expect(await node.handle(fact)).toEqual({ kind: 'pass', message: fact, port: 'events' });
    const other = message({ ...good('1'), type: 'mfg.material.consumed.v1' });
    expect(await node.handle(other)).toEqual({ kind: 'pass', message: other, port: 'events' });
    await node.close?.();
  });

  test('go on when no window takes them, and a person hears of it', async () => {
    const { sent, start } = await run({ passOn: true });
    const node = await started(start());
    const old = message(good('7', '2026-10-20T07:30:00Z'));
    expect(await node.handle(old)).toMatchObject({ kind: 'pass', port: 'events' });
    expect(sent('rejected')).toMatchObject([{ event: old.event, failure: { code: 'window-gone' } }]);
    await node.close?.();
  });
});

test('what cannot be counted is rejected with the reason', async () => {
  const { start } = await run();
  const node = await started(start());
  const fact = good('7', at(-1));
  await node.handle(message(fact));
  const refused: readonly (readonly [string, unknown])[] = [
    ['event-not-used', { a: 1 }],
    ['event-not-used', { ...fact, type: 'mfg.material.consumed.v1' }],
    ['field-missing', { ...fact, data: { ...(fact.data as object), equipmentId: undefined } }],
    ['conflicting-duplicate', { ...fact, data: { ...(fact.data as object), quantity: { value: '8', uom: 'C62' } } }],
    ['window-gone', good('7', '2026-10-20T07:30:00Z')],
    ['time-doubtful', good('7', at(6))],
    ['time-doubtful', { ...good('7', at(-1)), timequality: 'unsynced' }],
  ];
  for (const [code, event] of refused)
    expect(await node.handle(message(event))).toMatchObject({ kind: 'reject', failure: { code, class: 'data' } });
  await node.close?.();
});

test('chosen figures over sessions: a pause ends one', async () => {
  const figures = [
    { name: 'made', how: 'sum', of: 'data.quantity.value', type: 'production.output.reported' },
    { name: 'reports', how: 'count', of: '', type: '' },
  ];
  const config = { content: 'figures', windows: 'pause', minutes: 10, by: 'path', keyPath: 'data.operationsRequestId' };
  const { sent, start } = await run({ ...config, figures, name: 'Runs', graceMinutes: 0 });
  const node = await started(start());
  await node.handle(message(good('0.1', at(-4))));
  await node.handle(message(good('0.2', at(0))));
  await bench.clock.advance(11 * MINUTE);
  await until('the session is told', () => sent('summaries').length === 1);
  const shown = [
    { name: 'made', value: '0.3' },
    { name: 'reports', value: '2' },
  ];
  const data = { summary: 'Runs', scope: 'MO-1', grain: 'session', revision: 1, facts: 2, figures: shown };
  expect(sent('summaries')).toMatchObject([{ event: { type: 'mfg.operations.figures.reported.v1', data } }]);
  await node.close?.();
});

test.each([
  [{ windows: 'pause' }],
  [{ windows: 'length', minutes: 45 }],
  [{ by: 'site' }],
  [{ content: 'figures' }],
  [{ content: 'figures', figures: [{ name: 'a', how: 'sum' }] }],
  [{ content: 'figures', by: 'path', figures: [{ name: 'a', how: 'count' }] }],
])('a configuration that fits nothing does not start: %j', async (config) => {
  const { start } = await run(config);
  expect(await start()).toMatchObject({ failure: { code: 'aggregate-unfit', class: 'configuration' } });
});

test('what is old is forgotten, in the journal as well', async () => {
  const figures = [{ name: 'n', how: 'count', of: '', type: '' }];
  const config = { content: 'figures', figures, windows: 'length', minutes: 1, keepDays: 1, quietSeconds: 0 };
  const first = await run(config);
  const node = await started(first.start());
  await node.handle(message(good('7', at(-24 * 60 + 1))));
  await bench.clock.advance(1_000);
  await until('the minute is told', () => first.sent('summaries').length === 1);
  await bench.clock.advance(3 * MINUTE);
  await node.close?.();
  const again = await started((await run(config)).start());
  await until('only the mark is left', async () => {
    const rows = await bench.journal().counters('sum-1');
    return rows.ok && rows.value.map(({ tag }) => tag).join() === 'mark';
  });
  await again.close?.();
});
