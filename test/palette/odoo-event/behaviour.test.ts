/** The running node over a real journal: what leaves, what is held back, what it says while Odoo is away. */
import { isSameSecret } from '../../../nodes/src/adapters/http/signature.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { ok } from '../../../nodes/src/domain/ports.ts';
import type { HttpAnswer, HttpHandler } from '../../../nodes/src/host/node.ts';
import { telemetry } from '../../../nodes/src/host/telemetry.ts';
import { startOdooEvent } from '../../../nodes/src/palette/odoo-event/behaviour.ts';
import { definition } from '../../../nodes/src/palette/odoo-event/definition.ts';
import { Table } from '../../domain/odoo/changes/server.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { settled } from '../../support/time.ts';

const bench = journalBench();
const SECRET = 'hints-of-this-plant-0123456789';
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

interface Event {
  readonly type: string;
  readonly deliverymode: string;
  readonly originsystem: string;
  readonly data: { readonly recordId: number; readonly values?: Record<string, unknown> };
}
const eventOf = ({ event }: Message): Event => event as Event;

async function follow(table: Table, change: object = {}) {
  const routes = new Map<string, HttpHandler>();
  const standing = { mode: 'normal' as const, mayRead: true, mayPost: true, limit: 4 };
  const target = { ...table.erp, standing: () => standing };
  const config = definition.config.parse({
    ...{
      connection: 'c',
      journal: 'j',
      sitePack: 's',
      follow: 'records',
      model: 'x',
      fields: ['value'],
      start: 'all',
      pollSeconds: 10,
    },
    ...change,
  });
  const parts = { c: target, j: bench.journal(), s: { pack: { enterprise: 'ACME', site: 'MUC1' } } };
  const context = {
    ...bench.context(config),
    resource: async (id: string) => ok(parts[id as 'c'] as never),
    serve: (path: string, handle: HttpHandler) => {
      routes.set(path, handle);
      return ok(() => void routes.delete(path));
    },
  };
  const started = await startOdooEvent(context, { isSameSecret });
  if (!started.ok)
    return { ...context, started, routes, seen: () => [], pass: async () => undefined, close: async () => undefined };
  const close = started.value.close?.bind(started.value) ?? (async () => undefined);
  open.push(close);
  /** Time goes on; what the disk does takes a few turns more. */
  const pass = async (ms: number): Promise<void> => {
    await bench.clock.advance(ms);
    for (let turn = 0; turn < 40; turn += 1) {
      await bench.journal().stats();
      await settled();
    }
  };
  await pass(0);
  const seen = () =>
    context.emitted.map(({ message }) => [eventOf(message).data.recordId, eventOf(message).data.values?.['value']]);
  return { ...context, started, routes, seen, pass, close };
}

const write = (table: Table, id: number, value: number, by = 2): void => {
  const now = bench.clock.now();
  table.commit({ id, value, by, beganMs: now, commitMs: now });
};
const counted = (name: string, outcome: string): number =>
  telemetry.series().find((one) => one.name === name && one.labels['outcome'] === outcome)?.value ?? 0;

test('what is there comes as back-fill, what changes comes live, and a restart repeats nothing', async () => {
  const table = new Table();
  write(table, 1, 10);
  const first = await follow(table);
  expect(
    first.emitted.map(({ message, port }) => [port, eventOf(message).type, eventOf(message).deliverymode]),
  ).toEqual([['events', 'mfg.integration.record.changed.v1', 'backfill']]);
  write(table, 1, 11);
  write(table, 2, 20);
  await first.pass(10_000);
  expect(first.seen()).toEqual([
    [1, 10],
    [1, 11],
    [2, 20],
  ]);
  await first.close();
  for (const { message } of first.emitted) await bench.journal().take(message.intake ?? '');
  await bench.restart();
  write(table, 2, 21);
  const second = await follow(table);
  expect(second.seen()).toEqual([[2, 21]]);
});

test('an event that nobody took comes again after a restart, before anything is asked', async () => {
  const table = new Table();
  write(table, 1, 10);
  const first = await follow(table);
  await first.close();
  await bench.restart();
  const second = await follow(table);
  expect(second.seen()).toEqual([[1, 10]]);
});

test.each([
  ['hide', []],
  ['mark', ['plantwire']],
  ['show', ['odoo']],
] as const)('own writes: %s', async (ownWrites, origins) => {
  const table = new Table();
  const node = await follow(table, { start: 'now', ownWrites });
  write(table, 1, 10, 7);
  await node.pass(10_000);
  expect(node.emitted.map(({ message }) => eventOf(message).originsystem)).toEqual(origins);
});

test('a deletion is noticed by a sweep and told once', async () => {
  const table = new Table();
  for (const id of [1, 2, 3]) write(table, id, 10);
  const node = await follow(table, { sweepMinutes: 1 });
  table.delete(2);
  for (let minute = 0; minute < 4; minute += 1) await node.pass(61_000);
  // Untaken events are sent again by and by; one that is told twice would bear another name.
  const deleted = node.emitted.filter(({ message }) => eventOf(message).type.includes('deleted'));
  expect(new Set(deleted.map(({ message }) => message.intake)).size).toBe(1);
  expect(eventOf((deleted[0] ?? { message: { event: {}, trail: [] } }).message)).toMatchObject({
    data: { recordId: 2 },
    deliverymode: 'reconcile',
  });
});

test('a hint brings the poll forward; a lost one is counted, and its change is found all the same', async () => {
  const table = new Table();
  const node = await follow(table, { hintPath: '/hints', hintSecret: SECRET, pollSeconds: 3_600 });
  const missed = counted('plantwire_odoo_hints_total', 'missed');
  const confirmed = counted('plantwire_odoo_hints_total', 'confirmed');
  const post = (path: string, headers = {}): Promise<HttpAnswer> | undefined =>
    node.routes.get(path)?.({
      headers,
      remoteAddress: '',
      body: async () => new TextEncoder().encode('{"_model":"x","_id":1}'),
    });
  write(table, 1, 10);
  write(table, 2, 20);
  expect(await post('/hints', { 'x-api-key': 'guess' })).toMatchObject({ status: 401 });
  await node.pass(1_000);
  expect(node.seen()).toEqual([]);
  expect(await post(`/hints/${SECRET}`)).toMatchObject({ status: 202 });
  expect(await post('/hints', { 'x-api-key': SECRET })).toMatchObject({ status: 202 });
  await node.pass(1_000);
  expect(node.seen()).toEqual([
    [1, 10],
    [2, 20],
  ]);
  await node.pass(3_600_000);
  expect(counted('plantwire_odoo_hints_total', 'confirmed')).toBe(confirmed + 1);
  expect(counted('plantwire_odoo_hints_total', 'missed')).toBe(missed + 1);
});

test('a secret that a router would read otherwise, or that is short, opens no path', async () => {
  for (const hintSecret of ['', 'short', 'with/slash-and-more-than-24-signs']) {
    const { started, routes } = await follow(new Table(), { hintPath: '/hints', hintSecret });
    expect(started).toMatchObject({
      ok: false,
      failure: { code: 'node-misconfigured', on: 'field "Secret of the path"' },
    });
    expect(routes.size).toBe(0);
  }
});

test('while Odoo is away the status says so, and afterwards nothing is missing', async () => {
  const table = new Table();
  const node = await follow(table);
  table.failure = failureOf('transient', 'odoo-unreachable');
  write(table, 1, 10);
  await node.pass(11_000);
  expect(node.reports.at(-1)).toEqual({ health: 'degraded', text: 'it is transient' });
  table.failure = undefined;
  await node.pass(11_000);
  expect(node.seen()).toEqual([[1, 10]]);
  await node.pass(1_000);
  expect(node.reports.at(-1)).toMatchObject({ health: 'ok' });
});

test('a replay sends what changed in a time once more, marked as such', async () => {
  const table = new Table();
  write(table, 1, 10);
  const node = await follow(table);
  const from = new Date(bench.clock.now() - 60_000).toISOString();
  const started = node.started;
  if (!started.ok) throw new Error('it did not start');
  expect(await started.value.handle?.({ event: { from }, trail: [] })).toEqual({ kind: 'pass-all', messages: [] });
  expect(node.emitted.map(({ message }) => eventOf(message).deliverymode)).toEqual(['backfill', 'replay']);
  const [first, again] = node.emitted.map(({ message }) => (message.event as { id: string }).id);
  expect(again).toBe(first);
  expect(await started.value.handle?.({ event: { from: 'yesterday' }, trail: [] })).toMatchObject({
    kind: 'reject',
    failure: { code: 'replay-unreadable' },
  });
});

test.each([
  [{ start: 'since', since: 'yesterday' }, 'it is no time such as 2026-11-20T06:00:00Z'],
  [{ domain: '{}' }, 'it is no JSON list'],
])('%p is said at the node', async (change, text) => {
  const node = await follow(new Table(), change);
  await node.pass(1_000);
  expect(node.reports.at(-1)).toEqual({ health: 'failed', text });
});
