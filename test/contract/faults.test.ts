/** The fault table on the simulated Odoo: what it answers by itself, and what servers and proxies in trouble answer. */
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { FailureClass } from '../../nodes/src/domain/failure.ts';
import type { Erp, ErpCall } from '../../nodes/src/domain/ports.ts';
import { seedPlant } from '../live/seed.ts';
import type { Fault } from '../plant/faults/fault.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../plant/odoo/server.ts';
import { type Aim, aimAt, faultRows, hollowRows } from './fault-rows.ts';

jest.setTimeout(60_000);

let odoo: SimulatedOdoo;
let aim: Aim;
let erps: { json2: Erp; jsonrpc: Erp };

beforeAll(async () => {
  odoo = await startSimulatedOdoo();
  const plain = { url: odoo.url, db: odoo.db, tls: { rejectUnauthorized: true }, deadlineMs: 30_000, parallelCalls: 1 };
  const user = { ...plain, login: odoo.login, apiKey: odoo.apiKey };
  erps = { json2: openErp({ ...user, protocol: 'json2' }), jsonrpc: openErp({ ...user, protocol: 'jsonrpc' }) };
  const admin = openErp({ ...plain, login: odoo.adminLogin, apiKey: odoo.adminPassword, protocol: 'jsonrpc' });
  aim = await aimAt(erps.json2, await seedPlant(admin, 'FAULT'));
});
afterEach(() => odoo.control.clearFaults());
afterAll(() => odoo.stop());

const WRITE = (): ErpCall => ({
  model: 'stock.lot',
  method: 'write',
  ids: [aim.lot],
  args: { vals: { ref: 'changed' } },
});
const refOf = () => odoo.control.records('stock.lot', [['id', '=', aim.lot]], ['ref'])[0]?.['ref'];

describe.each(['json2', 'jsonrpc'] as const)('by %s', (protocol) => {
  test.each(faultRows.map((row) => [row.what, row] as const))('%s', async (_what, row) => {
    expect(await erps[protocol].call(row.call(aim))).toMatchObject({
      ok: false,
      failure: { code: row.code, class: row.class },
    });
  });

  test.each(hollowRows.map((row) => [row.what, row] as const))('%s is a success that is none', async (_what, row) => {
    expect(await erps[protocol].call(row.call(aim))).toEqual({ ok: true, value: row.returns });
  });

  const trouble: readonly [string, Fault, string, FailureClass][] = [
    ...(
      [
        ['psycopg2.errors.SerializationFailure', 'odoo-write-conflict', 'conflict'],
        ['psycopg2.errors.DeadlockDetected', 'odoo-write-conflict', 'conflict'],
        ['psycopg2.errors.LockNotAvailable', 'odoo-write-conflict', 'conflict'],
        ['odoo.exceptions.LockError', 'odoo-record-locked', 'conflict'],
        ['psycopg2.InterfaceError', 'odoo-database-error', 'unknown'],
        ['psycopg2.OperationalError', 'odoo-database-down', 'transient'],
        ['odoo.exceptions.RedirectWarning', 'odoo-business-rule', 'business'],
        ['builtins.KeyError', 'odoo-call-refused', 'business'],
      ] as const
    ).map(([name, code, verdict]): [string, Fault, string, FailureClass] => [
      name,
      { kind: 'error', name, message: 'told by the test', status: 500 },
      code,
      verdict,
    ]),
    ['no free database connection', { kind: 'status', status: 500 }, 'odoo-overloaded', 'transient'],
    ['no database, or PostgreSQL down', { kind: 'status', status: 404 }, 'odoo-no-database', 'transient'],
    ['a proxy: bad gateway', { kind: 'status', status: 502 }, 'odoo-proxy', 'unknown'],
    ['a proxy: unavailable', { kind: 'status', status: 503 }, 'odoo-proxy', 'unknown'],
    ['a proxy: time-out', { kind: 'status', status: 504 }, 'odoo-proxy', 'unknown'],
    ['a host that limits us', { kind: 'status', status: 429 }, 'odoo-throttled', 'throttled'],
    ['a body that is too large', { kind: 'status', status: 413 }, 'odoo-request-too-large', 'data'],
    ['a wrong content type', { kind: 'status', status: 415 }, 'odoo-call-refused', 'business'],
    ['a web page with 200', { kind: 'html' }, 'odoo-answer-unreadable', 'unknown'],
    ['a connection reset before Odoo had it', { kind: 'cut' }, 'odoo-answer-lost', 'unknown'],
  ];
  test.each(trouble)('%s: nothing was done, and that is known or not', async (_what, fault, code, verdict) => {
    const before = refOf();
    odoo.control.fault({ ...fault, match: { model: 'stock.lot', method: 'write' }, times: 1 });
    expect(await erps[protocol].call(WRITE())).toMatchObject({ ok: false, failure: { code, class: verdict } });
    expect(refOf()).toBe(before);
  });

  test('a connection reset after the commit: done, and nobody knows', async () => {
    odoo.control.fault({ kind: 'lost', match: { model: 'stock.lot', method: 'write' }, times: 1 });
    const vals = { ref: `after-${protocol}` };
    const answer = await erps[protocol].call({ ...WRITE(), args: { vals } });
    expect(answer).toMatchObject({ ok: false, failure: { code: 'odoo-answer-lost', class: 'unknown' } });
    expect(refOf()).toBe(`after-${protocol}`);
  });

  test('a key that is not accepted any more', async () => {
    odoo.control.acceptKeys(false);
    const answer = await erps[protocol].call(WRITE());
    odoo.control.acceptKeys(true);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'odoo-key-refused', class: 'authorisation' } });
  });

  test('a server that is down: surely not done', async () => {
    const up = odoo.control.fault({ kind: 'refuse' });
    try {
      // Its socket closes a moment after the fault was switched on.
      let answer = await erps[protocol].call({ ...WRITE(), repeatable: true });
      for (let again = 0; answer.ok && again < 200; again += 1) answer = await erps[protocol].call(WRITE());
      expect(answer).toMatchObject({ ok: false, failure: { code: 'odoo-unreachable', class: 'transient' } });
    } finally {
      up();
    }
  });
});
