/**
 * Posting by batch action beside posting by calls, in one run on one server, as ratios: completions of manufacturing
 * orders, and lots made one per call. Needs a real Odoo (see `test/live/odoo.ts`), so it runs by name alone:
 * `npm run bench -- --only odoo-batch`, or with `--orders`, `--lots` and `--version 14` by itself.
 */
import { parseArgs } from 'node:util';
import { openBatch } from '../../nodes/src/adapters/odoo/batch.ts';
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { OdooConnection } from '../../nodes/src/adapters/odoo/connection.ts';
import { carryOut } from '../../nodes/src/domain/odoo/carry-out.ts';
import type { Constants } from '../../nodes/src/domain/odoo/deps.ts';
import { intentSchema } from '../../nodes/src/domain/odoo/intent.ts';
import { type Erp, ok } from '../../nodes/src/domain/ports.ts';
import { installBatch } from '../contract/erp-batch.ts';
import { realOdoo } from '../live/odoo.ts';
import { createOrder, must, type SeededOrder, type SeededPlant, seedPlant } from '../live/seed.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    orders: { type: 'string' },
    lots: { type: 'string' },
    version: { type: 'string', default: '19' },
  },
});
const version = values.version === '14' ? '14' : '19';
const run = `B${Date.now().toString(36).slice(-6).toUpperCase()}`;

interface Side {
  readonly perSecond: number;
  readonly msEach: number;
}

const side = (count: number, ms: number): Side => ({
  perSecond: Math.round((count / ms) * 100_000) / 100,
  msEach: Math.round((ms / count) * 100) / 100,
});

async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

/** What odoo-write keeps between messages, too. */
const kept = (() => {
  let constants: Constants | undefined;
  return {
    get: () => constants,
    set: (read: Constants) => {
      constants = read;
    },
  };
})();

async function complete(erp: Erp, plant: SeededPlant, order: SeededOrder): Promise<void> {
  const intent = intentSchema.parse({
    kind: 'produce',
    key: `k1.bench-${run}-${order.id}`,
    partition: `bench:${order.name}`,
    order: order.name,
    material: { id: plant.fg.code, by: 'code', value: plant.fg.code },
    quantity: { value: '10', uom: 'C62' },
    lot: `${order.name}-L`,
    report: 'final',
    at: new Date().toISOString(),
    policy: {},
  });
  const ledger = { facts: [], closedTags: [], untaken: 0 };
  const answer = await carryOut(erp, intent, ledger, {
    unknownLots: 'reject',
    constants: kept,
    bind: async () => ok(undefined),
  });
  if (!answer.ok || answer.value.readBack['state'] !== 'done') throw new Error(JSON.stringify(answer));
}

const { open } = realOdoo(version);
const server = await open();
const connection: OdooConnection = {
  ...server,
  protocol: 'auto',
  tls: { rejectUnauthorized: true },
  deadlineMs: 300_000,
  parallelCalls: 1,
};
const admin = openErp({
  ...connection,
  login: server.adminLogin,
  apiKey: server.adminPassword,
  protocol: 'jsonrpc',
});
const plant = await seedPlant(admin, run);
const calls = openErp(connection);
const batch: Erp = { ...calls, batch: openBatch(calls, await installBatch(admin, server.login)) };

async function completions(count: number): Promise<{ calls: Side; batch: Side }> {
  const orders: SeededOrder[] = [];
  for (let n = 0; n < 2 * count + 2; n += 1) orders.push(await createOrder(calls, plant, 10));
  const [first, second, ...rest] = orders;
  if (first && second) {
    await complete(calls, plant, first);
    await complete(batch, plant, second);
  }
  const spent = { calls: 0, batch: 0 };
  // In turns, so that a slower minute of the machine meets both.
  for (let from = 0; from < rest.length; from += 2 * SLICE) {
    const [one, other] = [rest.slice(from, from + SLICE), rest.slice(from + SLICE, from + 2 * SLICE)];
    spent.calls += await timed(async () => {
      for (const order of one) await complete(calls, plant, order);
    });
    spent.batch += await timed(() => Promise.all(other.map((order) => complete(batch, plant, order))));
  }
  return { calls: side(count, spent.calls), batch: side(count, spent.batch) };
}

/** Orders in flight at once by batch action: the outbox's setting. */
const SLICE = 20;

async function lots(count: number): Promise<{ calls: Side; batch: Side }> {
  const model = version === '14' ? 'stock.production.lot' : 'stock.lot';
  const company = version === '14' ? { company_id: 1 } : {};
  const create = (name: string) => ({
    model,
    method: 'create',
    args: { vals_list: [{ name: `${run}-${name}`, product_id: plant.fg.id, ...company }] },
  });
  const one = await timed(async () => {
    for (let n = 0; n < count; n += 1) await must(calls, create(`C${n}`));
  });
  const many = await timed(async () => {
    const posts = Array.from({ length: count }, (_, n) =>
      batch.batch?.post({ key: `k1.bench-${run}-lot-${n}`, steps: [create(`B${n}`)], guards: [] }),
    );
    for (const answer of await Promise.all(posts)) {
      if (!answer?.ok || answer.value.kind !== 'done') throw new Error(JSON.stringify(answer));
    }
  });
  return { calls: side(count, one), batch: side(count, many) };
}

const ratio = (both: { calls: Side; batch: Side }): number =>
  Math.round((both.batch.perSecond / both.calls.perSecond) * 100) / 100;
const orders = Number(values.orders ?? (values.short ? SLICE : 3 * SLICE));
const made = await completions(Math.ceil(orders / SLICE) * SLICE);
const created = await lots(Number(values.lots ?? (values.short ? 100 : 500)));
const report = {
  benchmark: 'odoo-batch',
  odoo: version,
  protocol: version === '14' ? 'jsonrpc' : 'json2',
  completions: { ...made, ratio: ratio(made), wanted: 2 },
  lots: { ...created, ratio: ratio(created), wanted: 20 },
};
process.stdout.write(`${JSON.stringify(report)}\n`);
