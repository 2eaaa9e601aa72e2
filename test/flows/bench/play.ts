/** Plays one scenario on a bench: sets the stage, takes the steps, waits for what must come true. */

import type { Expectation, Scenario, ScenarioFault, Step } from '../../../flows/_tools/scenario.ts';
import { readTemplates } from '../../../flows/_tools/template.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import { buildEvent } from '../../../nodes/src/domain/canonical/build.ts';
import type { EventName } from '../../../nodes/src/domain/canonical/registry.ts';
import { must, type SeededOrder } from '../../live/seed.ts';
import type { Fault } from '../../plant/faults/fault.ts';
import type { Bench, Letter } from './bench.ts';
import { mapCode } from './crosswalk.ts';
import { type Node, TIME_SCALE, together } from './flow-side.ts';
import { becomesTrue, orderOf, type Stage } from './judge.ts';
import { atTheMachine, lotOf, tidyMachines } from './machine-steps.ts';
import { atTheMes, tidyMes } from './mes.ts';
import { decide } from './reviews.ts';
import { type SeededRecord, seedRecords } from './seeds.ts';
import { send } from './senders.ts';

const STEP_MS = 60_000;

let played = 0;
/** A scenario that begins before midnight has one yesterday. */
let startedMs = 0;

/** `watched` may add to the flow; who measures looks at what passes. */
export async function play(
  bench: Bench,
  template: string,
  scenario: Scenario,
  watched: (flow: readonly Node[]) => readonly Node[] = (flow) => flow,
): Promise<void> {
  played += 1;
  startedMs = Date.now();
  if (bench.hasPlant) await tidyMachines(bench);
  bench.odoo.line.faults.clear();
  tidyMes();
  const orders = new Map<string, SeededOrder>();
  for (const { as, quantity } of scenario.given.orders)
    orders.set(as, await bench.odoo.order(quantity, scenario.title));
  const seeded = await seedRecords(bench.odoo, scenario.given.odoo, played);
  const flow = together(foldersOf(template, scenario));
  const bindings = [...seeded.values()].flatMap(({ binding }) => (binding ? [binding] : []));
  await bench.set({ ...scenario.given, flow: watched(flow), timeScale: TIME_SCALE, bindings });
  const made = [...orders].map(([as, order]) => [as, { model: 'mrp.production', ...order }] as const);
  const records = new Map<string, SeededRecord>([...seeded, ...made]);
  const stage: Stage = { bench, orders, records, counters: countersOf(scenario, usesOf(flow)) };
  for (const [index, step] of scenario.when.entries()) {
    await take(stage, step).catch((error: Error) => {
      throw new Error(`step ${index + 1} ${JSON.stringify(step)}: ${error.message}`);
    });
  }
  await becomesTrue(stage, { outbox: 0, deadLetters: [], ...wanted(stage, scenario.then) }, STEP_MS);
}

/** The template and those that stand beside it. */
export const foldersOf = (template: string, { given }: Scenario): readonly string[] =>
  [...given.beside.map(folderOf), template].sort();

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

async function take(stage: Stage, step: Step): Promise<void> {
  const { bench } = stage;
  const { odoo } = bench;
  if ('odoo' in step)
    return step.odoo === 'heals' ? odoo.line.faults.clear() : void odoo.line.faults.arm(faultOf(step.odoo));
  if ('mes' in step || 'leg' in step) return atTheMes(step);
  if ('person' in step && step.person === 'releases') return release(stage, step.order, step.quantity);
  if ('start' in step) return reschedule(stage, step.order, step.start);
  if ('delivery' in step) return atTheDelivery(stage, step.person, step.delivery);
  if ('person' in step) {
    const { id } = orderOf(stage, step.order);
    return step.person === 'cancels' ? odoo.cancel(id) : odoo.changeQuantity(id, step.to ?? 0);
  }
  if ('report' in step) return send(bench, reportOf(stage, step), step);
  if ('send' in step) return send(bench, named(stage, step.send), step);
  if ('appliance' in step) return step.appliance === 'starts' ? bench.startAgain() : bench.end(step.appliance);
  if ('replay' in step) return replay(stage, step.replay, step.correct);
  if ('decide' in step) return decide(bench, named(stage, step) as typeof step);
  if ('map' in step) return mapCode(bench, named(stage, step) as typeof step);
  if ('press' in step) return bench.appliance.inject(bench.idOf(step.press));
  if ('discard' in step) return bench.discard((await letterOf(bench, step.discard)).id, step.because);
  if ('until' in step) return becomesTrue(stage, wanted(stage, step.until), STEP_MS);
  return atTheMachine(stage, step);
}

async function release({ bench, orders, records }: Stage, as: string, quantity: number): Promise<void> {
  const order = await bench.odoo.order(quantity, `scenario ${played}`);
  orders.set(as, order);
  records.set(as, { model: 'mrp.production', ...order });
}

async function reschedule({ bench, records }: Stage, as: string, start: string): Promise<void> {
  const record = records.get(as);
  if (!record) throw new Error(`the scenario has no order ${as}`);
  const call = { model: record.model, ids: [record.id] };
  const vals = { date_start: start.slice(0, 19).replace('T', ' ') };
  await must(bench.odoo.admin, { ...call, method: 'write', args: { vals } });
}

/** Nobody can ship what is not set aside: Odoo's refusal is no mistake of the scenario. */
async function atTheDelivery({ bench, records }: Stage, what: 'reserves' | 'ships', name: string): Promise<void> {
  const record = records.get(name);
  if (!record) throw new Error(`the scenario has no delivery ${name}`);
  const call = { model: record.model, ids: [record.id] };
  if (what === 'reserves') await must(bench.odoo.admin, { ...call, method: 'action_assign' });
  else await bench.odoo.admin.call({ ...call, method: 'button_validate', context: { skip_backorder: true } });
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

function reportOf(stage: Stage, step: Extract<Step, { report: string }>): unknown {
  const now = new Date().toISOString();
  const attributes = {
    enterprise: 'ACME',
    site: 'MUC1',
    system: step.system,
    time: step.time ?? now,
    recordedtime: now,
    timequality: 'synced',
    sequence: { epoch: step.number === undefined ? 0 : 1, counter: step.number ?? 0 },
  } as const;
  const built = buildEvent(step.report as EventName, named(stage, step.data) as never, attributes, system.hash);
  if (!built.ok) throw new Error(JSON.stringify(built.failure));
  return built.value;
}

/**
 * `{{A}}` in any text becomes the name that Odoo has for A, `{{B1}}` and `{{B2}}` the component's lots in stock,
 * `{{yesterday:08:00}}` that time of yesterday (UTC), and `{{yesterday-in-odoo:08:00}}` the same as Odoo writes it.
 */
function named(stage: Stage, value: unknown): unknown {
  const nameOf = (_: string, name: string): string =>
    timeOf(name) ?? stage.records.get(name)?.name ?? lotOf(stage, name);
  return JSON.parse(JSON.stringify(value).replaceAll(/\{\{([\w:-]+)\}\}/g, nameOf));
}

function timeOf(name: string): string | undefined {
  if (name === 'now') return new Date().toISOString();
  const [, inOdoo, clock] = /^yesterday(-in-odoo)?:(\d\d:\d\d(?::\d\d)?)$/.exec(name) ?? [];
  if (clock === undefined) return undefined;
  const date = new Date(startedMs - 86_400_000).toISOString().slice(0, 10);
  const time = clock.length === 5 ? `${clock}:00` : clock;
  return inOdoo ? `${date} ${time}` : `${date}T${time}.000Z`;
}

/** Texts of an expectation may name records as well. */
const wanted = (stage: Stage, expected: Expectation): Expectation => named(stage, expected) as Expectation;

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
