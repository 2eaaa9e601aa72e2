/** Starts the aggregate with what it sums up. */
import type { Journal } from '../../domain/journal.ts';
import type { Aggregation, Edge } from '../../domain/operations/aggregation.ts';
import { chosenFigures } from '../../domain/operations/chosen-figures.ts';
import { grainOf, performance } from '../../domain/operations/shift/performance.ts';
import { restoreBook } from '../../domain/operations/windows/book.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import type { Config } from './definition.ts';
import { Summing } from './summing.ts';
import { unfit } from './trouble.ts';

export async function startAggregate(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config, hash, id } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const edge: Edge = { site: site.value, hash, system: `aggregate-${id}` };
  if (config.content === 'figures') {
    const rules = config.figures.filter(({ name }) => name !== '');
    const trouble = figuresTrouble(config, rules);
    if (trouble !== undefined) return fail(unfit('sum up figures', trouble));
    const summary = config.name.trim() === '' ? 'figures' : config.name.trim();
    return begin(context, journal.value, chosenFigures({ ...config, figures: rules, summary }, edge));
  }
  const grain = grainOf(config);
  if (grain === undefined)
    return fail(unfit('sum up performance', 'its windows are neither shifts nor hours nor days'));
  const by = config.by === 'machine' ? 'machine' : 'line';
  if (by !== config.by) return fail(unfit('sum up performance', 'it is summed up for each line or machine'));
  return begin(context, journal.value, performance({ ...config, by }, edge, grain));
}

function figuresTrouble({ by, keyPath }: Config, rules: Config['figures']): string | undefined {
  if (rules.length === 0) return 'it has no figures';
  if (by === 'path' && keyPath === '') return 'the path of the key is empty';
  const without = rules.find(({ how, of }) => how !== 'count' && of === '');
  if (without) return `the figure "${without.name}" has no path`;
  return new Set(rules.map(({ name }) => name)).size < rules.length ? 'two figures have the same name' : undefined;
}

async function begin<S, F>(
  context: NodeContext<Config>,
  journal: Journal,
  aggregation: Aggregation<S, F>,
): Promise<Result<Behaviour>> {
  const rows = await journal.counters(context.id);
  if (!rows.ok) return rows;
  const summing = new Summing(context, journal, aggregation, restoreBook<S>(rows.value));
  return ok({ handle: (message) => summing.handle(message), close: () => summing.close() });
}
