/**
 * `npm run crash -- --kills 200 --odoo sim|real --posting calls,batch --seed 1 --sources opcua --rigs 2 --minutes 3
 * --report file.json`: kills the real process again and again while events stream in and Odoo misbehaves, then compares
 * Odoo with what truly happened.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { POINTS, type Point } from '../plant/faults/points.ts';
import { openers } from './odoo.ts';
import { runRig } from './rig.ts';
import type { OpenSource } from './source.ts';
import { openFiles } from './sources/files.ts';
import { openHttp } from './sources/http.ts';
import { openMqtt } from './sources/mqtt.ts';
import { openOpcua } from './sources/opcua.ts';
import type { Verdict } from './verdict.ts';

const SOURCES: Readonly<Record<string, OpenSource>> = {
  ...{ opcua: openOpcua, http: openHttp },
  ...{ mqtt: openMqtt, files: openFiles },
};

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    odoo: { type: 'string', default: 'sim' },
    posting: { type: 'string', default: 'calls' },
    seed: { type: 'string' },
    sources: { type: 'string', default: Object.keys(SOURCES).join(',') },
    rigs: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    shared: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const rigs = Number(values.rigs);
const open = openers[values.odoo];
const names = values.sources.split(',');
/** One for each rig in turn. */
const modes = values.posting.split(',').filter((mode) => mode === 'calls' || mode === 'batch');
const unknown = names.filter((name) => !SOURCES[name]);
if (!open || unknown.length > 0 || modes.length === 0) {
  if (!open) console.error('--odoo is sim or real');
  if (modes.length === 0) console.error('--posting is calls, batch or calls,batch');
  if (unknown.length > 0)
    console.error(`no source ${unknown.join(', ')}; there are ${Object.keys(SOURCES).join(', ')}`);
  process.exit(2);
}
console.log(
  `[crash] ${values.kills} kills, Odoo ${values.odoo}, sources ${values.sources}, posting ${modes.join(',')}, --seed ${seed} --rigs ${rigs}`,
);
const latest = values.minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.minutes) * 60_000;
let isAsked = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (isAsked = true));
const share = (rig: number): number => Math.floor((Number(values.kills) + rigs - 1 - rig) / rigs);
const ends = await Promise.allSettled(
  Array.from({ length: rigs }, async (_, rig) =>
    runRig({
      kills: share(rig),
      seed: seed + 1_000 * rig,
      ...(await open(values.shared, modes[rig % modes.length] ?? 'calls')),
      sources: names.map((name) => SOURCES[name] as OpenSource),
      isOver: () => isAsked || Date.now() > latest,
      progress: (line) => console.log(`[crash ${rig + 1}] ${line}`),
    }),
  ),
);
// All rigs have put their processes away by now.
const verdicts = ends.map((end) => {
  if (end.status === 'rejected') throw end.reason;
  return end.value;
});
const total = summary(verdicts);
if (values.report) writeFileSync(values.report, `${JSON.stringify({ seed, ...total }, null, 2)}\n`);
for (const [point, kills] of Object.entries(total.points))
  console.log(`[crash] ${point.padEnd(20)} ${String(kills).padStart(4)}  ${POINTS[point as Point]}`);
console.log(
  `[crash] ${total.kills} kills (${total.random} random), ${total.lostAnswers} lost answers, ${total.orders} orders, ${total.seconds} s`,
);
for (const line of total.wrong) console.log(`[crash] WRONG: ${line}`);
console.log(
  total.wrong.length === 0
    ? '[crash] nothing lost, nothing twice, nothing stuck'
    : `[crash] FAILED with --seed ${seed}`,
);
process.exit(total.wrong.length === 0 ? 0 : 1);

function summary(all: readonly Verdict[]) {
  const add = (pick: (verdict: Verdict) => number): number => all.reduce((sum, one) => sum + pick(one), 0);
  const merged = (pick: (verdict: Verdict) => Readonly<Record<string, number>>): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const [name, count] of all.flatMap((one) => Object.entries(pick(one)))) sums[name] = (sums[name] ?? 0) + count;
    return sums;
  };
  return {
    kills: add(({ kills }) => kills),
    random: add(({ random }) => random),
    points: merged(({ points }) => points),
    notReached: merged(({ notReached }) => notReached as Record<string, number>),
    troubles: merged(({ troubles }) => troubles),
    lostAnswers: add(({ lostAnswers }) => lostAnswers),
    orders: add(({ orders }) => orders),
    seconds: Math.max(...all.map(({ seconds }) => seconds)),
    wrong: all.flatMap(({ wrong }) => wrong),
  };
}
