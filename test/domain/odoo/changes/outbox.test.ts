/** A feed over the outbox of a simulated Odoo: what polls by time alone cannot know, and what happens without it. */
import { openErp } from '../../../../nodes/src/adapters/odoo/client.ts';
import { setUp } from '../../../../nodes/src/adapters/odoo/set-up-command.ts';
import { system } from '../../../../nodes/src/adapters/system.ts';
import type { CounterState } from '../../../../nodes/src/domain/journal.ts';
import type { Message } from '../../../../nodes/src/domain/message.ts';
import { RecordFeed } from '../../../../nodes/src/domain/odoo/changes/record-feed.ts';
import type { Domain } from '../../../../nodes/src/domain/odoo/rows.ts';
import { ok } from '../../../../nodes/src/domain/ports.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../../plant/odoo/server.ts';

const START = Date.UTC(2026, 10, 20, 8);
let odoo: SimulatedOdoo;
let nowMs: number;
/** A transaction bears the time at which it began. */
let beganMs: number | undefined;
let told: Message[];
let notes: Map<string, CounterState>;
let product: number;

beforeEach(async () => {
  nowMs = START;
  odoo = await startSimulatedOdoo({ now: () => beganMs ?? nowMs });
  [told, notes] = [[], new Map()];
  const created = odoo.control.call('product.product', 'create', [], {
    vals_list: [{ name: 'P', tracking: 'lot' }],
  }) as number[];
  product = created[0] ?? 0;
});
afterEach(() => odoo.stop());

const command = (words: string): Promise<number> =>
  setUp(words.split(' '), {
    environment: {
      ...{ ODOO_URL: odoo.url, ODOO_DB: odoo.db, ODOO_LOGIN: odoo.login },
      ...{ ODOO_ADMIN_LOGIN: odoo.adminLogin, ODOO_ADMIN_PASSWORD: odoo.adminPassword },
    },
    nowMs,
    say: () => undefined,
  });

const feed = (domain: Domain = []): RecordFeed => {
  const { url, db, login, apiKey } = odoo;
  const erp = openErp({
    ...{ url, db, login, apiKey, protocol: 'json2', deadlineMs: 30_000, parallelCalls: 2 },
    tls: { rejectUnauthorized: true },
  });
  return new RecordFeed(
    {
      ...{ erp, hash: system.hash, ownUid: 5, ownWrites: 'hide', enterprise: 'ACME', site: 'MUC1', system: 'odoo' },
      nowMs: () => nowMs,
      take: async (arrived, states) => {
        told.push(...arrived.map(({ message }) => message));
        for (const state of states) notes.set(state.tag, structuredClone(state));
        return ok(undefined);
      },
    },
    { name: 'lots', model: 'stock.lot', fields: ['name', 'note'], domain },
    { overlapMs: 30_000, pageSize: 50, start: 'now', outbox: true },
    [...notes.values()],
  );
};

const lot = (method: string, ids: number[], args: object, uid = 2): unknown =>
  odoo.control.call('stock.lot', method, ids, args as never, { uid } as never);
const make = (name: string): number =>
  (lot('create', [], { vals_list: [{ name, product_id: product }] }) as number[])[0] ?? 0;
const seen = (): unknown[] =>
  told.map(({ event }) => {
    const { type, data } = event as { type: string; data: { recordId: number; values?: { note: unknown } } };
    return [data.recordId, type.includes('deleted') ? 'deleted' : data.values?.note];
  });
const count = (model: string): number => odoo.control.calls()[`${model}.search_read`] ?? 0;

test('a transaction much longer than the overlap is found, and polls no longer read the table by time', async () => {
  const id = make('L-1');
  expect(await command('outbox install --models stock.lot')).toBe(0);
  const following = feed();
  await following.poll();
  nowMs += 300_000;
  await following.poll();
  beganMs = START + 1_000;
  lot('write', [id], { vals: { note: 'late' } });
  beganMs = undefined;
  await following.poll();
  expect(seen()).toEqual([[id, 'late']]);
  const before = count('stock.lot');
  await following.poll();
  expect(count('stock.lot')).toBe(before);
  expect(seen()).toHaveLength(1);
});

test('a deletion comes with the next poll and not again with the sweep', async () => {
  const id = make('L-1');
  await command('outbox install --models stock.lot');
  const following = feed();
  await following.poll();
  await following.sweep();
  lot('unlink', [id], {});
  await following.poll();
  expect(seen()).toEqual([[id, 'deleted']]);
  await following.sweep();
  const again = feed();
  await again.poll();
  await again.sweep();
  expect(seen()).toHaveLength(1);
});

test('of a part of the model only deletions of its records are told', async () => {
  const [mine, other] = [make('L-1'), make('X-1')];
  await command('outbox install --models stock.lot');
  const following = feed([['name', '=like', 'L-%']]);
  await following.poll();
  await following.sweep();
  lot('unlink', [mine, other], {});
  await following.poll();
  expect(seen()).toEqual([[mine, 'deleted']]);
});

test('after a restart it goes on where it stood, and nothing comes twice', async () => {
  const id = make('L-1');
  await command('outbox install --models stock.lot');
  await feed().poll();
  lot('write', [id], { vals: { note: 'while away' } });
  nowMs += 3_600_000;
  const again = feed();
  await again.poll();
  await again.poll();
  expect(seen()).toEqual([[id, 'while away']]);
});

test('taken away, changes are found by time; set up again, by the outbox again', async () => {
  const id = make('L-1');
  await command('outbox install --models stock.lot');
  const following = feed();
  await following.poll();
  expect(await command('outbox remove')).toBe(0);
  nowMs += 5_000;
  lot('write', [id], { vals: { note: 'by time' } });
  await following.poll();
  expect(seen()).toEqual([[id, 'by time']]);
  await command('outbox install --models stock.lot');
  nowMs += 1_000_000;
  await following.poll();
  lot('unlink', [id], {});
  await following.poll();
  expect(seen().at(-1)).toEqual([id, 'deleted']);
});

test('a rule that somebody switched off is noticed by the look at the time', async () => {
  const id = make('L-1');
  await command('outbox install --models stock.lot');
  const following = feed();
  await following.poll();
  const rules = odoo.control.records('base.automation').map((rule) => Number(rule['id']));
  odoo.control.call('base.automation', 'write', rules, { vals: { active: false } });
  lot('write', [id], { vals: { note: 'unseen' } });
  await following.poll();
  expect(seen()).toEqual([]);
  nowMs += 900_000;
  await following.poll();
  expect(seen()).toEqual([[id, 'unseen']]);
});
