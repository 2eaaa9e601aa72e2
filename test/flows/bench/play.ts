/** Plays one scenario on a bench: sets the stage, takes the steps, waits for what must come true. */

import type { Job, Scenario, ScenarioFault, Step } from '../../../flows/_tools/scenario.ts';
import { readTemplates } from '../../../flows/_tools/template.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import { buildEvent } from '../../../nodes/src/domain/canonical/build.ts';
import type { EventName } from '../../../nodes/src/domain/canonical/registry.ts';
import type { SeededOrder } from '../../live/seed.ts';
import type { Fault } from '../../plant/faults/fault.ts';
import { until } from '../../support/time.ts';
import type { Bench, Letter } from './bench.ts';
import { DOOR, type Node, TIME_SCALE, together } from './flow-side.ts';
import { becomesTrue, orderOf, type Stage } from './judge.ts';
import { MACHINES } from './site-pack.ts';

const STEP_MS = 60_000;

export async function play(bench: Bench, template: string, scenario: Scenario): Promise<void> {
  await tidy(bench);
  const orders = new Map<string, SeededOrder>();
  for (const { as, quantity } of scenario.given.orders)
    orders.set(as, await bench.odoo.order(quantity, scenario.title));
  const folders = [...scenario.given.beside.map(folderOf), template].sort();
  const flow = together(folders);
  await bench.set({ ...scenario.given, flow, timeScale: TIME_SCALE });
  const stage: Stage = { bench, orders, counters: countersOf(scenario, usesOf(flow)) };
  for (const [index, step] of scenario.when.entries()) {
    await take(stage, step).catch((error: Error) => {
      throw new Error(`step ${index + 1} ${JSON.stringify(step)}: ${error.message}`);
    });
  }
  await becomesTrue(stage, { outbox: 0, deadLetters: [], ...scenario.then }, STEP_MS);
}

/** What the counter nodes of a flow report. */
function usesOf(flow: readonly Node[]): readonly string[] {
  return flow.flatMap(({ type, uses }) => (type === 'plantwire-counter' ? (uses as string[]) : []));
}

/** Names of the machine's registers that the deployed counters report. */
function countersOf({ given }: Scenario, uses: readonly string[]): readonly string[] {
  const names = {
    good: ['GoodCount'],
    scrap: ['ScrapCount'],
    byproduct: ['ByproductCount'],
    consumed: ['ConsumedRM10', 'ConsumedRM20'],
  };
  const all = Object.keys(names) as (keyof typeof names)[];
  return (given.counters ?? all).filter((use) => uses.includes(use)).flatMap((use) => names[use]);
}

function folderOf(code: string): string {
  const found = readTemplates().find(({ paper }) => paper.template.code === code);
  if (!found) throw new Error(`no template ${code}`);
  return found.folder;
}

/** Whatever the scenario before left behind at the machines and on the line. */
async function tidy(bench: Bench): Promise<void> {
  bench.odoo.line.faults.clear();
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

async function take(stage: Stage, step: Step): Promise<void> {
  const { bench } = stage;
  const { plant, odoo } = bench;
  if ('run' in step) return begin(stage, step.run, ['complete', 'left']);
  if ('begin' in step) return begin(stage, step.begin, ['running', 'complete']);
  if ('pause' in step) return pause(stage, step.pause);
  if ('go' in step) return void (await plant.command('pause', { machine: step.go, paused: false }));
  if ('count' in step) return void (await plant.command('increment', { tag: step.count, by: step.by }));
  if ('register' in step) return void (await plant.command('register', { tag: step.register, value: step.becomes }));
  if ('shows' in step) return void (await plant.command('set', { tag: step.tag, value: step.shows }));
  if ('status' in step) return void (await plant.command('status', { tag: step.status, status: step.becomes }));
  if ('enter' in step) {
    const [machine, tag] = step.enter.split('.');
    return void (await plant.command('enter', { machine, tag, value: lotOf(stage, step.value) }));
  }
  if ('leave' in step) return void (await plant.command('leave', { machine: step.leave }));
  if ('plant' in step) return disturbPlant(stage, step.plant);
  if ('odoo' in step)
    return step.odoo === 'heals' ? odoo.line.faults.clear() : void odoo.line.faults.arm(faultOf(step.odoo));
  if ('person' in step) {
    const { id } = orderOf(stage, step.order);
    return step.person === 'cancels' ? odoo.cancel(id) : odoo.changeQuantity(id, step.to ?? 0);
  }
  if ('report' in step) return send(bench, reportOf(stage, step.report, step.data), step.times);
  if ('send' in step) return send(bench, named(stage, step.send), step.times);
  if ('appliance' in step) return step.appliance === 'starts' ? bench.startAgain() : bench.end(step.appliance);
  if ('replay' in step) return replay(stage, step.replay, step.correct);
  if ('discard' in step) return bench.discard((await letterOf(bench, step.discard)).id, step.because);
  return becomesTrue(stage, step.until, STEP_MS);
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
  await until(`${machine} has ${order}`, isThere, STEP_MS);
}

/** Lots of the tracked component are told apart by the run's prefix. */
function lotOf<T extends string | undefined>(stage: Stage, lot: T): T {
  return (lot === 'B1' || lot === 'B2' ? `${stage.bench.odoo.plant.prefix}-${lot}` : lot) as T;
}

async function disturbPlant({ bench }: Stage, what: 'drops' | 'stops' | 'starts'): Promise<void> {
  if (what === 'drops') return void (await bench.plant.command('drop'));
  await bench.plant.command(what === 'stops' ? 'stop' : 'start', { part: 'opcua' });
}

/** Requests in the plant's words, as Odoo sees them. */
const CALLS = {
  closing: { model: 'mrp.production', method: 'button_mark_done' },
  recording: { model: 'mrp.production', method: 'set_qty_producing' },
  scrapping: { model: 'stock.scrap', method: 'action_validate' },
} as const;

function faultOf(fault: ScenarioFault): Fault {
  const { forMinutes, on, times, status, delayMs, kind } = fault;
  return {
    kind,
    ...(on ? { match: CALLS[on] } : {}),
    ...(times === undefined ? {} : { times }),
    ...(status === undefined ? {} : { status }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(forMinutes === undefined ? {} : { forMs: (forMinutes * 60_000) / TIME_SCALE }),
  };
}

function reportOf(stage: Stage, name: string, data: Readonly<Record<string, unknown>>): unknown {
  const now = new Date().toISOString();
  const attributes = {
    enterprise: 'ACME',
    site: 'MUC1',
    system: 'mes',
    time: now,
    recordedtime: now,
    timequality: 'synced',
    sequence: { epoch: 1, counter: 1 },
  } as const;
  const built = buildEvent(name as EventName, named(stage, data) as never, attributes, system.hash);
  if (!built.ok) throw new Error(JSON.stringify(built.failure));
  return built.value;
}

/** `{{A}}` in any text becomes the name that Odoo gave order A, `{{B1}}` and `{{B2}}` the component's lots in stock. */
function named(stage: Stage, value: unknown): unknown {
  const nameOf = (_: string, name: string): string =>
    stage.orders.has(name) ? orderOf(stage, name).name : lotOf(stage, name);
  return JSON.parse(JSON.stringify(value).replaceAll(/\{\{(\w+)\}\}/g, nameOf));
}

async function send(bench: Bench, event: unknown, times: number): Promise<void> {
  const properties = [{ p: 'payload', v: JSON.stringify(event), vt: 'json' }];
  for (let time = 0; time < times; time += 1) await bench.appliance.inject(DOOR, properties);
}

async function letterOf(bench: Bench, code: string): Promise<Letter> {
  const letter = (await bench.letters()).find((one) => one.failure.code === code);
  if (!letter) throw new Error(`no open dead letter ${code}`);
  return letter;
}

/** Paths are those of the event; `intent.…` corrects what Odoo shall do, where the letter was mapped already. */
async function replay(stage: Stage, code: string, correct?: Readonly<Record<string, unknown>>): Promise<void> {
  const { bench } = stage;
  const { id } = await letterOf(bench, code);
  if (!correct) return bench.replay(id, {});
  const { event, intent } = (await bench.letter(id)).message;
  const corrected = structuredClone({ ...(event as object), intent }) as Record<string, unknown>;
  for (const [path, value] of Object.entries(correct)) setAt(corrected, path.split('.'), named(stage, value));
  const { intent: rightIntent, ...rightEvent } = corrected;
  const body = { event: rightEvent, ...(intent === undefined ? {} : { intent: rightIntent }) };
  return bench.replay(id, { ...body, note: 'corrected by the scenario' });
}

function setAt(target: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[key] = value;
  else {
    target[key] ??= {};
    setAt(target[key] as Record<string, unknown>, rest, value);
  }
}
