/** Records by filter: pages, limits, exactly one, and conditions from the message. */

import type { Message } from '../../../nodes/src/domain/message.ts';
import { type Erp, type ErpCall, ok } from '../../../nodes/src/domain/ports.ts';
import type { Followed } from '../../../nodes/src/host/following.ts';
import { upgrade } from '../../../nodes/src/host/upgrade.ts';
import { reader } from '../../../nodes/src/palette/odoo-read/behaviour.ts';
import { definition } from '../../../nodes/src/palette/odoo-read/definition.ts';
import { testClock } from '../../support/time.ts';

type Input = Record<string, unknown>;

const NOW = Date.UTC(2026, 10, 20, 8, 30);
/** A flow that is done with every page at once. */
const TAKEN: Followed = { end: Promise.resolve('taken'), forget: () => undefined };

/** A table of records with ids 1 to `size`; of the domain only "behind this id" counts. */
function table(size: number): { erp: Erp; calls: ErpCall[] } {
  const calls: ErpCall[] = [];
  const erp: Erp = {
    profile: () => Promise.reject(new Error('not asked')),
    call: async (call) => {
      calls.push(call);
      if (call.method === 'search_count') return ok(size);
      const {
        offset = 0,
        limit = size,
        domain = [],
      } = call.args as { offset?: number; limit?: number; domain?: unknown[] };
      const behind = domain.flatMap((term) =>
        Array.isArray(term) && term[0] === 'id' && term[1] === '>' ? [Number(term[2])] : [],
      );
      const first = Math.max(offset, ...behind);
      return ok(
        Array.from({ length: Math.max(0, Math.min(limit, size - first)) }, (_, index) => ({ id: first + index + 1 })),
      );
    },
  };
  return { erp, calls };
}

async function read(size: number, input: Input = {}, payload: unknown = {}) {
  const { erp, calls } = table(size);
  const emitted: Message[] = [];
  const config = definition.config.parse({ connection: 'c', model: 'stock.lot', ...input });
  const send = (message: Message, port?: string) => {
    expect(port).toBe('records');
    emitted.push(message);
    return TAKEN;
  };
  const outcome = await reader(config, erp, { send, clock: testClock(NOW) }).handle?.({ event: payload, trail: [] });
  return { outcome, emitted, calls };
}

test('pages leave as they are read, the last one with the message that asked', async () => {
  const { outcome, emitted } = await read(5, { pageSize: 2 });
  expect(emitted.map((message) => message.event)).toMatchObject([
    { page: 1, last: false, count: 5, records: [{ id: 1 }, { id: 2 }] },
    { page: 2, last: false, records: [{ id: 3 }, { id: 4 }] },
  ]);
  expect(outcome).toMatchObject({
    kind: 'pass',
    port: 'records',
    message: { event: { page: 3, last: true, records: [{ id: 5 }] } },
  });
});

test('nothing found is one empty page', async () => {
  expect((await read(0)).outcome).toMatchObject({
    kind: 'pass',
    message: { event: { count: 0, page: 1, last: true, records: [] } },
  });
});

test('more than the limit is refused before anything is read', async () => {
  const { outcome, calls } = await read(11, { limit: 10 });
  expect(outcome).toMatchObject({
    kind: 'reject',
    failure: { code: 'limit-exceeded', reason: '11 records match and the limit is 10' },
  });
  expect(calls.map((call) => call.method)).toEqual(['search_count']);
});

test.each([
  [0, 'record-not-found'],
  [2, 'record-ambiguous'],
])('exactly one refuses %i', async (size, code) => {
  expect((await read(size, { mode: 'exactlyOne' })).outcome).toMatchObject({ kind: 'reject', failure: { code } });
});

test('exactly one gives it, count only counts', async () => {
  expect((await read(1, { mode: 'exactlyOne' })).outcome).toMatchObject({
    message: { event: { count: 1, records: [{ id: 1 }] } },
  });
  const { outcome, calls } = await read(123_456, { mode: 'count' });
  expect(outcome).toMatchObject({ message: { event: { count: 123_456, records: [] } } });
  expect(calls).toHaveLength(1);
});

test('conditions take fixed values and values of the message', async () => {
  const conditions = [
    { field: 'name', operator: '=', source: 'payload', value: 'order.name' },
    { field: 'qty', operator: '>', source: 'number', value: '2.5' },
    { field: 'state', operator: 'in', source: 'json', value: '["done"]' },
    { field: 'origin', operator: '=', source: 'text', value: '007' },
  ];
  const { calls } = await read(1, { conditions, domain: '[["active", "=", true]]' }, { order: { name: 'WH/MO/1' } });
  expect(calls[0]?.args?.['domain']).toEqual([
    ['name', '=', 'WH/MO/1'],
    ['qty', '>', 2.5],
    ['state', 'in', ['done']],
    ['origin', '=', '007'],
    ['active', '=', true],
  ]);
});

test.each<[string, Input]>([
  ['a value the message lacks', { conditions: [{ field: 'name', source: 'payload', value: 'no.where' }] }],
  ['a number that is none', { conditions: [{ field: 'qty', source: 'number', value: '2,5' }] }],
  ['JSON that is none', { conditions: [{ field: 'qty', source: 'json', value: '{' }] }],
  ['a time that is none', { conditions: [{ field: 'd', source: 'time', value: 'yesterday' }] }],
  ['a group nobody made', { conditions: [{ field: 'd', value: 'x', group: 'g' }] }],
  ['a domain that is no list', { domain: '{"a": 1}' }],
  ['a term of two parts', { domain: '[["state", "done"]]' }],
])('%s is refused before Odoo is asked', async (_what, input) => {
  const { outcome, calls } = await read(1, input);
  expect(outcome).toMatchObject({ kind: 'reject', failure: { code: 'filter-invalid' } });
  expect(calls).toEqual([]);
});

test('conditions in groups: one of them, none of them, groups in groups', async () => {
  const groups = [
    { name: 'late', holds: 'any', inside: '' },
    { name: 'gone', holds: 'none', inside: 'late' },
  ];
  const conditions = [
    { field: 'active', operator: '=', source: 'json', value: 'true' },
    { field: 'date', operator: '<', source: 'time', value: 'today-7d', group: 'late' },
    { field: 'product_id.default_code', operator: '=', value: 'FG', group: 'late' },
    { field: 'state', operator: '=', value: 'done', group: 'gone' },
    { field: 'state', operator: '=', value: 'cancel', group: 'gone' },
  ];
  const { calls } = await read(1, { conditions, groups });
  expect(calls[0]?.args?.['domain']).toEqual([
    ['active', '=', true],
    '|',
    '|',
    ['date', '<', '2026-11-13 00:00:00'],
    ['product_id.default_code', '=', 'FG'],
    '!',
    '|',
    ['state', '=', 'done'],
    ['state', '=', 'cancel'],
  ]);
});

test('pages by id begin behind the last one, others by number', async () => {
  const byId = await read(5, { pageSize: 2 });
  expect(byId.calls.map(({ args }) => args?.['domain'])).toEqual([[], [], [['id', '>', 2]], [['id', '>', 4]]]);
  const byName = await read(5, { pageSize: 2, order: 'name' });
  expect(byName.calls.slice(1).map(({ args }) => args?.['offset'])).toEqual([0, 2, 4]);
  expect(byName.outcome).toMatchObject({ message: { event: { records: [{ id: 5 }], last: true } } });
});

test('when asked for, the next page is read only after the last came back', async () => {
  const first = await read(5, { pageSize: 2, paging: 'ask' });
  expect(first.emitted).toEqual([]);
  expect(first.calls).toHaveLength(2);
  const seen: unknown[] = [];
  let outcome = first.outcome;
  while (outcome?.kind === 'pass') {
    const { records, next } = outcome.message.event as { records: unknown[]; next?: unknown };
    seen.push(...records);
    if (!next) break;
    outcome = (await read(5, { pageSize: 2, paging: 'ask' }, outcome.message.event)).outcome;
  }
  expect(seen).toEqual([1, 2, 3, 4, 5].map((id) => ({ id })));
});

test('a kept answer says its age, and an old one is asked for again', async () => {
  const { erp, calls } = table(1);
  const clock = testClock(NOW);
  const config = definition.config.parse({ connection: 'c', model: 'stock.lot', mode: 'exactlyOne', cacheSeconds: 60 });
  const behaviour = reader(config, erp, { send: () => TAKEN, clock });
  const ask = () => behaviour.handle?.({ event: {}, trail: [] });
  expect(await ask()).toMatchObject({ message: { event: { ageSeconds: 0 } } });
  const asked = calls.length;
  await clock.advance(59_000);
  expect(await ask()).toMatchObject({
    note: '1 found, 59 s old',
    message: { event: { ageSeconds: 59, readAt: '2026-11-20T08:30:00.000Z' } },
  });
  expect(calls).toHaveLength(asked);
  await clock.advance(2_000);
  expect(await ask()).toMatchObject({ message: { event: { ageSeconds: 0 } } });
  expect(calls).toHaveLength(2 * asked);
});

test.each([
  [
    19,
    {
      model: 'mrp.production',
      method: 'formatted_read_group',
      args: { groupby: ['state'], aggregates: ['__count', 'qty:sum'], limit: 3 },
    },
    { state: 'done', __count: 2, 'qty:sum': 5 },
  ],
  [
    14,
    {
      model: 'mrp.production',
      method: 'read_group',
      args: { groupby: ['state'], fields: ['a0:sum(qty)'], lazy: false, limit: 3 },
    },
    { state: 'done', __count: 2, a0: 5 },
  ],
])('sums by group on Odoo %i', async (major, call, row) => {
  const calls: ErpCall[] = [];
  const erp: Erp = {
    profile: async () => ok({ major, version: `${major}.0`, protocol: 'jsonrpc', database: 'd' }),
    call: async (asked) => {
      calls.push(asked);
      return ok(Array.from({ length: calls.length === 1 ? 1 : 3 }, () => row));
    },
  };
  const input = {
    connection: 'c',
    model: 'mrp.production',
    mode: 'groups',
    groupBy: ['state'],
    aggregates: ['qty:sum'],
    limit: 2,
  };
  const behaviour = reader(definition.config.parse(input), erp, { send: () => TAKEN, clock: testClock(NOW) });
  expect(await behaviour.handle?.({ event: {}, trail: [] })).toMatchObject({
    message: { event: { count: 1, records: [{ by: { state: 'done' }, count: 2, values: { 'qty:sum': 5 } }] } },
  });
  expect(calls[0]).toMatchObject(call);
  expect(await behaviour.handle?.({ event: {}, trail: [] })).toMatchObject({
    kind: 'reject',
    failure: { code: 'limit-exceeded' },
  });
});

test('a node of version 1 keeps its conditions and gets groups, saved as a list or as text', () => {
  const conditions = [{ field: 'name', operator: '=', source: 'text', value: 'a' }];
  const after = [{ ...conditions[0], group: '' }];
  const upgraded = (saved: unknown) => upgrade(definition, { configVersion: 1, model: 'x', conditions: saved });
  expect(upgraded(conditions)).toMatchObject({ ok: true, value: { configVersion: 3, groups: [], conditions: after } });
  const text = upgraded(JSON.stringify(conditions));
  expect(text.ok && JSON.parse(String(text.value['conditions']))).toEqual(after);
  expect(upgraded('[broken')).toMatchObject({ ok: true, value: { conditions: '[broken' } });
});

test.each([
  ['flow', 'atOnce'],
  ['ask', 'ask'],
  [undefined, 'atOnce'],
])('a node of version 2 sends its pages as it did: %s is %s', (paging, now) => {
  expect(upgrade(definition, { configVersion: 2, model: 'x', ...(paging ? { paging } : {}) })).toMatchObject({
    ok: true,
    value: { configVersion: 3, paging: now },
  });
});
