/** Compares what Odoo, the outbox, the dead letters and the plant show with what a scenario expects. */
import type { Expectation } from '../../../flows/_tools/scenario.ts';
import { must, type SeededOrder } from '../../live/seed.ts';
import { until } from '../../support/time.ts';
import type { Bench, Letter } from './bench.ts';
import { leftDifferences } from './left-files.ts';
import { mesDifferences } from './mes.ts';
import { type OrderGroup, type Quantities, readGroup } from './odoo-records.ts';
import type { OdooSide } from './odoo-side.ts';
import { readingDifferences } from './readings.ts';
import type { SeededRecord } from './seeds.ts';

export interface Stage {
  readonly bench: Bench;
  readonly orders: Map<string, SeededOrder>;
  /** Other records in Odoo, by the name the scenario gives them; orders too. */
  readonly records: Map<string, SeededRecord>;
  /** Registers of a machine that the deployed counters report, by name. */
  readonly counters: readonly string[];
}

/** A machine does not wait to be looked at: what a scenario does next has to come while it still runs. */
export const MACHINE_LOOK_MS = 20;

/** Polls until nothing differs any more; else fails with every difference that is left. */
export async function becomesTrue(stage: Stage, expected: Expectation, withinMs: number): Promise<void> {
  let left: readonly string[] = [];
  const isTrue = async (): Promise<boolean> => {
    left = await differences(stage, expected);
    return left.length === 0;
  };
  const look = expected.made ? MACHINE_LOOK_MS : undefined;
  await until('the expectation holds', isTrue, withinMs, look).catch(async () => {
    const letters = (await stage.bench.letters()).map((letter) => `  dead letter ${letter.id}: ${letter.text}`);
    throw new Error([`after ${withinMs} ms:`, ...left.map((one) => `  ${one}`), ...letters].join('\n'));
  });
}

async function differences(stage: Stage, expected: Expectation): Promise<readonly string[]> {
  const found: string[] = [];
  if (expected.made) found.push(...(await madeTooLittle(stage, expected.made)));
  if (expected.outbox !== undefined || expected.waiting !== undefined) {
    const { queued, untaken } = await stage.bench.depth();
    if (expected.outbox !== undefined && queued !== expected.outbox) found.push(`outbox: ${queued} queued`);
    if (expected.outbox === 0 && untaken > 0) found.push(`counter: ${untaken} events not taken`);
    if (expected.waiting !== undefined && queued < expected.waiting) found.push(`outbox: only ${queued} waiting`);
  }
  for (const [endpoint, texts] of Object.entries(expected.told ?? {})) {
    const told = stage.bench.told(endpoint);
    found.push(
      ...texts
        .filter((text) => !told.some((one) => one.includes(text)))
        .map((text) => `${endpoint} was not told ${text}`),
    );
  }
  if (expected.mes) found.push(...mesDifferences(expected.mes, (name) => orderOf(stage, name).name));
  if (expected.left) found.push(...leftDifferences(stage.bench, expected.left));
  for (const [id, texts] of Object.entries(expected.shown ?? {})) {
    const shown = stage.bench.shownBy(id) ?? '';
    found.push(...texts.filter((text) => !shown.includes(text)).map((text) => `${id} shows ${shown}, not ${text}`));
  }
  if (expected.deadLetters) found.push(...(await letterDifferences(stage.bench, expected.deadLetters)));
  // Odoo is asked last: while the counts are still on their way there is nothing to compare.
  if (found.length > 0) return found;
  for (const [name, wanted] of Object.entries(expected.orders)) {
    const group = await readGroup(stage.bench.odoo.erp, stage.bench.odoo.plant, orderOf(stage, name).id);
    found.push(...orderDifferences(name, group, wanted, stage.bench.odoo.plant.prefix));
    if (wanted.reasons) found.push(...(await reasonDifferences(stage, name, wanted.reasons)));
  }
  if (expected.odoo) found.push(...(await readingDifferences({ ...stage, odoo: stage.bench.odoo }, expected.odoo)));
  return found;
}

export function orderOf(stage: Stage, name: string): SeededOrder {
  const order = stage.orders.get(name);
  if (!order) throw new Error(`the scenario has no order ${name}`);
  return order;
}

async function madeTooLittle(stage: Stage, made: NonNullable<Expectation['made']>): Promise<readonly string[]> {
  const { truths } = await stage.bench.plant.state();
  return Object.entries(made).flatMap(([name, counts]) => {
    const truth = truths.find(({ order }) => order === orderOf(stage, name).name);
    return Object.entries(counts)
      .filter(([counter, wanted]) => (truth?.counts[counter] ?? 0) < wanted)
      .map(([counter, wanted]) => `${name}: ${counter} at ${truth?.counts[counter] ?? 0} of ${wanted}`);
  });
}

/** A flow that follows all orders of a server meets those of other suites there, whose products its plant does not know. */
function isForeign({ failure, text }: Letter, { isShared, plant }: OdooSide): boolean {
  return isShared && failure.code === 'unmapped' && text.includes('the material "') && !text.includes(plant.prefix);
}

async function letterDifferences(bench: Bench, wanted: NonNullable<Expectation['deadLetters']>): Promise<string[]> {
  const letters = (await bench.letters()).filter((letter) => !isForeign(letter, bench.odoo));
  const total = wanted.reduce((sum, { count }) => sum + count, 0);
  const found = letters.length === total ? [] : [`dead letters: ${letters.length} instead of ${total}`];
  for (const { code, count, originalHolds, says } of wanted) {
    const same = letters.filter((letter) => letter.failure.code === code);
    if (same.length !== count) found.push(`dead letters ${code}: ${same.length} instead of ${count}`);
    for (const letter of same) found.push(...(await contentDifferences(bench, letter, originalHolds, says)));
  }
  return found;
}

async function contentDifferences(bench: Bench, letter: Letter, holds?: string, says?: string): Promise<string[]> {
  const original = holds === undefined ? '' : JSON.stringify((await bench.letter(letter.id)).original);
  return [
    ...(holds === undefined || original.includes(holds)
      ? []
      : [`original of ${letter.id} lacks ${holds}: ${original}`]),
    ...(says === undefined || letter.text.includes(says) ? [] : [`letter ${letter.id} does not say "${says}"`]),
  ];
}

type Wanted = Expectation['orders'][string];

function orderDifferences(name: string, group: OrderGroup, wanted: Wanted, prefix: string): readonly string[] {
  const [first, ...rest] = group.parts;
  const last = group.parts.at(-1);
  const shown: Record<string, [unknown, unknown]> = {
    state: [first?.state, wanted.state],
    parts: [rest.map(({ state }) => state), wanted.parts],
    rest: [last?.planned, wanted.rest],
  };
  for (const key of ['produced', 'consumed', 'byproducts', 'scrapped'] as const) {
    shown[key] = [withoutPrefix(group.total[key], prefix), wanted[key] && sorted(wanted[key])];
  }
  return Object.entries(shown)
    .filter(([, [is, should]]) => should !== undefined && JSON.stringify(is) !== JSON.stringify(should))
    .map(([key, [is, should]]) => `${name}: ${key} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
}

/** Lots in stock carry the run's prefix: `rmb/X7-B1` is called `rmb/B1`. */
export function withoutPrefix(quantities: Quantities, prefix: string): Quantities {
  return sorted(
    Object.fromEntries(Object.entries(quantities).map(([key, value]) => [key.replace(`/${prefix}-`, '/'), value])),
  );
}

function sorted(quantities: Quantities): Quantities {
  return Object.fromEntries(
    Object.entries(quantities)
      .filter(([, value]) => Number(value) !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function reasonDifferences(stage: Stage, name: string, wanted: readonly string[]): Promise<readonly string[]> {
  const { erp } = stage.bench.odoo;
  const scraps = await must<{ scrap_reason_tag_ids: number[] }[]>(erp, {
    model: 'stock.scrap',
    method: 'search_read',
    args: {
      domain: [
        ['production_id', '=', orderOf(stage, name).id],
        ['state', '=', 'done'],
      ],
      fields: ['scrap_reason_tag_ids'],
    },
  });
  const tags = await must<{ id: number; name: string }[]>(erp, {
    model: 'stock.scrap.reason.tag',
    method: 'search_read',
    args: { domain: [], fields: ['name'] },
  });
  const names = scraps
    .flatMap((scrap) => scrap.scrap_reason_tag_ids)
    .map((id) => tags.find((tag) => tag.id === id)?.name);
  const is = [...new Set(names)].sort();
  const should = [...wanted].sort();
  return JSON.stringify(is) === JSON.stringify(should) ? [] : [`${name}: reasons are ${is.join(', ') || 'none'}`];
}
