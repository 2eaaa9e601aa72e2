/** The endpoints of the dead letters over a real journal, with an Odoo of a few lines. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { DeadLetterRequest } from '../../nodes/src/domain/delivery/dead-letter.ts';
import type { Journal } from '../../nodes/src/domain/journal.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import { type Erp, type ErpCall, fail, ok } from '../../nodes/src/domain/ports.ts';
import { defineNode, fields } from '../../nodes/src/host/define.ts';
import { mountOperations } from '../../nodes/src/host/operations.ts';
import { registerConfig } from '../../nodes/src/host/register.ts';
import { failureOf, orderMessage, queueOptions } from '../support/messages.ts';
import { type FakeRed, fakeRed } from '../support/red.ts';
import { settled, type TestClock, testClock } from '../support/time.ts';

const BASE = '/plantwire/dead-letters';
const HOUR = 3_600_000;
const ANNA = { user: { username: 'anna' } };

/** Order name → state, as this Odoo shows it. */
const orders: Record<string, string> = {};
let isDown = false;
let calls = 0;
const erp: Erp = {
  profile: async () =>
    isDown
      ? fail(failureOf('transient', 'odoo-unreachable'))
      : ok({ major: 19, version: '19.0', protocol: 'json2', database: 'x', uid: 2 }),
  call: async (call: ErpCall) => {
    calls += 1;
    if (call.method === 'fields_get') return ok({});
    if (call.model === 'res.users') return ok([{ id: 2, company_id: [1, 'Plant'] }]);
    if (call.model !== 'mrp.production') return fail(failureOf('business', 'unmapped'));
    const name = JSON.stringify(call.args?.['domain']);
    return ok(
      Object.entries(orders).flatMap(([order, state]) => (name.includes(`"${order}"`) ? [row(order, state)] : [])),
    );
  },
};
const row = (name: string, state: string) => ({
  ...{ id: 7, name, state, product_id: [1, 'FG'], product_uom_id: [1, 'Units'], product_qty: 10, qty_producing: 0 },
  ...{ qty_produced: 0, lot_producing_ids: [], production_group_id: false, backorder_sequence: 0 },
  ...{ consumption: 'flexible', location_src_id: [8, 'S'], location_dest_id: [8, 'S'], workorder_ids: [] },
});

let folder: string;
let clock: TestClock;
let journal: Journal;
let host: FakeRed;
let nodes: { close(): Promise<void> }[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-letters-'));
  clock = testClock();
  const file = join(folder, 'j.sqlite');
  const opened = await openJournal({ file, clock, ids: system.ids, reserveBytes: 0, minFreeBytes: 0 });
  if (!opened.ok) throw new Error(opened.failure.reason);
  journal = opened.value;
  for (const name of Object.keys(orders)) delete orders[name];
  isDown = false;
  host = fakeRed();
  const config = (type: string, value: unknown) =>
    registerConfig(
      defineNode({
        type,
        version: 1,
        category: 'config',
        role: 'config',
        summary: 'For these tests.',
        config: z.object({ name: z.string().default('').register(fields, { title: 'Name' }) }),
        upgrades: [],
      }),
      { ...system, clock },
      async () => ok({ value, health: async () => ({ health: 'ok', text: '' }), close: async () => undefined }),
    );
  host.load(config('journal', journal));
  host.load(config('odoo-connection', erp));
  mountOperations(host.red, clock);
  nodes = [
    host.create({ id: 'j', type: 'plantwire-journal', name: 'Journal' }),
    host.create({ id: 'o', type: 'plantwire-odoo-connection', name: 'Odoo' }),
  ];
  await settled();
});
afterEach(async () => {
  for (const node of nodes) await node.close();
  await journal.close();
  rmSync(folder, { recursive: true });
});

const bury = async (name: string, change: Partial<DeadLetterRequest> = {}): Promise<number> => {
  const { intent: _intent, ...message } = orderMessage(name, `MUC1:or:${name}`);
  const failure = failureOf('business', 'order-not-found');
  const request = { stage: 'mapper', flow: 'Line 3', outlet: 'dlq-1', message, original: message.event, failure };
  const buried = await journal.bury({ ...request, ...change });
  if (!buried.ok) throw new Error(buried.failure.reason);
  return buried.value.id;
};
const post = async (path: string, body: object, id?: number) =>
  host.call('post', `${BASE}${path}`, { body, ...ANNA, ...(id === undefined ? {} : { params: { id: String(id) } }) });
const get = (path: string, query: Record<string, unknown> = {}, id?: number) =>
  host.call('get', `${BASE}${path}`, { query, ...(id === undefined ? {} : { params: { id: String(id) } }) });
const audit = async () => {
  const entries = await journal.audit({});
  return entries.ok ? entries.value.map(({ action, actor, reason }) => `${actor} ${action} ${reason}`.trim()) : [];
};
const stateOf = async (id: number) => {
  const found = await journal.deadLetters({ afterId: id - 1, limit: 1 });
  return found.ok ? found.value[0]?.state : undefined;
};

describe('lists', () => {
  test('explain without showing the payload, with age, lateness and pages', async () => {
    await bury('MO-1', { answerWithinMs: HOUR, owner: 'planning' });
    for (let number = 2; number <= 102; number += 1) await bury(`MO-${number}`);
    await clock.advance(2 * HOUR);
    const { body } = await get('');
    const page = body as { deadLetters: { id: number; text: string }[]; more: boolean };
    expect(page).toMatchObject({ total: 102, more: true, flows: ['Line 3'] });
    expect(page.deadLetters[0]).toMatchObject({ ageMs: 2 * HOUR, isLate: true, owner: 'planning' });
    expect(page.deadLetters[0]?.text).toMatch(/^Could not post 12 C62 of FG-1000 on MO-1: it is business\./);
    expect(page.deadLetters[1]).toMatchObject({ isLate: false });
    expect(JSON.stringify(body)).not.toContain('specversion');
    const rest = (await get('', { after: page.deadLetters.at(-1)?.id })).body as typeof page;
    expect(rest).toMatchObject({ more: false, deadLetters: [{ lane: 'MUC1:or:MO-101' }, { lane: 'MUC1:or:MO-102' }] });
  });

  test('are narrowed by cause, flow, order and age; causes are counted', async () => {
    await bury('MO-1');
    await clock.advance(2 * HOUR);
    await bury('MO-2', { flow: 'Line 4', failure: failureOf('data', 'shape') });
    const lanes = async (query: object) =>
      ((await get('', { ...query })).body as { deadLetters: { lane: string }[] }).deadLetters.map(({ lane }) => lane);
    expect(await lanes({ code: 'shape' })).toEqual(['MUC1:or:MO-2']);
    expect(await lanes({ flow: 'Line 3' })).toEqual(['MUC1:or:MO-1']);
    expect(await lanes({ order: 'mo-2' })).toEqual(['MUC1:or:MO-2']);
    expect(await lanes({ olderThanHours: '1' })).toEqual(['MUC1:or:MO-1']);
    expect(await lanes({ olderThanHours: 'x', state: 'nonsense' })).toHaveLength(2);
    expect((await get('/causes')).body).toMatchObject({
      causes: [
        { code: 'order-not-found', count: 1, oldestAgeMs: 2 * HOUR },
        { code: 'shape', count: 1, oldestAgeMs: 0 },
      ],
    });
  });
});

test('reading needs plantwire.read; payloads, checks and decisions need plantwire.write', () => {
  const needs = (permission: string) =>
    [...host.permissions]
      .filter(([path, needed]) => path.includes(BASE) && needed === permission)
      .map(([path]) => path);
  expect(needs('plantwire.read')).toEqual([`get ${BASE}`, `get ${BASE}/causes`, `get ${BASE}/audit`]);
  expect(needs('plantwire.write')).toEqual([
    `post ${BASE}/replay`,
    `get ${BASE}/:id`,
    `post ${BASE}/:id/check`,
    `post ${BASE}/:id/replay`,
    `post ${BASE}/:id/discard`,
  ]);
});

describe('asking whether one is still right', () => {
  test('names what speaks against it, and writes down who asked', async () => {
    orders['MO-1'] = 'cancel';
    const id = await bury('MO-1');
    expect((await post('/:id/check', {}, id)).body).toMatchObject({
      asked: true,
      findings: [{ code: 'order-cancelled', weight: 'stop', on: 'MO-1' }],
      text: expect.stringContaining('the order was cancelled'),
    });
    expect(await stateOf(id)).toBe('open');
    expect(await audit()).toEqual(['anna check']);
  });

  test('says when Odoo cannot be asked', async () => {
    isDown = true;
    const { body } = await post('/:id/check', {}, await bury('MO-1'));
    expect(body).toMatchObject({ asked: false, findings: [], text: expect.stringContaining('it is transient') });
  });

  test('needs a choice where there are several connections, made in the dead-letter node', async () => {
    orders['MO-1'] = 'confirmed';
    nodes.push(host.create({ id: 'o2', type: 'plantwire-odoo-connection', name: 'Other' }));
    await settled();
    const id = await bury('MO-1');
    expect((await post('/:id/check', {}, id)).body).toMatchObject({ asked: false });
    host.load((red) =>
      red.nodes.registerType('plantwire-dlq', function (this: object, saved: object) {
        red.nodes.createNode(this, saved);
      }),
    );
    nodes.push(host.create({ id: 'dlq-1', type: 'plantwire-dlq', connection: 'o2' }));
    expect((await post('/:id/check', {}, id)).body).toMatchObject({ asked: true, findings: [] });
  });
});

describe('a replay', () => {
  test('of what is still right goes out, with who and why', async () => {
    orders['MO-1'] = 'confirmed';
    const id = await bury('MO-1');
    expect(await post('/:id/replay', { reason: 'order was created' }, id)).toMatchObject({ status: 200 });
    expect(await stateOf(id)).toBe('replayed');
    expect(await audit()).toEqual(['anna replay order was created']);
  });

  test('of what is not right any more stays, unless a person says "all the same"', async () => {
    orders['MO-1'] = 'done';
    const id = await bury('MO-1');
    expect(await post('/:id/replay', { reason: 'x' }, id)).toMatchObject({
      status: 409,
      body: { isStillRight: false, findings: [{ code: 'order-closed' }] },
    });
    expect(await stateOf(id)).toBe('open');
    expect(await post('/:id/replay', { reason: 'reopened', despite: true }, id)).toMatchObject({ status: 200 });
    const entries = await journal.audit({});
    expect(entries.ok && entries.value).toMatchObject([
      { action: 'replay', detail: { despite: true, findings: [{ code: 'order-closed' }] } },
    ]);
  });

  test('keeps key and lane, and goes back to its queue', async () => {
    orders['MO-1'] = 'confirmed';
    await journal.openQueue(queueOptions());
    const { intent: _intent, ...message } = orderMessage('a', 'MUC1:or:MO-1');
    await journal.enqueue({ queue: 'bookings', lane: 'MUC1:or:MO-1', priority: 1, message });
    const leased = await journal.lease('bookings', 1);
    const token = leased.ok ? leased.value[0]?.token : undefined;
    if (!token) throw new Error('nothing leased');
    const settled = await journal.settle(token, { kind: 'refused', failure: failureOf('business') });
    const id = settled.ok && settled.value.kind === 'settled' ? (settled.value.deadLetterId ?? 0) : 0;
    expect(await post('/:id/replay', { reason: 'repaired' }, id)).toMatchObject({
      status: 200,
      body: { deadLetter: { queue: 'bookings', lane: 'MUC1:or:MO-1' } },
    });
    const again = await journal.lease('bookings', 1);
    expect(again.ok && again.value[0]?.token).toMatchObject({ id: token.id, attempt: 2 });
  });

  test('with a correction needs a reason, is checked, and is written down field by field', async () => {
    orders['MO-1'] = 'confirmed';
    const raw: Message = { event: { order: 'MO-1', lot: 'B9' }, trail: [] };
    const id = await bury('raw', { message: raw, original: raw.event });
    const event = { order: 'MO-1', lot: 'B2' };
    expect(await post('/:id/replay', { event }, id)).toMatchObject({ status: 400 });
    expect((await post('/:id/check', { event }, id)).body).toMatchObject({
      changes: [{ path: 'lot', before: 'B9', after: 'B2' }],
    });
    expect(await post('/:id/replay', { event, reason: 'wrong label' }, id)).toMatchObject({ status: 200 });
    expect((await get('/:id', {}, id)).body).toMatchObject({
      original: { lot: 'B9' },
      state: 'replayed',
      note: 'wrong label',
      audit: [
        { action: 'correct', actor: 'anna', detail: { changes: [{ path: 'lot', before: 'B9', after: 'B2' }] } },
        { action: 'check' },
      ],
    });
    const shown = JSON.stringify((await get('/audit', { letter: id })).body);
    expect(shown).toContain('wrong label');
    expect(shown).not.toContain('B9');
  });

  test('with a correction that breaks the contract is refused with the findings', async () => {
    const id = await bury('MO-1');
    const { event } = orderMessage('a', 'MUC1:or:MO-1');
    expect(await post('/:id/replay', { event, reason: 'x' }, id)).toMatchObject({
      status: 400,
      body: { failure: { code: 'event-invalid', issues: expect.any(Array) } },
    });
    expect(await stateOf(id)).toBe('open');
  });
});

test('a secret in a reason is not kept either', async () => {
  const id = await bury('MO-1');
  expect(await post('/:id/discard', { reason: 'sent with password=hunter2' }, id)).toMatchObject({ status: 200 });
  expect(await audit()).toEqual(['anna discard sent with password=[redacted]']);
});

test('a discard needs a reason and happens once', async () => {
  const id = await bury('MO-1');
  expect(await post('/:id/discard', {}, id)).toMatchObject({ status: 400 });
  expect(await post('/:id/discard', { reason: 'a test' }, id)).toMatchObject({ status: 200 });
  expect(await post('/:id/discard', { reason: 'a test' }, id)).toMatchObject({ status: 409 });
  expect(await post('/:id/discard', { reason: 'a test' }, 999)).toMatchObject({ status: 409 });
  expect((await get('/:id', {}, 999)).status).toBe(404);
  expect(await audit()).toEqual(['anna discard a test']);
});

describe('a replay of all letters of one cause', () => {
  test('leaves what is no longer right, with the reason, and asks Odoo once per order', async () => {
    orders['MO-1'] = 'confirmed';
    orders['MO-2'] = 'cancel';
    const ids = [await bury('MO-1'), await bury('MO-2'), await bury('MO-3', { failure: failureOf('data', 'shape') })];
    const same = { ...orderMessage('again', 'MUC1:or:MO-1') };
    const { intent: _intent, ...message } = same;
    ids.push(await bury('again', { message, original: message.event }));
    calls = 0;
    expect((await post('/replay', { code: 'order-not-found', reason: 'created in Odoo' })).body).toEqual({
      replayed: 2,
      left: [{ id: ids[1], lane: 'MUC1:or:MO-2', text: 'MO-2: the order was cancelled' }],
    });
    expect(await Promise.all(ids.map(stateOf))).toEqual(['replayed', 'open', 'open', 'replayed']);
    expect(await audit()).toEqual(['anna replay created in Odoo', 'anna replay created in Odoo']);
    expect(calls).toBeLessThan(12);
  });

  test('goes slice by slice', async () => {
    for (const name of ['MO-1', 'MO-2', 'MO-3']) {
      orders[name] = 'confirmed';
      await bury(name);
    }
    const slice = async (after?: number) =>
      (await post('/replay', { code: 'order-not-found', reason: 'x', limit: 2, ...(after ? { after } : {}) })).body;
    const first = (await slice()) as { replayed: number; after: number };
    expect(first).toMatchObject({ replayed: 2, left: [], after: expect.any(Number) });
    expect(await slice(first.after)).toEqual({ replayed: 1, left: [] });
  });

  test('needs one cause, a reason, and an Odoo that answers', async () => {
    const id = await bury('MO-1');
    expect(await post('/replay', { reason: 'x' })).toMatchObject({ status: 400 });
    expect(await post('/replay', { code: 'order-not-found' })).toMatchObject({ status: 400 });
    isDown = true;
    expect(await post('/replay', { code: 'order-not-found', reason: 'x' })).toMatchObject({ status: 409 });
    expect(await stateOf(id)).toBe('open');
    const all = { code: 'order-not-found', reason: 'x', despite: true };
    expect((await post('/replay', all)).body).toEqual({ replayed: 1, left: [] });
  });
});
