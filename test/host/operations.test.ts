import { z } from 'zod';
import type { Failure } from '../../nodes/src/domain/failure.ts';
import type { Journal, JournalStats } from '../../nodes/src/domain/journal.ts';
import { ok, type System } from '../../nodes/src/domain/ports.ts';
import { defineNode, fields } from '../../nodes/src/host/define.ts';
import type { ResourceHealth } from '../../nodes/src/host/node.ts';
import { mountOperations } from '../../nodes/src/host/operations.ts';
import { register, registerConfig } from '../../nodes/src/host/register.ts';
import { telemetry } from '../../nodes/src/host/telemetry.ts';
import { fakeRed } from '../support/red.ts';
import { settled, testClock } from '../support/time.ts';

const failure: Failure = {
  code: 'lot-missing',
  class: 'data',
  attempted: 'post 12 C62',
  on: 'WH/MO/00001',
  reason: 'the lot is empty',
  nextStep: 'Enter the lot.',
};
const quiet: JournalStats = {
  writable: true,
  file: '/data/journal.db',
  bytes: 4096,
  reservations: 0,
  outbox: { ready: 2, leased: 1, waiting: 0, verifying: 0, oldestAgeMs: 5_000, delivered: 40 },
  deadLetters: { open: 0, oldestAgeMs: 0 },
  untakenEvents: 3,
};

/** A journal node whose answers the test chooses, beside a connection with the health the test chooses. */
function bench(stats: JournalStats | 'opening', connection: ResourceHealth = { health: 'ok', text: 'Odoo 19.0' }) {
  const clock = testClock();
  const system: System = { clock, ids: { uuid: () => 'u', random: () => 0.5 }, hash: (text) => text };
  const host = fakeRed();
  const buried: unknown[] = [];
  const journal: Partial<Journal> = {
    stats: () => (stats === 'opening' ? new Promise(() => undefined) : Promise.resolve(stats)),
    bury: async (request) => {
      buried.push(request);
      return ok({ id: 1 });
    },
  };
  const config = (type: string) =>
    defineNode({
      type,
      version: 1,
      category: 'config',
      role: 'config',
      summary: 'For these tests.',
      config: z.object({ name: z.string().default('').register(fields, { title: 'Name' }) }),
      upgrades: [],
    });
  host.load(
    registerConfig(config('journal'), system, async () =>
      ok({ value: journal as Journal, health: async () => ({ health: 'ok', text: '' }), close: async () => undefined }),
    ),
  );
  host.load(
    registerConfig(config('odoo-connection'), system, async () =>
      ok({ value: {}, health: async () => connection, close: async () => undefined }),
    ),
  );
  mountOperations(host.red, clock);
  const nodes = [
    host.create({ id: 'j', type: 'plantwire-journal', name: 'Journal' }),
    host.create({ id: 'o', type: 'plantwire-odoo-connection', name: 'Odoo "A"' }),
  ];
  const close = async () => {
    for (const node of nodes) await node.close();
  };
  return { host, clock, system, buried, close };
}

let open: { close(): Promise<void> } | undefined;
const opened = async (...args: Parameters<typeof bench>) => {
  const made = bench(...args);
  open = made;
  await settled();
  return made;
};
afterEach(() => open?.close());

describe('health', () => {
  test('tells depth, age, dead letters and each connection', async () => {
    const { host } = await opened(quiet);
    expect(await host.call('get', '/health')).toMatchObject({
      status: 200,
      body: {
        status: 'ok',
        journal: { state: 'writable', file: '/data/journal.db' },
        outbox: { depth: 3, oldestAgeSeconds: 5, delivered: 40, untaken: 3 },
        connections: [{ type: 'odoo-connection', name: 'Odoo "A"', state: 'ok', text: 'Odoo 19.0' }],
      },
    });
  });

  test('has no figure for what it does not know, while the journal gives no answer', async () => {
    const { host, clock } = await opened('opening');
    const asked = Promise.all([host.call('get', '/health'), host.call('get', '/metrics')]);
    await settled();
    await clock.advance(2_000);
    const [health, metrics] = await asked;
    expect(health).toMatchObject({
      status: 503,
      body: {
        status: 'failed',
        journal: { state: 'unwritable' },
        outbox: { depth: null, oldestAgeSeconds: null, delivered: null, untaken: null },
        deadLetters: { open: null, oldestAgeSeconds: null },
      },
    });
    expect(metrics.body).toContain('plantwire_journal_writable 0\n');
    expect(metrics.body).not.toMatch(/^(mfg_backlog_messages|mfg_unposted_completions|mfg_open_decisions) /m);
  });

  test('stays 200 while Odoo is down: a waiting outbox is the product working', async () => {
    const { host } = await opened(quiet, { health: 'failed', text: 'no answer' });
    const { status, body } = await host.call('get', '/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', reasons: ['Odoo "A": no answer'] });
  });

  test('is 503 when the oldest message is too old', async () => {
    const { host } = await opened({ ...quiet, outbox: { ...quiet.outbox, oldestAgeMs: 5 * 3_600_000 } });
    expect(await host.call('get', '/health')).toMatchObject({ status: 503, body: { status: 'failed' } });
  });

  test('stays 200 while a person has switched posting off, however long that takes, and says it', async () => {
    const old = { ...quiet, outbox: { ...quiet.outbox, oldestAgeMs: 5 * 3_600_000 } };
    const { host } = await opened(old, { health: 'degraded', text: 'manual: switched off', mode: 'manual' });
    const { status, body } = await host.call('get', '/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded' });
    expect(JSON.stringify(body)).toContain('the oldest message waits longer');
  });

  test('is 503 when the journal cannot be written, with the reason', async () => {
    const { host } = await opened({ ...quiet, writable: false, failure: { ...failure, reason: 'the disk is full' } });
    const { status, body } = await host.call('get', '/health');
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toContain('the disk is full');
  });
});

test('who switched a connection, when and why is in health, also after it was switched on again', async () => {
  const decided = {
    to: 'automatic' as const,
    by: 'anna',
    at: '2026-11-22T12:00:00.000Z',
    reason: 'stocktaking is over',
  };
  const { host } = await opened(quiet, { health: 'ok', text: 'main answers', mode: 'normal', decided });
  const answer = await host.call('get', '/health');
  expect(answer.body).toMatchObject({ status: 'ok', connections: [{ mode: 'normal', decided }] });
});

test('the mode of a connection is in health and metrics; a person’s decision wants attention', async () => {
  const health: ResourceHealth = { health: 'degraded', text: 'manual: switched off', mode: 'manual', callsAtOnce: 2 };
  const { host } = await opened(quiet, health);
  const answer = await host.call('get', '/health');
  expect(answer.body).toMatchObject({ status: 'degraded', mode: 'manual', connections: [{ mode: 'manual' }] });
  const { body } = await host.call('get', '/metrics');
  expect(body).toContain('plantwire_mode{name="Odoo \\"A\\"",mode="manual"} 1\n');
  expect(body).toContain('plantwire_mode{name="Odoo \\"A\\"",mode="normal"} 0\n');
  expect(body).toContain('plantwire_calls_allowed{name="Odoo \\"A\\""} 2\n');
});

test('what a server said about itself is there with its age', async () => {
  const asked = { atMs: testClock().now() - 60_000, version: '19.0', cannotRun: ['repair'] };
  const { host } = await opened(quiet, { health: 'ok', text: 'plant answers', asked });
  expect(await host.call('get', '/health')).toMatchObject({
    body: { status: 'ok', connections: [{ asked: { ageSeconds: 60, version: '19.0', cannotRun: ['repair'] } }] },
  });
  const { body } = await host.call('get', '/metrics');
  expect(body).toContain('plantwire_odoo_asked_age_seconds{name="Odoo \\"A\\""} 60\n');
  expect(body).toContain('plantwire_odoo_intents_unable{name="Odoo \\"A\\""} 1\n');
});

test('metrics are Prometheus text with escaped labels', async () => {
  const { host } = await opened(quiet);
  telemetry.took('plantwire_odoo_call_seconds', { name: 'Odoo "A"', model: 'stock.lot', method: 'read' }, 0.2);
  telemetry.count('plantwire_odoo_call_failures_total', { name: 'Odoo "A"', code: 'odoo-answer-lost' });
  const { body, headers } = await host.call('get', '/metrics');
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain('mfg_backlog_messages 3\n');
  expect(body).toContain('mfg_unposted_completions 6\n');
  expect(body).toContain('plantwire_resource_up{type="odoo-connection",name="Odoo \\"A\\""} 1\n');
  const call = 'name="Odoo \\"A\\"",model="stock.lot",method="read"';
  expect(body).toContain('# TYPE plantwire_odoo_call_seconds histogram\n');
  expect(body).toContain(`plantwire_odoo_call_seconds_bucket{${call},le="0.1"} 0\n`);
  expect(body).toContain(`plantwire_odoo_call_seconds_bucket{${call},le="+Inf"} 1\n`);
  expect(body).toContain(`plantwire_odoo_call_seconds_sum{${call}} 0.2\n`);
  expect(body).toContain('plantwire_odoo_call_failures_total{name="Odoo \\"A\\"",code="odoo-answer-lost"} 1\n');
  expect(body).toMatch(/^mfg_event_latency_seconds_bucket\{le="\+Inf"\} \d+$/m);
  const malformed = String(body)
    .trim()
    .split('\n')
    .filter((line) => !/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? [-+\d.e]+)$/.test(line));
  expect(malformed).toEqual([]);
});

test('what nobody listens to is buried in the running journal', async () => {
  const { host, system, buried } = await opened(quiet);
  const step = defineNode({
    type: 'step',
    version: 1,
    category: 'events',
    role: 'step',
    summary: 'For these tests.',
    inputs: [{ name: 'in', carries: 'anything' }],
    outputs: [{ name: 'rejected', carries: 'failure' }],
    config: z.object({ name: z.string().default('').register(fields, { title: 'Name' }) }),
    upgrades: [],
  });
  host.load(register(step, system, () => ({ handle: async () => ({ kind: 'reject', failure }) })));
  const node = host.create({ id: 's', type: 'plantwire-step', name: 'mapper', wires: [[]] });
  expect(await node.receive({ payload: { n: 1 } })).toEqual({ error: undefined, sent: [] });
  expect(buried).toMatchObject([
    { stage: 'mapper', flow: 'Line 3', original: { n: 1 }, failure, message: { event: { n: 1 } } },
  ]);
});
