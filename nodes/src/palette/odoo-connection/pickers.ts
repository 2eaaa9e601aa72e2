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
  const answer = await erp.call({
    model: query.model,
    method: 'fields_get',
    args: { attributes: ['string', 'type'] },
    repeatable: true,
  });
  if (!answer.ok) throw new Error(explain(answer.failure));
  const fields = answer.value as Record<string, { string: string; type: string }>;
  return matching(
    Object.entries(fields).map(([value, { string, type }]) => ({ value, label: `${value} – ${string} (${type})` })),
    query,
  );
}

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
