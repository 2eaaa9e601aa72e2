/**
 * How soon events are where they belong, for every template: its good case again and again in a real Node-RED against the
 * simulated Odoo, from the arrival of each event to its receipt. Fails when a template does not keep the class that it
 * declares. What was measured is kept in `results/delivery-class.json`, from where the catalogue of the templates has it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isKept, LIMIT_SECONDS, type Measured, RESULTS, readResults } from '../../flows/_tools/delivery-class.ts';
import { readTemplates, type Template } from '../../flows/_tools/template.ts';
import { type Delivery, playHappy } from '../flows/bench/deliveries.ts';
import { answer, loadNow, p95, spread } from './measure.ts';

/** Of each template; most plays have several events. */
const PLAYS = 10;
const SHORT = ['T-10'];

await answer(async ({ short, templates: named }) => {
  const wanted = named ?? (short ? SHORT : undefined);
  const measured: Record<string, object> = {};
  for (const template of readTemplates().filter(({ paper }) => wanted?.includes(paper.template.code) ?? true)) {
    const { code, deliveryClass } = template.paper.template;
    const row = rowOf(await playHappy(template.folder, short ? 1 : PLAYS), short ? 1 : PLAYS);
    console.error(`[bench] ${code} ${JSON.stringify(row)}`);
    if (!short) keep(code, row);
    const limitMs = LIMIT_SECONDS[deliveryClass] * 1_000;
    measured[code] = { class: deliveryClass, limitMs, ...row, kept: isKept(template, row) };
  }
  const broken = Object.entries(measured).filter(([, row]) => 'kept' in row && row.kept === false);
  if (broken.length > 0) throw new Error(`not as declared: ${JSON.stringify(Object.fromEntries(broken))}`);
  return measured;
});

function rowOf(deliveries: readonly Delivery[], plays: number): Measured {
  const took = deliveries.map(({ tookMs }) => tookMs);
  const { p50, max } = spread(took);
  return {
    ...{ plays, deliveries: took.length, ms: { p50, p95: p95(took), max } },
    ...loadNow(),
  };
}

/** One template after the other: a run that is cut short has measured those before. */
function keep(code: Template['paper']['template']['code'], row: Measured): void {
  const all = Object.entries({ ...readResults(), [code]: row }).sort(([one], [other]) => (one < other ? -1 : 1));
  mkdirSync(dirname(RESULTS), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}
