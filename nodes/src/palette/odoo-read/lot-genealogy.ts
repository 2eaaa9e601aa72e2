/** What the one lot of a filter was made of, and what became of it, by the reader that the genealogy node has. */
import type { Failure } from '../../domain/failure.ts';
import type { Chain } from '../../domain/genealogy/chain.ts';
import { chainData } from '../../domain/genealogy/tell.ts';
import { readGenealogy } from '../../domain/odoo/genealogy.ts';
import { LOT_MODELS, traceRows } from '../../domain/odoo/genealogy-lines.ts';
import { type Erp, fail, ok, type Result } from '../../domain/ports.ts';
import type { Config, OdooDomain } from './filter.ts';
import { notOne } from './limits.ts';
import { countOf, readPage, startOf } from './pages.ts';

/** Far more than a plant has; `limit` bounds the lots. */
const MOST_LEVELS = 100;

export async function readChains(
  config: Config,
  erp: Erp,
  domain: OdooDomain,
): Promise<Result<readonly ReturnType<typeof chainData>[]>> {
  const lot = await theLot(config, erp, domain);
  if (!lot.ok) return lot;
  const chains: Chain[] = [];
  for (const direction of ['up', 'down'] as const) {
    if (config.direction === (direction === 'up' ? 'forward' : 'back')) continue;
    const question = { lot: lot.value, direction, mostLevels: MOST_LEVELS, mostLots: config.limit };
    const chain = await readGenealogy(erp, question);
    if (!chain.ok) return chain;
    const cut = chain.value.gaps.find(({ kind }) => kind === 'cut-off');
    if (cut) return fail(cutOff(config, chain.value.root.lot));
    chains.push(chain.value);
  }
  return ok(chains.map(chainData));
}

/** The model may be written with the name that it has in any version: the flow stays as it is over an upgrade. */
async function theLot(config: Config, erp: Erp, domain: OdooDomain): Promise<Result<number>> {
  if (!LOT_MODELS.includes(config.model)) return fail(notLots(config.model));
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const book = traceRows(profile.value);
  if (!book.ok) return book;
  const model = book.value.lotModel;
  const count = await countOf(erp, model, domain);
  if (!count.ok) return count;
  const wrong = notOne(model, count.value);
  if (wrong) return fail(wrong);
  const page = await readPage({ ...config, model, fields: [], order: 'id' }, erp, startOf(model, domain, 1));
  if (!page.ok) return page;
  const [only] = page.value.records;
  const gone = notOne(model, page.value.records.length);
  return only && !gone ? ok(only.id) : fail(gone ?? notLots(model));
}

const notLots = (model: string): Failure => ({
  code: 'filter-invalid',
  class: 'data',
  attempted: 'read the genealogy of a lot',
  on: 'field "Model"',
  reason: `${model} keeps no lots`,
  nextStep: `Write ${LOT_MODELS.join(' or ')}.`,
});

const cutOff = ({ limit }: Config, lot: string): Failure => ({
  code: 'limit-exceeded',
  class: 'business',
  attempted: `read the genealogy of lot ${lot}`,
  on: lot,
  reason: `it has more than ${limit} lots, ${MOST_LEVELS} levels or 20000 lines of stock moves`,
  nextStep: 'Ask for one direction, from a lot on the way, or raise the limit on purpose.',
});
