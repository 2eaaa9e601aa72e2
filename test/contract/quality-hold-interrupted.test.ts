/**
 * A hold and its release that break off at each of their writes, by a lost answer and by the end of the process: what is
 * told again finishes what was begun, once. On the simulated Odoo; the contract of holds loses answers of real ones.
 */
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { Erp } from '../../nodes/src/domain/ports.ts';
import { createOrder, loadOne, must, type SeededPlant, seedPlant } from '../live/seed.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../plant/odoo/server.ts';
import type { ErpBench } from './erp.ts';
import { Line } from './erp-line.ts';
import { Breaking } from './intents/breaking.ts';
import { plantThatMakes } from './intents/next-level.ts';
import { LotBench } from './intents/quality-bench.ts';

let server: SimulatedOdoo;
let admin: Erp;
let plain: Erp;
let plant: SeededPlant;

beforeAll(async () => {
  server = await startSimulatedOdoo();
  const to = { db: server.db, tls: { rejectUnauthorized: true }, deadlineMs: 60_000, parallelCalls: 1 };
  const root = {
    url: server.url,
    login: server.adminLogin,
    apiKey: server.adminPassword,
    protocol: 'jsonrpc',
  } as const;
  admin = openErp({ ...to, ...root });
  plain = openErp({ ...to, url: server.url, login: server.login, apiKey: server.apiKey, protocol: 'json2' });
  plant = await seedPlant(admin, 'CUT');
}, 120_000);

afterAll(async () => {
  await server.stop();
});

interface World {
  readonly bench: LotBench;
  readonly picked: number;
  goods(): Promise<unknown>;
}

/** Lot A on the shelf of the stock, reserved and taken for trucks, and on a pallet; X was made of it and is reserved, too. */
async function world(erp: Erp): Promise<World> {
  const on = { erp, admin, plant } as ErpBench;
  const bench = await LotBench.open(on, 19, { A: 13 });
  const name = `${bench.product.code}-SEMI`;
  const semi = await plantThatMakes({ admin, plant, major: 19 }, { code: name, tracking: 'lot', of: bench.product });
  const line = new Line(erp, semi, await createOrder(erp, semi, 3), { consumption: 'actual' });
  const lot = line.lot();
  await line.posted(line.consume(bench.product, '3', { lot: bench.lotName('A'), uom: 'C62' }));
  await line.posted(line.good('3', 'final', { lot }));
  await bench.learn('X', semi.fg, lot);
  await bench.deliveryOf(semi.fg.id, 2);
  await bench.delivery(3);
  const picked = await bench.delivery(2);
  const pallet = await loadOne(admin, 'stock.package', { id: `${bench.product.externalId}_p`, name: `${name}-P` });
  await bench.stockUp('A', 4, plant.stockLocation, { package_id: pallet });
  const goods = () =>
    must(admin, {
      model: 'stock.quant',
      method: 'search_read',
      args: {
        domain: [
          ['lot_id', 'in', [bench.lots['A'], bench.lots['X']]],
          ['location_id.usage', '=', 'internal'],
          ['quantity', '!=', 0],
        ],
        fields: ['lot_id', 'location_id', 'package_id', 'quantity'],
        order: 'lot_id, location_id, package_id',
      },
    });
  return { bench, picked, goods };
}

const places = (goods: unknown): unknown => (goods as { id: number }[]).map(({ id: _id, ...rest }) => rest);

/** Loses the answer to that write, has the process end before the next one, and ends well then. */
async function inThree(erp: Breaking, bench: LotBench, intent: object, write: number): Promise<boolean> {
  const attempt = () => bench.post(intent);
  const isBroken = write === 0 || (await erp.brokenOff(attempt, write, 'the answer is lost'));
  if (isBroken) await erp.brokenOff(attempt, 1, 'the process ends');
  await bench.posted(intent);
  return isBroken;
}

test('a hold and its release are finished by the next attempt, whichever write they were broken off by', async () => {
  const erp = new Breaking(plain);
  const { bench, picked, goods } = await world(erp);
  const before = places(await goods());
  let broken = true;
  let write = 0;
  for (; broken; write += 1) {
    const name = `QI-${write}`;
    await bench.pick(picked);
    broken = await inThree(erp, bench, bench.holding('A', name), write);
    expect([name, await bench.lies('A'), await bench.lies('X')]).toEqual([
      name,
      { 'WH/Quarantine': 14 },
      { 'WH/Quarantine': 3 },
    ]);
    expect(await bench.transfers(name)).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    expect(await bench.tasksOn(picked)).toHaveLength(write + 1);
    broken = (await inThree(erp, bench, bench.releasing('A', name), write)) || broken;
    expect([name, places(await goods())]).toEqual([name, before]);
    expect(await bench.unfinished()).toEqual([]);
  }
  // As many as a hold has with goods on a pallet, taken for a truck, and made of it.
  expect(write).toBeGreaterThan(10);
}, 300_000);

test('a hold and its release ask Odoo no more often than they have to', async () => {
  let calls = 0;
  const described: string[] = [];
  const counted: Erp = {
    profile: plain.profile,
    call(request) {
      // Fields of models are kept for all holds; here they are counted apart.
      if (request.method === 'fields_get') described.push(request.model);
      else calls += 1;
      return plain.call(request);
    },
  };
  const { bench } = await world(counted);
  const callsOf = async (intent: object): Promise<number> => {
    const before = calls;
    await bench.posted(intent);
    return calls - before;
  };
  const [hold, release] = [bench.holding('A', 'QI-C'), bench.releasing('A', 'QI-C')];
  // With what was made of it, goods on a pallet, and two deliveries that had reserved some.
  expect(await callsOf(hold)).toBeLessThanOrEqual(52);
  expect(await callsOf(hold)).toBeLessThanOrEqual(21);
  expect(await callsOf(release)).toBeLessThanOrEqual(41);
  expect(described).toEqual([...new Set(described)]);
});
