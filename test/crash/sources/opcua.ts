/**
 * Counters of the simulated plant over OPC UA. Machines go on making pieces while nobody watches. An order is changed
 * as a plant changes it: the next one is shown when the last one's counts are stored, and its first piece is made when
 * the change was seen — what is counted between two orders that nobody saw change cannot be divided by anybody.
 */

import type { Quantities } from '../../flows/bench/odoo-records.ts';
import { MACHINES, type Machine } from '../../flows/bench/site-pack.ts';
import { createOrder, must, type SeededOrder } from '../../live/seed.ts';
import type { PlannedOrder } from '../../plant/machines/order.ts';
import { type PlantState, startPlant } from '../../support/plant.ts';
import { furnishedFlow } from '../furnish.ts';
import type { Expected, OpenSource, Source, Surroundings } from '../source.ts';

const RATE = 12;
/** Every so many-th order is released in Odoo only after the machine has begun it. */
const LATE = 6;
const ASK_EVERY_MS = 500;

/** The counter nodes of the three templates, with what each must have read before the first piece. */
const COUNTERS: Readonly<Record<string, readonly string[]>> = {
  't03.count': ['Lot', 'GoodCount'],
  't04.count': ['Lot', 'RejectReason', 'ScrapCount'],
  't05.count': ['ComponentLot', 'ByproductCount', 'ConsumedRM10', 'ConsumedRM20'],
};

interface Job {
  readonly machine: Machine;
  readonly name: string;
  readonly lot: string;
  readonly quantity: number;
  order?: SeededOrder;
  state: 'shown' | 'running' | 'ended';
  /** When Odoo was asked last. */
  askedAt: number;
}

export const openOpcua: OpenSource = async (around) => {
  // A server that keeps its records knows the counts of earlier runs; a device that was never reset goes on counting.
  const startAt = (Math.floor(Date.now() / 1000) % 1_000_000) * 1_000;
  const plant = await startPlant('opcua', '--speed', '0', '--start-at', String(startAt));
  return new OpcuaSource(around, plant);
};

class OpcuaSource implements Source {
  readonly name = 'opcua';
  readonly flow = furnishedFlow(['t03-completion', 't04-scrap-yield', 't05-consumption']);
  readonly variables;
  readonly #around: Surroundings;
  readonly #plant: Awaited<ReturnType<typeof startPlant>>;
  readonly #jobs: Job[] = [];
  #isFinishing = false;

  constructor(around: Surroundings, plant: Awaited<ReturnType<typeof startPlant>>) {
    this.#around = around;
    this.#plant = plant;
    this.variables = { PLANTWIRE_OPCUA_URL: plant.urls['opcua'] ?? '' };
  }

  async feed(): Promise<void> {
    const { machines } = await this.#plant.state();
    for (const machine of MACHINES) {
      const phase = machines.find((one) => one.machine === machine)?.phase ?? '';
      await this.#step(machine, phase);
    }
  }

  async #step(machine: Machine, phase: string): Promise<void> {
    const job = this.#jobs.findLast((one) => one.machine === machine);
    if (job?.state === 'shown' && this.#isSeen(job)) {
      await this.#plant.command('rate', { machine, piecesPerSecond: RATE });
      job.state = 'running';
    }
    if (job?.state === 'running' && phase === 'idle' && (await this.#isStored(job))) job.state = 'ended';
    if ((!job || job.state === 'ended') && !this.#isFinishing) await this.#show(machine);
  }

  /** Every counter has stored order, lot and a first reading. */
  #isSeen(job: Job): boolean {
    return Object.keys(COUNTERS).every((node) => this.#around.teller.heard(`seen ${node} ${job.name}`));
  }

  /** Every counter has stored that nothing more follows. A pass that died before it was told shows in Odoo. */
  async #isStored(job: Job): Promise<boolean> {
    const isTold = Object.keys(COUNTERS).every((node) => this.#around.teller.heard(`ended ${node} ${job.name}`));
    if (isTold || !job.order || Date.now() - job.askedAt < ASK_EVERY_MS) return isTold;
    job.askedAt = Date.now();
    const [order] = await must<{ state: string }[]>(this.#around.odoo.erp, {
      model: 'mrp.production',
      method: 'read',
      ids: [job.order.id],
      args: { fields: ['state'] },
    });
    return order?.state === 'done';
  }

  async #show(machine: Machine): Promise<void> {
    const { odoo, chance, teller } = this.#around;
    const index = this.#jobs.length;
    const name = `${odoo.plant.prefix}-O${index}`;
    const [quantity, scrap] = [3 + chance.whole(5), chance.whole(3)];
    const job: Job = { machine, name, lot: `${name}-L`, quantity, state: 'shown', askedAt: 0 };
    this.#jobs.push(job);
    if (index % LATE !== LATE - 1) await this.#release(job);
    for (const [node, tags] of Object.entries(COUNTERS)) {
      const read = tags.map((tag) => `${machine}.${tag}"`);
      const lot = tags.includes('Lot') ? [`"${job.lot}"`] : [];
      teller.ask(`seen ${node} ${name}`, 'count.after', [`"owner":"${node}"`, `"${name}"`, ...lot, ...read]);
      teller.ask(`ended ${node} ${name}`, 'count.after', [`"owner":"${node}"`, `:or:${name}","tag"`]);
    }
    const made = quantity + scrap;
    const planned: PlannedOrder = {
      order: name,
      material: 'FG-1000',
      lot: job.lot,
      quantity,
      scrap,
      reason: String(1 + MACHINES.indexOf(machine)),
      byproduct: made,
      // Always the same: that it changed could be seen later than that the order did.
      componentLot: odoo.plant.lotsOfB[machine === 'Press2' ? 1 : 0],
      consumed: { RM10: made * 5, RM20: made * 2 },
    };
    await this.#plant.command('rate', { machine, piecesPerSecond: 0 });
    await this.#plant.command('orders', { orders: [{ ...planned, machine }] });
  }

  async #release(job: Job): Promise<void> {
    job.order = await createOrder(this.#around.odoo.erp, this.#around.odoo.plant, job.quantity, 'crash', job.name);
  }

  /** The planner hears of the order and releases it. */
  async repair(lane: string): Promise<boolean> {
    const job = this.#jobs.find(({ name }) => lane.endsWith(`:or:${name}`));
    if (job && !job.order) await this.#release(job);
    return job !== undefined;
  }

  finish(): void {
    this.#isFinishing = true;
  }

  async isDone(): Promise<boolean> {
    return this.#jobs.every(({ state }) => state === 'ended');
  }

  emitted(): number {
    return this.#jobs.length;
  }

  async ledger(): Promise<readonly Expected[]> {
    const { truths } = await this.#plant.state();
    return this.#jobs.map(({ name, order }) => {
      const counts = truths.find((truth) => truth.order === name)?.counts ?? {};
      return { order: name, id: order?.id ?? 0, ...expectedOf(counts) };
    });
  }

  close(): Promise<void> {
    return this.#plant.stop();
  }
}

type Counts = PlantState['truths'][number]['counts'];

/** Counts of the plant in the units of Odoo: pieces, and pulses of a tenth of a kilogram. */
function expectedOf(counts: Counts): Omit<Expected, 'order' | 'id'> {
  const byLot = (counter: string, material: string): Quantities => {
    const lots = new Map<string, number>();
    for (const [name, value] of Object.entries(counts)) {
      const [base, lot] = name.split(' ');
      if (base === counter && lot && lot !== '-') lots.set(lot, (lots.get(lot) ?? 0) + value);
    }
    return Object.fromEntries([...lots].map(([lot, value]) => [`${material}/${lot}`, String(value)]));
  };
  const kilograms = (counter: string, material: string): Quantities =>
    counts[counter] ? { [material]: String(counts[counter] / 10) } : {};
  const [good, scrapped] = [byLot('GoodCount', 'fg'), byLot('ScrapCount', 'fg')];
  return {
    produced: sum(good, scrapped),
    scrapped,
    consumed: sum(kilograms('ConsumedRM10', 'rma'), byLot('ConsumedRM20', 'rmb')),
    byproducts: kilograms('ByproductCount', 'byp'),
    stock: good,
  };
}

function sum(...many: readonly Quantities[]): Quantities {
  const total: Record<string, number> = {};
  for (const [key, value] of many.flatMap((one) => Object.entries(one))) total[key] = (total[key] ?? 0) + Number(value);
  return Object.fromEntries(Object.entries(total).map(([key, value]) => [key, String(value)]));
}
