import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import type { OrderIntent as Intent } from '../../../nodes/src/domain/odoo/order-intent.ts';
import type { SitePack } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { compileValidator } from '../../../nodes/src/domain/validation/compile.ts';
import { feed, newRun, planFor, sample, wait } from '../plant/bench.ts';
import { hash, packNamed } from './plant.ts';

/** Counts of one order, through counter, validator and mapper as they stand in a flow. */
function intentsOf(pack: SitePack, machine: string, tags: Record<string, string | number | boolean>[]): Intent[] {
  const plan = planFor({ equipment: pack.equipment.filter(({ name }) => name === machine) }, pack);
  const run = newRun();
  tags.forEach((values, step) => {
    const samples = Object.entries(values).map(([tag, value]) => sample(tag, value, step * 30));
    feed(run, plan, samples);
  });
  wait(run, plan, 600);
  const validate = compileValidator({ accepts: [], strictness: 'strict', hash });
  const map = prepareMapper(siteResource(pack));
  return run.messages.map(({ event }) => {
    const valid = validate(event);
    if (!valid.ok) throw new Error(JSON.stringify(valid.failure));
    const mapped = map(valid.value);
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.failure));
    if (mapped.value.kind !== 'intent') throw new Error(mapped.value.note);
    return mapped.value.intent as Intent;
  });
}

const line = (intent: Intent): string => {
  const { material, quantity, lot, order } = intent;
  const what = intent.kind === 'produce' ? `${intent.kind} ${intent.report}` : intent.kind;
  return `${what} ${quantity.value} ${quantity.uom} ${material.value}${lot ? ` lot ${lot}` : ''} of ${order}`;
};

test('an order of the demo plant becomes five postings and its close', () => {
  const tag = (name: string): string => `ns=1;s=Press1.${name}`;
  const counters = ['GoodCount', 'ScrapCount', 'ByproductCount', 'ConsumedRM10', 'ConsumedRM20'];
  const counts = (...values: number[]) =>
    Object.fromEntries(counters.map((name, index) => [tag(name), values[index] ?? 0]));
  const context = {
    [tag('Order')]: 'WH/MO/00042',
    [tag('Material')]: 'FG-1000',
    [tag('Lot')]: 'L2611-042',
    [tag('ComponentLot')]: 'S-9921',
    [tag('RejectReason')]: '1',
    [tag('OrderComplete')]: false,
  };
  const intents = intentsOf(packNamed('demo-plant'), 'Press1', [
    { ...context, ...counts(100, 7, 3, 100, 500) },
    counts(112, 9, 6, 114, 573),
    { [tag('OrderComplete')]: true },
  ]);
  expect(intents.map(line).sort()).toEqual([
    'byproduct 3 C62 BP-1 of WH/MO/00042',
    'consume 14 C62 RM-10 of WH/MO/00042',
    'consume 7.3 KGM RM-20 lot S-9921 of WH/MO/00042',
    'produce final 0 C62 FG-1000 lot L2611-042 of WH/MO/00042',
    'produce partial 12 C62 FG-1000 lot L2611-042 of WH/MO/00042',
    'scrap 2 C62 FG-1000 lot L2611-042 of WH/MO/00042',
  ]);
  const final = intents.find((intent) => intent.kind === 'produce' && intent.report === 'final');
  expect(final).toMatchObject({ awaits: counters.map(tag) });
  expect(new Set(intents.map(({ key }) => key)).size).toBe(6);
  expect(new Set(intents.map(({ partition }) => partition))).toEqual(new Set(['MUC1:or:WH/MO/00042']));
});

test('a brewery needs another pack, not another flow', () => {
  const tag = (name: string): string => `ns=2;s=Brewhouse.Kettle1.${name}`;
  const start = {
    [tag('BatchId')]: 'B-2611',
    [tag('Recipe')]: '0004711',
    [tag('SiloLot')]: 'SILO-3',
    [tag('BatchEnd')]: false,
    [tag('WortLitres')]: 0,
    [tag('MaltPulses')]: 65_530,
    [tag('HopGrams')]: 0,
    [tag('SpentGrainKg')]: 0,
    [tag('DrainLitres')]: 0,
  };
  const intents = intentsOf(packNamed('process-batch'), 'Kettle 1', [
    start,
    { [tag('WortLitres')]: 800.5, [tag('MaltPulses')]: 4, [tag('HopGrams')]: 1250, [tag('DrainLitres')]: 20 },
    { [tag('BatchEnd')]: true },
  ]);
  expect(intents.map(line).sort()).toEqual([
    'consume 1.25 KGM nordbrew.hop_hersbrucker of B-2611',
    'consume 25 KGM nordbrew.malt_pils lot SILO-3 of B-2611',
    'produce final 0 LTR nordbrew.beer_pils lot B-2611 of B-2611',
    'produce partial 800.5 LTR nordbrew.beer_pils lot B-2611 of B-2611',
    'scrap 20 LTR nordbrew.beer_pils lot B-2611 of B-2611',
  ]);
  expect(intents[0]?.policy).toMatchObject({ post: 'perShift', remainder: 'closeShort', overTolerancePct: '3' });
});
