/** What an Odoo that works answers to calls that cannot be carried out, and the verdict each answer must get. */
import type { FailureClass } from '../../nodes/src/domain/failure.ts';
import type { Erp, ErpCall } from '../../nodes/src/domain/ports.ts';
import { createOrder, must, type SeededPlant } from '../live/seed.ts';

/** Records the calls are aimed at; the integration user may write them. */
export interface Aim {
  readonly lot: number;
  readonly lotName: string;
  readonly product: number;
  readonly order: number;
  /** A scrap order over nothing. */
  readonly emptyScrap: number;
}

export interface FaultRow {
  readonly what: string;
  readonly call: (aim: Aim) => ErpCall;
  readonly code: string;
  readonly class: FailureClass;
}

export async function aimAt(erp: Erp, plant: SeededPlant): Promise<Aim> {
  const one = async (model: string, vals: Record<string, unknown>): Promise<number> =>
    (await must<number[]>(erp, { model, method: 'create', args: { vals_list: [vals] } }))[0] ?? 0;
  const lotName = `${plant.prefix}-AIM`;
  return {
    lotName,
    product: plant.rmB.id,
    lot: await one('stock.lot', { name: lotName, product_id: plant.rmB.id }),
    order: (await createOrder(erp, plant, 2)).id,
    emptyScrap: await one('stock.scrap', {
      product_id: plant.rmA.id,
      scrap_qty: 0,
      location_id: plant.stockLocation,
    }),
  };
}

const GONE = 999_999_999;
const refused = { code: 'odoo-call-refused', class: 'business' } as const;
const values = { code: 'odoo-refused-values', class: 'business' } as const;
const denied = { code: 'odoo-access-denied', class: 'business' } as const;
const missing = { code: 'odoo-record-missing', class: 'business' } as const;

const write =
  (vals: Record<string, unknown>) =>
  ({ lot }: Pick<Aim, 'lot'>) =>
    ({ model: 'stock.lot', method: 'write', ids: [lot], args: { vals } }) satisfies ErpCall;
const order = (vals: Record<string, unknown>) => (aim: Aim) =>
  ({ model: 'mrp.production', method: 'write', ids: [aim.order], args: { vals } }) satisfies ErpCall;
const create = (model: string, vals: Record<string, unknown>) => (): ErpCall => ({
  model,
  method: 'create',
  args: { vals_list: [vals] },
});
const find = (args: Record<string, unknown>) => (): ErpCall => ({ model: 'stock.lot', method: 'search_read', args });

export const faultRows: readonly FaultRow[] = [
  { what: 'required field missing', call: create('stock.lot', { name: 'X' }), ...values },
  {
    what: 'a name that must be unique, twice',
    call: ({ lotName, product }) => create('stock.lot', { name: lotName, product_id: product })(),
    ...values,
  },
  { what: 'unknown field in a create', call: create('stock.lot', { nope: 1 }), ...refused },
  { what: 'unknown field in a write', call: write({ nope: 1 }), ...refused },
  { what: 'unknown field in a condition', call: find({ domain: [['nope', '=', 1]] }), ...refused },
  { what: 'unknown field in an order', call: find({ domain: [], order: 'nope' }), ...refused },
  { what: 'unknown operator', call: find({ domain: [['name', '~~', 1]] }), ...refused },
  { what: 'unknown argument', call: find({ domains: [] }), ...refused },
  { what: 'a value that is no choice', call: order({ priority: 'nope' }), ...refused },
  { what: 'text for a number', call: order({ qty_producing: '7,5' }), ...refused },
  { what: 'time with T and Z', call: order({ date_start: '2026-11-20T08:00:00Z' }), ...refused },
  {
    what: 'unknown external id',
    call: () => ({
      model: 'ir.model.data',
      method: 'check_object_reference',
      args: { module: 'mfgx', xml_id: 'nope' },
    }),
    ...refused,
  },
  { what: 'argument missing', call: () => ({ model: 'decimal.precision', method: 'precision_get' }), ...refused },
  {
    what: 'records for a method that takes none',
    call: ({ lot }) => ({ model: 'stock.lot', method: 'create', ids: [lot], args: { vals_list: [] } }),
    ...refused,
  },
  { what: 'a model the user may not touch', call: create('ir.actions.server', { name: 'x' }), ...denied },
  { what: 'a model the user may only read', call: create('product.product', { name: 'x' }), ...denied },
  {
    what: 'a private method',
    call: ({ order: id }) => ({ model: 'mrp.production', method: '_set_qty_producing', ids: [id] }),
    ...denied,
  },
  { what: 'a write to a record that is gone', call: () => write({ ref: 'x' })({ lot: GONE }), ...missing },
  {
    what: 'an action on a record that is gone',
    call: () => ({ model: 'mrp.production', method: 'action_confirm', ids: [GONE] }),
    ...missing,
  },
  {
    what: 'a deletion of a record that is gone',
    call: () => ({ model: 'stock.lot', method: 'unlink', ids: [GONE] }),
    ...missing,
  },
  {
    what: 'a business rule',
    call: ({ emptyScrap }) => ({ model: 'stock.scrap', method: 'action_validate', ids: [emptyScrap] }),
    code: 'odoo-business-rule',
    class: 'business',
  },
  {
    what: 'a method that does not exist',
    call: ({ lot }) => ({ model: 'stock.lot', method: 'no_such_method', ids: [lot] }),
    code: 'odoo-method-missing',
    class: 'business',
  },
  {
    what: 'an app that is not installed',
    call: () => ({ model: 'quality.check', method: 'search_read', args: { domain: [] } }),
    code: 'odoo-model-missing',
    class: 'configuration',
  },
];

/** Replies with HTTP 200 that are no success: what is returned, and that nothing was done. */
export interface HollowRow {
  readonly what: string;
  readonly call: (aim: Aim) => ErpCall;
  readonly returns: unknown;
}

export const hollowRows: readonly HollowRow[] = [
  {
    what: 'a write without records',
    call: () => ({ model: 'stock.lot', method: 'write', ids: [], args: { vals: { ref: 'hollow' } } }),
    returns: true,
  },
  {
    what: 'an action without records',
    call: () => ({ model: 'mrp.production', method: 'action_confirm', ids: [] }),
    returns: true,
  },
  {
    what: 'a condition that matches no record',
    call: () => ({
      model: 'stock.lot',
      method: 'search_read',
      args: { domain: [['id', '=', GONE]], fields: ['name'] },
    }),
    returns: [],
  },
  {
    what: 'a load with a row that cannot be stored',
    call: () => ({
      model: 'stock.lot',
      method: 'load',
      args: { fields: ['id', 'name', 'product_id/.id'], data: [['mfgx.hollow', 'HOLLOW', String(GONE)]] },
    }),
    returns: expect.objectContaining({ ids: false, messages: expect.arrayContaining([expect.anything()]) }),
  },
];
