/** Live choices of the form: models and fields as the connected Odoo has them. */
import { explain } from '../../domain/failure.ts';
import type { Erp, Result } from '../../domain/ports.ts';

interface Host {
  resource<T>(configNodeId: string): Promise<Result<T>>;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

type Query = Readonly<Record<string, string>>;

/** The integration user may not list models; these are what a plant asks for, offered where they are installed. */
const COMMON = [
  'mrp.production',
  'mrp.workorder',
  'mrp.workcenter',
  'mrp.bom',
  'product.product',
  'stock.lot',
  'stock.quant',
  'stock.move',
  'stock.move.line',
  'stock.picking',
  'stock.scrap',
  'purchase.order',
  'sale.order',
  'maintenance.equipment',
  'maintenance.request',
] as const;

export async function chooseModel(query: Query, host: Host): Promise<readonly Choice[]> {
  const erp = await connected(query, host);
  if (!erp) return COMMON.map((model) => ({ value: model, label: model }));
  const listed = await erp.call({
    model: 'ir.model',
    method: 'search_read',
    args: { domain: [['transient', '=', false]], fields: ['model', 'name'], order: 'model' },
    repeatable: true,
  });
  const all = listed.ok
    ? (listed.value as { model: string; name: string }[]).map(({ model, name }) => ({
        value: model,
        label: `${model} – ${name}`,
      }))
    : COMMON.map((model) => ({ value: model, label: model }));
  return matching(all, query);
}

export async function chooseField(query: Query, host: Host): Promise<readonly Choice[]> {
  const erp = await connected(query, host);
  if (!erp || !query.model) return [];
  return matching(Object.entries(await fieldsOf(erp, query.model)).map(direct), query);
}

/** Deeper than this nobody looks, and each step is a call. */
const DEEPEST = 5;

/** Fields, and through relations those of other models: what is typed up to the last dot is the way there. */
export async function chooseFieldPath(query: Query, host: Host): Promise<readonly Choice[]> {
  const erp = await connected(query, host);
  if (!erp || !query.model) return [];
  const way = (query.q ?? '').split('.');
  const typed = way.pop() ?? '';
  if (way.length > DEEPEST) return [];
  let fields = await fieldsOf(erp, query.model);
  for (const step of way) {
    const relation = fields[step]?.relation;
    if (!relation) return [];
    fields = await fieldsOf(erp, relation);
  }
  const found = matching(Object.entries(fields).map(direct), { ...query, q: typed });
  const before = way.map((step) => `${step}.`).join('');
  return found.flatMap(({ value, label }) => {
    const relation = fields[value]?.relation;
    const path = `${before}${value}`;
    const itself = { value: path, label: `${before}${label}` };
    return relation ? [itself, { value: `${path}.`, label: `${path} › ${relation}` }] : [itself];
  });
}

type Described = Readonly<
  Record<string, { readonly string: string; readonly type: string; readonly relation?: string }>
>;

async function fieldsOf(erp: Erp, model: string): Promise<Described> {
  const args = { attributes: ['string', 'type', 'relation'] };
  const answer = await erp.call({ model, method: 'fields_get', args, repeatable: true });
  if (!answer.ok) throw new Error(explain(answer.failure));
  return answer.value as Described;
}

const direct = ([value, { string, type }]: readonly [string, Described[string]]): Choice => ({
  value,
  label: `${value} – ${string} (${type})`,
});

async function connected(query: Query, host: Host): Promise<Erp | undefined> {
  if (!query.connection) return undefined;
  const erp = await host.resource<Erp>(query.connection);
  if (!erp.ok) throw new Error(explain(erp.failure));
  return erp.value;
}

const matching = (choices: readonly Choice[], query: Query): readonly Choice[] => {
  const typed = (query.q ?? '').toLowerCase();
  return choices
    .filter(({ label }) => label.toLowerCase().includes(typed))
    .sort((one, other) => one.value.localeCompare(other.value));
};
