/** Steps at the machines of the simulated plant. */
import type { Job, Step } from '../../../flows/_tools/scenario.ts';
import { until } from '../../support/time.ts';
import type { Bench } from './bench.ts';
import { MACHINE_LOOK_MS, orderOf, type Stage } from './judge.ts';
import { MACHINES } from './site-pack.ts';

const STEP_MS = 60_000;

export type AtMachine = Exclude<
  Step,
  | Record<'odoo', unknown>
  | Record<'person', unknown>
  | Record<'report', unknown>
  | { send?: unknown; times: number }
  | Record<'appliance', unknown>
  | Record<'mes', unknown>
  | Record<'leg', unknown>
  | Record<'replay', unknown>
  | Record<'discard', unknown>
  | Record<'decide', unknown>
  | Record<'map', unknown>
  | Record<'press', unknown>
  | Record<'until', unknown>
>;

export async function atTheMachine(stage: Stage, step: AtMachine): Promise<void> {
  const { plant } = stage.bench;
  if ('run' in step) return begin(stage, step.run, ['complete', 'left']);
  if ('begin' in step) return begin(stage, step.begin, ['running', 'complete']);
  if ('pause' in step) return pause(stage, step.pause);
  if ('go' in step) return void (await plant.command('pause', { machine: step.go, paused: false }));
  if ('count' in step) return void (await plant.command('increment', { tag: step.count, by: step.by }));
  if ('register' in step) return void (await plant.command('register', { tag: step.register, value: step.becomes }));
  if ('shows' in step) return void (await plant.command('set', { tag: step.tag, value: step.shows }));
  if ('alarm' in step) return void (await plant.command('alarm', { alarm: step.alarm, active: step.active }));
  if ('status' in step) return void (await plant.command('status', { tag: step.status, status: step.becomes }));
  if ('enter' in step) {
    const [machine, tag] = step.enter.split('.');
    return void (await plant.command('enter', { machine, tag, value: lotOf(stage, step.value) }));
  }
  if ('leave' in step) return void (await plant.command('leave', { machine: step.leave }));
  return disturbPlant(stage, step.plant);
}

/** Whatever the scenario before left behind. */
export async function tidyMachines(bench: Bench): Promise<void> {
  await bench.plant.command('start', { part: 'opcua' });
  for (const machine of MACHINES) await bench.plant.command('leave', { machine });
  await bench.plant.command('pause', { paused: false });
  const { machines } = await bench.plant.state();
  for (const { machine, registers } of machines) {
    for (const [counter, value] of Object.entries(registers)) {
      await bench.plant.command('status', { tag: `${machine}.${counter}`, status: 'Good' });
      await bench.plant.command('register', { tag: `${machine}.${counter}`, value });
    }
  }
  await until('the machines are idle', async () => (await bench.plant.state()).idle, STEP_MS);
}

/** The machine stands still, and the counters have seen everything it made: what a test does next has a clear before. */
async function pause(stage: Stage, machine: string): Promise<void> {
  const { bench, counters } = stage;
  await bench.plant.command('pause', { machine, paused: true });
  const { truths } = await bench.plant.state();
  const names = new Set([...stage.orders.values()].map((order) => order.name));
  const made = truths
    .filter(({ order }) => names.has(order))
    .flatMap(({ counts }) => Object.entries(counts))
    .filter(([counter]) => counters.includes(counter))
    .reduce((sum, [, count]) => sum + count, 0);
  await until(`the counters have seen ${made} counts`, () => bench.counted() >= made, STEP_MS);
}

async function begin(stage: Stage, job: Job, states: readonly string[]): Promise<void> {
  const { plant } = stage.bench;
  const order = job.shows ?? orderOf(stage, job.order).name;
  const { machine, material, lot, good, componentLot, consumed, scrap, reason, byproduct, halfWay } = job;
  const planned = {
    machine,
    order,
    material,
    lot,
    quantity: good,
    componentLot: lotOf(stage, componentLot),
    byproduct: byproduct ?? 0,
    consumed: { RM10: consumed?.RM10 ?? 0, RM20: consumed?.RM20 ?? 0 },
    ...(scrap === undefined ? {} : { scrap }),
    ...(reason === undefined ? {} : { reason }),
    ...(halfWay ? { halfWay: { ...halfWay, componentLot: lotOf(stage, halfWay.componentLot) } } : {}),
  };
  const runs = async () =>
    (await plant.state()).truths.filter((truth) => truth.order === order && truth.machine === machine);
  const before = (await runs()).length;
  await plant.command('orders', { orders: [planned] });
  const isThere = async (): Promise<boolean> =>
    (await runs()).slice(before).some(({ state }) => states.includes(state));
  await until(`${machine} has ${order}`, isThere, STEP_MS, MACHINE_LOOK_MS);
}

/** Lots of the tracked component are told apart by the run's prefix. */
export function lotOf<T extends string | undefined>(stage: Stage, lot: T): T {
  return (lot === 'B1' || lot === 'B2' ? `${stage.bench.odoo.plant.prefix}-${lot}` : lot) as T;
}

async function disturbPlant({ bench }: Stage, what: 'drops' | 'stops' | 'starts'): Promise<void> {
  if (what === 'drops') return void (await bench.plant.command('drop'));
  await bench.plant.command(what === 'stops' ? 'stop' : 'start', { part: 'opcua' });
}
