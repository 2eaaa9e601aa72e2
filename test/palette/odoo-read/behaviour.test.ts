/** Records by filter: pages, limits, exactly one, and conditions from the message. */

import type { Message } from '../../../nodes/src/domain/message.ts';
import { type Erp, type ErpCall, ok } from '../../../nodes/src/domain/ports.ts';
import { reader } from '../../../nodes/src/palette/odoo-read/behaviour.ts';
import { definition } from '../../../nodes/src/palette/odoo-read/definition.ts';

type Input = Record<string, unknown>;

/** A table of records with ids 1 to `size`; the domain is only recorded. */
function table(size: number): { erp: Erp; calls: ErpCall[] } {
  const calls: ErpCall[] = [];
  const erp: Erp = {
    profile: () => Promise.reject(new Error('not asked')),
    call: async (call) => {
      calls.push(call);
      if (call.method === 'search_count') return ok(size);
      const { offset = 0, limit = size } = call.args as { offset?: number; limit?: number };
      return ok(
        Array.from({ length: Math.max(0, Math.min(limit, size - offset)) }, (_, index) => ({ id: offset + index + 1 })),
      );
    },
  };
  return { erp, calls };
}

async function read(size: number, input: Input = {}, payload: unknown = {}) {
  const { erp, calls } = table(size);
  const emitted: Message[] = [];
  const config = definition.config.parse({ connection: 'c', model: 'stock.lot', ...input });
  const outcome = await reader(config, erp, (message, port) => {
    expect(port).toBe('records');
    emitted.push(message);
  }).handle?.({ event: payload, trail: [] });
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
  ['a domain that is no list', { domain: '{"a": 1}' }],
  ['a term of two parts', { domain: '[["state", "done"]]' }],
])('%s is refused before Odoo is asked', async (_what, input) => {
  const { outcome, calls } = await read(1, input);
  expect(outcome).toMatchObject({ kind: 'reject', failure: { code: 'filter-invalid' } });
  expect(calls).toEqual([]);
});
