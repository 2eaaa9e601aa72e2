/**
 * The good case of a template again and again in a real process: how long from the arrival of each event to its verified
 * effect. Every receipt is looked at where it leaves the node that has verified it.
 */
import type { Scenario } from '../../../flows/_tools/scenario.ts';
import { readTemplate } from '../../../flows/_tools/template.ts';
import { Bench } from './bench.ts';
import { type Node, together } from './flow-side.ts';
import { closeMes, needsMes, openMes } from './mes.ts';
import { simulatedSide } from './odoo-side.ts';
import { foldersOf, play } from './play.ts';
import { aroundOf } from './suite.ts';

/** One event that reached its end. */
export interface Delivery {
  /** Type of the node that verified the effect. */
  readonly by: string;
  readonly event: string;
  readonly tookMs: number;
}

/** Nodes whose first output carries receipts. */
const VERIFIERS = ['odoo-write', 'webhook-out', 'event-publish', 'notify', 'file-drop'].map(
  (name) => `plantwire-${name}`,
);
const WATCH = 'class.watch';
const MARK = 'delivered ';

/**
 * An event arrives when its first node made it, or when its sender says that it made it, whichever was first: a machine's
 * count has no other beginning, and a report waits for nobody before it is sent.
 */
const SAYS = `const { recordedtime, id, type } = msg.payload;
const [first] = msg.plantwire.trail;
const since = Math.min(...[recordedtime, first && first.at].map((text) => Date.parse(text)).filter((ms) => ms > 0));
node.log('${MARK}' + JSON.stringify({ by: env.get('BY'), event: type, tookMs: Date.now() - since }));`;

/** Behind each of these nodes one that says in the log what has come. */
export function watched(flow: readonly Node[]): readonly Node[] {
  const verifiers = flow.filter(({ type, d }) => VERIFIERS.includes(type) && d !== true);
  const watchers = verifiers.map(({ id, z, type }, index): Node => {
    const func = SAYS.replace("env.get('BY')", JSON.stringify(type.replace('plantwire-', '')));
    const place = { z, x: 100, y: 20 + index, wires: [[]] };
    return { id: `${WATCH}.${index}`, type: 'function', ...place, func, outputs: 1, name: id };
  });
  const seen = flow.map((node): Node => {
    const watcher = watchers.find(({ name }) => name === node.id);
    if (!watcher) return node;
    const [first = [], ...rest] = node.wires as readonly (readonly string[])[];
    return { ...node, wires: [[...first, watcher.id], ...rest] };
  });
  return [...seen, ...watchers];
}

export const deliveriesIn = (log: string): readonly Delivery[] =>
  log
    .split('\n')
    .filter((line) => line.includes(MARK))
    .map((line) => JSON.parse(line.slice(line.indexOf(MARK) + MARK.length)) as Delivery);

/** The first play of a process compiles what later ones find; it counts like the others. */
export async function playHappy(folder: string, times: number): Promise<readonly Delivery[]> {
  const { scenarios, template } = readTemplate(folder).paper;
  const happy = scenarios.filter(({ kind }) => kind === 'happy');
  const flow = together(happy.flatMap((scenario) => foldersOf(folder, scenario)));
  let bench: Bench | undefined;
  if (needsMes(flow)) await openMes(() => bench?.appliance.url);
  try {
    bench = await Bench.start(await simulatedSide(`DC${template.code.slice(2)}`), aroundOf(flow));
    const found: Delivery[] = [];
    for (let time = 0; time < times; time += 1) found.push(...(await once(bench, folder, happy)));
    return found;
  } finally {
    await bench?.close();
    await closeMes();
  }
}

async function once(bench: Bench, folder: string, happy: readonly Scenario[]): Promise<readonly Delivery[]> {
  const before = bench.appliance.log().length;
  for (const scenario of happy) await play(bench, folder, scenario, watched);
  return deliveriesIn(bench.appliance.log().slice(before));
}
