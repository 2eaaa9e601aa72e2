/** How soon the events of a template are in Odoo, as measured, beside the class it declares. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { table } from './table.ts';
import type { Template } from './template.ts';

export type DeliveryClass = Template['paper']['template']['deliveryClass'];

const HOUR_S = 3_600;
export const LIMIT_SECONDS: Readonly<Record<DeliveryClass, number>> = {
  ...{ R1: 10, R2: 60, R3: 300 },
  ...{ B1: 8 * HOUR_S, B2: 24 * HOUR_S },
};

/** Written by `npm run bench -- --only delivery-class`, and by nobody else. */
export const RESULTS = join(import.meta.dirname, '../../test/bench/results/delivery-class.json');

const rowSchema = z.strictObject({
  plays: z.int().positive(),
  /** Events that reached their end. */
  deliveries: z.int().positive(),
  ms: z.strictObject({ p50: z.number(), p95: z.number(), max: z.number() }),
  /** Load average of the machine at the end. */
  load: z.number(),
  cores: z.int(),
});
export const resultsSchema = z.record(z.string().regex(/^T-\d{2}$/), rowSchema);
export type Measured = z.output<typeof rowSchema>;
export type Results = z.output<typeof resultsSchema>;

export function readResults(file = RESULTS): Results {
  return existsSync(file) ? resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

/** Fields of nodes that make an event wait before it is one. */
const WAITS = ['pollSeconds', 'stableSeconds', 'quietSeconds'] as const;

/** Longest time that something waits to be looked at, or for what belongs to it: the bench looks once a second. */
export function waitSeconds({ flow }: Pick<Template, 'flow'>): number {
  const waits = flow.map((node) => WAITS.reduce((sum, field) => sum + Number(node[field] ?? 0), 0));
  return Math.max(0, ...waits);
}

export function isKept(template: Pick<Template, 'flow' | 'paper'>, { ms }: Pick<Measured, 'ms'>): boolean {
  return ms.p95 / 1_000 + waitSeconds(template) <= LIMIT_SECONDS[template.paper.template.deliveryClass];
}

export function classTable(templates: readonly Template[], results: Results = readResults()): string {
  const rows = templates.map((template) => {
    const { code, deliveryClass } = template.paper.template;
    const limit = [code, deliveryClass, inWords(LIMIT_SECONDS[deliveryClass])];
    const found = results[code];
    if (!found) return [...limit, 'not measured', '–', '–', '–', '–', '–', '–'];
    const { ms, deliveries, load, cores } = found;
    const wait = waitSeconds(template);
    const took = [ms.p50, ms.p95, ms.max].map((one) => `${(one / 1_000).toFixed(2)} s`);
    const kept = isKept(template, found) ? 'yes' : 'no';
    return [...limit, ...took, wait === 0 ? '–' : `${wait} s`, `${deliveries}`, `${load} on ${cores} cores`, kept];
  });
  const head = ['Template', 'Class', 'Within', 'Median', 'p95', 'Worst', 'Waits first', 'Events', 'Load', 'Kept'];
  return table(head, rows);
}

function inWords(seconds: number): string {
  if (seconds >= HOUR_S) return `${seconds / HOUR_S} h`;
  return seconds > 60 ? `${seconds / 60} min` : `${seconds} s`;
}
