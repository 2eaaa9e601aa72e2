/**
 * Fifty manufacturing orders driven by nothing but the counters of the simulated plant, through the three production
 * templates deployed together. What Odoo must hold in the end is computed from what the plant says it truly made.
 */
import { must, type SeededOrder } from '../../live/seed.ts';
import type { PlannedOrder } from '../../plant/machines/order.ts';
import type { PlantState } from '../../support/plant.ts';
import { until } from '../../support/time.ts';
import type { Bench, Letter } from './bench.ts';
import { DOOR, together } from './flow-side.ts';
import { withoutPrefix } from './judge.ts';
import { type OrderGroup, type Quantities, readGroup } from './odoo-records.ts';
import { MACHINES, type Machine, type PolicyOverride } from './site-pack.ts';

export const ORDERS = 50;
const RUN_MS = 20 * 60_000;

const POLICIES: Readonly<Record<Machine, PolicyOverride>> = {
  Press1: { post: 'atClose', remainder: 'backorder', consumption: 'actual' },
  Press2: { post: 'perPallet', palletQuantity: '8', remainder: 'backorder', consumption: 'actual' },
  Filler: { post: 'atClose', remainder: 'closeShort', consumption: 'actual', overTolerancePct: '10' },
};

/** One order: what a planner ordered and what the machine is told to make of it. */
interface Plan {
  readonly machine: Machine;
  readonly ordered: number;
  readonly job: Omit<PlannedOrder, 'order'>;
}

/** The records of an order after the run, without database ids and without the run's prefix. */
export interface OrderOutcome {
  readonly machine: Machine;
  readonly group: OrderGroup;
  /** Stock of the finished lots, by lot. */
  readonly stock: Quantities;
  readonly scrapDocuments: number;
}

export interface RunOutcome {
  readonly orders: readonly OrderOutcome[];
  readonly expected: readonly ExpectedOrder[];
  readonly letters: readonly Letter[];
  readonly queued: number;
  readonly untaken: number;
}

export interface ExpectedOrder {
  readonly states: readonly string[];
  readonly rest?: string;
  readonly total: OrderGroup['total'];
  readonly stock: Quantities;
}

/** Every kind of order comes about several times; nothing is left to chance. */
export function plans(prefix: string): readonly Plan[] {
  return Array.from({ length: ORDERS }, (_, index): Plan => {
    const machine = MACHINES[index % MACHINES.length] ?? 'Press1';
    const ordered = 10 + (index % 6);
    const isPartial = index % 5 === 4;
    const good = isPartial ? ordered - 3 : machine === 'Filler' && index % 4 === 2 ? ordered + 1 : ordered;
    const scrap = index % 3 === 1 || index % 7 === 0 ? 1 + (index % 3) : 0;
    const made = good + scrap;
    const lot = (which: 1 | 2): string => `${prefix}-B${which}`;
    const first = index % 2 === 0 ? 1 : 2;
    return {
      machine,
      ordered,
      job: {
        material: 'FG-1000',
        lot: `F${String(index).padStart(2, '0')}`,
        quantity: good,
        scrap,
        reason: String(1 + (index % 4)),
        byproduct: made,
        componentLot: lot(first),
        consumed: { RM10: made * 5 + (index % 4 === 0 ? 3 : 0), RM20: made * 2 + (index % 7 === 3 ? 1 : 0) },
        ...(index % 8 === 5 ? { halfWay: { componentLot: lot(first === 1 ? 2 : 1) } } : {}),
      },
    };
  });
}

export const POISON = ['not-an-event', 'counter-value-invalid'] as const;

export async function runFiftyOrders(bench: Bench): Promise<RunOutcome> {
  const { plant, odoo } = bench;
  await plant.command('pause', { paused: true });
  const planned = plans(odoo.plant.prefix);
  const orders: SeededOrder[] = [];
  for (const [index, { ordered }] of planned.entries()) orders.push(await odoo.order(ordered, `fifty ${index}`));
  const flow = together(['t03-completion', 't04-scrap-yield', 't05-consumption']);
  await bench.set({ flow, site: 'demo-plant', policy: POLICIES });
  await poison(bench);
  await plant.command('orders', {
    orders: planned.map(({ machine, job }, index) => ({ ...job, machine, order: orders[index]?.name })),
  });
  await plant.command('pause', { paused: false });
  await until('every machine is done', async () => (await plant.state()).idle, RUN_MS);
  await until('nothing is on its way', () => isQuiet(bench, orders), RUN_MS);
  const { truths } = await plant.state();
  const outcomes: OrderOutcome[] = [];
  for (const [index, plan] of planned.entries()) outcomes.push(await outcomeOf(bench, plan, orderAt(orders, index)));
  return {
    orders: outcomes,
    expected: planned.map((plan, index) =>
      expectedOf(plan, truthOf(truths, orderAt(orders, index)), odoo.plant.prefix),
    ),
    letters: await bench.letters(),
    ...(await bench.depth()),
  };
}

/** Something that is no event, and a register that shows text: both stay behind as dead letters. */
async function poison(bench: Bench): Promise<void> {
  const { machines } = await bench.plant.state();
  const before = machines.find(({ machine }) => machine === 'Filler')?.registers.ScrapCount ?? 0;
  await bench.appliance.inject(DOOR, [{ p: 'payload', v: '{"poison":true}', vt: 'json' }]);
  await bench.plant.command('set', { tag: 'Filler.ScrapCount', value: 'poison' });
  await until('both are put aside', async () => (await bench.letters()).length === POISON.length, 30_000);
  await bench.plant.command('register', { tag: 'Filler.ScrapCount', value: before });
}

/** An order is closed only after all its counters had their last word, so nothing of it is still to come then. */
async function isQuiet(bench: Bench, orders: readonly SeededOrder[]): Promise<boolean> {
  if ((await bench.letters()).length > POISON.length) return true;
  const { queued, untaken } = await bench.depth();
  if (queued > 0 || untaken > 0) return false;
  const open = await must<number>(bench.odoo.erp, {
    model: 'mrp.production',
    method: 'search_count',
    args: {
      domain: [
        ['id', 'in', orders.map(({ id }) => id)],
        ['state', '!=', 'done'],
      ],
    },
  });
  return open === 0;
}

type Truth = PlantState['truths'][number];

function orderAt(orders: readonly SeededOrder[], index: number): SeededOrder {
  const order = orders[index];
  if (!order) throw new Error(`there is no order ${index}`);
  return order;
}

function truthOf(truths: readonly Truth[], { name }: SeededOrder): Truth {
  const truth = truths.find(({ order }) => order === name);
  if (!truth) throw new Error(`the plant never made ${name}`);
  return truth;
}

/** Counts of the plant in the units of Odoo: pieces, and pulses of a tenth of a kilogram. */
function expectedOf(plan: Plan, truth: Truth, prefix: string): ExpectedOrder {
  const count = (name: string): number => truth.counts[name] ?? 0;
  const byLot = (counter: string): readonly [string, number][] => {
    const lots = new Map<string, number>();
    for (const [name, value] of Object.entries(truth.counts)) {
      const [base, lot] = name.split(' ');
      if (base === counter && lot && lot !== '-') lots.set(lot, (lots.get(lot) ?? 0) + value);
    }
    return [...lots];
  };
  const good = byLot('GoodCount');
  const scrap = byLot('ScrapCount');
  const kilograms = (pulses: number): string => String(pulses / 10);
  const missing = plan.ordered - count('GoodCount');
  const isLeft = missing > 0 && POLICIES[plan.machine].remainder === 'backorder';
  const pallet = Number(POLICIES[plan.machine].palletQuantity ?? Number.POSITIVE_INFINITY);
  const parts = Math.max(1, Math.ceil(count('GoodCount') / pallet));
  return {
    states: [...Array.from({ length: parts }, () => 'done'), ...(isLeft ? ['confirmed'] : [])],
    ...(isLeft ? { rest: String(missing) } : {}),
    total: {
      produced: sums([...good, ...scrap], 'fg'),
      scrapped: sums(scrap, 'fg'),
      consumed: withoutPrefix(
        { ...only('rma', kilograms(count('ConsumedRM10'))), ...sums(byLot('ConsumedRM20'), 'rmb') },
        prefix,
      ),
      byproducts: only('byp', kilograms(count('ByproductCount'))),
    },
    stock: sums(good, 'fg'),
  };
}

const only = (name: string, value: string): Quantities => (Number(value) === 0 ? {} : { [name]: value });

function sums(lots: readonly [string, number][], material: string): Quantities {
  const total: Record<string, number> = {};
  for (const [lot, value] of lots) total[`${material}/${lot}`] = (total[`${material}/${lot}`] ?? 0) + value;
  const entries = Object.entries(total).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

async function outcomeOf(bench: Bench, plan: Plan, order: SeededOrder): Promise<OrderOutcome> {
  const { erp, plant } = bench.odoo;
  const group = await readGroup(erp, plant, order.id);
  const lots = await must<{ id: number; name: string }[]>(erp, {
    model: 'stock.lot',
    method: 'search_read',
    args: {
      domain: [
        ['product_id', '=', plant.fg.id],
        ['name', '=', plan.job.lot],
      ],
      fields: ['name'],
    },
  });
  const quants = await must<{ quantity: number }[]>(erp, {
    model: 'stock.quant',
    method: 'search_read',
    args: {
      domain: [
        ['lot_id', 'in', lots.map(({ id }) => id)],
        ['location_id', '=', plant.stockLocation],
      ],
      fields: ['quantity'],
    },
  });
  const stock = quants.reduce((sum, { quantity }) => sum + quantity, 0);
  const scraps = await must<unknown[]>(erp, {
    model: 'stock.scrap',
    method: 'search_read',
    args: { domain: [['lot_id', 'in', lots.map(({ id }) => id)]], fields: ['state'] },
  });
  const { prefix } = plant;
  const plain = (total: OrderGroup['total']): OrderGroup['total'] => ({
    produced: total.produced,
    scrapped: total.scrapped,
    byproducts: total.byproducts,
    consumed: withoutPrefix(total.consumed, prefix),
  });
  return {
    machine: plan.machine,
    group: { parts: group.parts.map((part) => ({ ...part, ...plain(part) })), total: plain(group.total) },
    stock: only(`fg/${plan.job.lot}`, String(stock)),
    scrapDocuments: scraps.length,
  };
}
