/** Puts the records of a scenario into Odoo, each under a name of its own, so that scenarios do not meet on one server. */
import type { Seed } from '../../../flows/_tools/seeds.ts';
import { checkDigit } from '../../../nodes/src/domain/canonical/gs1.ts';
import type { Binding } from '../../../nodes/src/domain/site/pack.ts';
import { Line } from '../../contract/erp-line.ts';
import { plantThatMakes } from '../../contract/intents/next-level.ts';
import { sold } from '../../contract/intents/sales-made.ts';
import { createOrder, loadOne, must, stockUp } from '../../live/seed.ts';
import type { OdooSide } from './odoo-side.ts';

export interface SeededRecord {
  readonly model: string;
  readonly id: number;
  /** What people call it in Odoo. */
  readonly name: string;
  /** How the site pack of the scenario finds it. */
  readonly binding?: Binding;
  /** Of a lot that has a product of its own. */
  readonly product?: number;
}

export type Records = ReadonlyMap<string, SeededRecord>;

type Of<S extends Seed['seed']> = Extract<Seed, { seed: S }>;
type Seeder<S extends Seed['seed']> = (stage: Seeding, seed: Of<S>) => Promise<SeededRecord | undefined>;

interface Seeding {
  readonly odoo: OdooSide;
  readonly records: Map<string, SeededRecord>;
  /** Prefix of real names: of the run and of the scenario. */
  readonly prefix: string;
}

/** `serial` tells the scenarios of one run apart. */
export async function seedRecords(odoo: OdooSide, seeds: readonly Seed[], serial: number): Promise<Records> {
  const stage: Seeding = { odoo, records: new Map(), prefix: `${odoo.plant.prefix}-${serial}` };
  for (const seed of seeds) {
    const seeder = SEEDERS[seed.seed] as Seeder<Seed['seed']>;
    const record = await seeder(stage, seed);
    if (record && 'as' in seed) stage.records.set(seed.as, record);
  }
  return stage.records;
}

const SEEDERS: { readonly [S in Seed['seed']]: Seeder<S> } = {
  async material({ odoo, prefix }, { as, tracking }) {
    const [name, externalId] = [`${prefix}-${as}`, named(prefix, as)];
    const row = { id: externalId, name, default_code: name, tracking, type: 'consu', is_storable: '1' };
    const id = await loadOne(odoo.admin, 'product.product', { ...row, 'uom_id/id': 'uom.product_uom_unit' });
    return { model: 'product.product', id, name, binding: bound('material', as, externalId) };
  },

  /** A person would take the place that is there, and so do we: two of one name could not be told apart. */
  async place({ odoo }, { as, called }) {
    const there = [
      ['name', '=', called],
      ['usage', '=', 'internal'],
    ];
    const found = await must<number[]>(odoo.admin, {
      model: 'stock.location',
      method: 'search',
      args: { domain: there, limit: 1 },
    });
    const id = found[0] ?? (await newPlace(odoo, called));
    return { model: 'stock.location', id, name: called, binding: bound('location', as, `WH/${called}`, 'code') };
  },

  async lot(stage, { as, of, quantity, place }) {
    const name = `${stage.prefix}-${as}`;
    const product = productOf(stage, of);
    const row = { id: named(stage.prefix, `lot_${as}`), name, 'product_id/.id': String(product) };
    const id = await loadOne(stage.odoo.admin, 'stock.lot', row);
    await stockUp(stage.odoo.admin, product, placeOf(stage, place), Number(quantity), id);
    return { model: 'stock.lot', id, name };
  },

  async made(stage, { as, from, of, quantity }) {
    const { admin, erp, plant } = stage.odoo;
    const [code, source] = [`${stage.prefix}-OF-${as}`, known(stage, from).name];
    const component = { id: productOf(stage, of), code: known(stage, of).name, externalId: '' };
    const maker = await plantThatMakes({ admin, plant, major: 19 }, { code, tracking: 'lot', of: component });
    const order = await createOrder(admin, maker, Number(quantity));
    const line = new Line(erp, maker, order, { consumption: 'actual' });
    const name = `${stage.prefix}-${as}`;
    await line.posted(line.consume(component, quantity, { lot: source, uom: 'C62' }));
    await line.posted(line.good(quantity, 'final', { lot: name }));
    const domain = [
      ['name', '=', name],
      ['product_id', '=', maker.fg.id],
    ];
    const [id = 0] = await must<number[]>(admin, { model: 'stock.lot', method: 'search', args: { domain } });
    return { model: 'stock.lot', id, name, product: maker.fg.id };
  },

  async stock(stage, { lot, of, quantity, place }) {
    const { id } = known(stage, lot);
    await stockUp(stage.odoo.admin, productOf(stage, of), placeOf(stage, place), Number(quantity), id);
    return undefined;
  },

  async label() {
    labels += 1;
    // Seventeen digits that no other run has, and the check digit behind them.
    const payload = `3${String(Date.now()).padStart(13, '0')}${String(labels % 1_000).padStart(3, '0')}`;
    return { model: 'stock.package', id: 0, name: `${payload}${checkDigit(payload)}` };
  },

  async delivery(stage, { of, quantity, from, to, state, through }) {
    const { admin } = stage.odoo;
    const { out_type_id, int_type_id } = await warehouseOf(stage.odoo);
    const [customers] = await must<number[]>(admin, {
      model: 'stock.location',
      method: 'search',
      args: { domain: [['usage', '=', 'customer']], limit: 1 },
    });
    const goods = { product_id: productOf(stage, of), product_uom_qty: Number(quantity) };
    const leaves = { location_id: placeOf(stage, through ?? from), location_dest_id: customers };
    const waits = through === undefined ? {} : { procure_method: 'make_to_order' };
    const customer = to === undefined ? {} : { partner_id: known(stage, to).id };
    const move = { ...goods, ...waits };
    const delivery = await newTransfer(stage.odoo, out_type_id[0], leaves, move, customer);
    const comes = { location_id: placeOf(stage, from), location_dest_id: leaves.location_id };
    const id =
      through === undefined
        ? delivery
        : await newTransfer(stage.odoo, int_type_id[0], comes, {
            ...goods,
            move_dest_ids: [[4, await moveIn(stage.odoo, delivery)]],
          });
    for (const one of new Set([id, delivery]))
      await must(admin, { model: 'stock.picking', method: 'action_confirm', ids: [one] });
    const reserving = state === 'waiting' ? 'do_unreserve' : 'action_assign';
    await must(admin, { model: 'stock.picking', method: reserving, ids: [id] });
    if (state === 'staged') await takeFromShelf(stage.odoo, id);
    if (state === 'shipped') await must(admin, { model: 'stock.picking', method: 'button_validate', ids: [id] });
    const [row] = await must<{ name: string }[]>(admin, {
      model: 'stock.picking',
      method: 'read',
      ids: [delivery],
      args: { fields: ['name'] },
    });
    return { model: 'stock.picking', id: delivery, name: row?.name ?? '' };
  },

  async partner({ odoo, prefix }, { as, taxOf }) {
    const [name, externalId] = [`${prefix}-${as}`, named(prefix, as)];
    const tax = taxOf === undefined ? {} : { vat: `TAX-${prefix}-${taxOf}` };
    const id = await loadOne(odoo.admin, 'res.partner', { id: externalId, name, ref: name, is_company: '1', ...tax });
    return { model: 'res.partner', id, name, binding: bound('partner', as, externalId) };
  },

  async sale({ odoo, records, prefix }, { makes, quantity, promised }) {
    const order = await odoo.order(Number(quantity), prefix);
    records.set(makes, { model: 'mrp.production', ...order });
    const made = { quantity: Number(quantity), promised, makes: order.id };
    return { model: 'sale.order', ...(await sold(odoo.admin, odoo.plant, made)) };
  },

  async purchase(stage, { from, of, quantity }) {
    const { admin } = stage.odoo;
    const model = 'purchase.order';
    const line = { product_id: productOf(stage, of), product_qty: Number(quantity), price_unit: 1 };
    const values = { partner_id: known(stage, from).id, order_line: [[0, 0, line]] };
    const [id = 0] = await must<number[]>(admin, { model, method: 'create', args: { vals_list: [values] } });
    await must(admin, { model, method: 'button_confirm', ids: [id] });
    const [row] = await must<{ name: string }[]>(admin, {
      model,
      method: 'read',
      ids: [id],
      args: { fields: ['name'] },
    });
    return { model, id, name: row?.name ?? '' };
  },

  async person({ odoo, prefix }, { as }) {
    const [name, externalId] = [`${prefix}-${as}`.replaceAll(':', '-'), named(prefix, as)];
    const id = await loadOne(odoo.admin, 'res.users', { id: externalId, name, login: name.toLowerCase() });
    return { model: 'res.users', id, name, binding: bound('person', as, externalId) };
  },

  async workCentre(stage, { as, within }) {
    const [code, externalId] = [`${stage.prefix}-${as}`, named(stage.prefix, as)];
    const id = await loadOne(stage.odoo.admin, 'mrp.workcenter', { id: externalId, name: code, code });
    const path = `${within === undefined ? 'ACME/MUC1/PRESS' : known(stage, within).name}/${code}`;
    return { model: 'mrp.workcenter', id, name: path, binding: bound('equipment', path, externalId) };
  },

  async asset({ odoo, prefix }, { as }) {
    const [name, externalId] = [`${prefix}-${as}`, named(prefix, as)];
    const id = await loadOne(odoo.admin, 'maintenance.equipment', { id: externalId, name, serial_no: name });
    return { model: 'maintenance.equipment', id, name, binding: bound('asset', as, externalId) };
  },
};

let labels = 0;

async function newTransfer(
  { admin }: OdooSide,
  type: number,
  way: object,
  move: object,
  more: object = {},
): Promise<number> {
  const [id = 0] = await must<number[]>(admin, {
    model: 'stock.picking',
    method: 'create',
    args: { vals_list: [{ ...way, ...more, picking_type_id: type, move_ids: [[0, 0, { ...way, ...move }]] }] },
  });
  return id;
}

async function moveIn({ admin }: OdooSide, picking: number): Promise<number> {
  const domain = [['picking_id', '=', picking]];
  const [id = 0] = await must<number[]>(admin, { model: 'stock.move', method: 'search', args: { domain } });
  return id;
}

async function newPlace(odoo: OdooSide, called: string): Promise<number> {
  const { view_location_id } = await warehouseOf(odoo);
  const row = { id: named('place', called), name: called, usage: 'internal' };
  return loadOne(odoo.admin, 'stock.location', { ...row, 'location_id/.id': String(view_location_id[0]) });
}

async function takeFromShelf({ admin }: OdooSide, picking: number): Promise<void> {
  const model = 'stock.move.line';
  const ids = await must<number[]>(admin, {
    model,
    method: 'search',
    args: { domain: [['picking_id', '=', picking]] },
  });
  await must(admin, { model, method: 'write', ids, args: { vals: { picked: true } } });
}

const named = (module: string, name: string): string =>
  `pw_${module.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}.${name.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`;

const bound = (
  domain: Binding['domain'],
  canonicalId: string,
  value: string,
  by: Binding['by'] = 'externalId',
): Binding => ({ domain, canonicalId, by, value });

function known({ records }: Seeding, name: string): SeededRecord {
  const record = records.get(name);
  if (!record) throw new Error(`no seed before this one is called ${name}`);
  return record;
}

function productOf(stage: Seeding, of: string): number {
  const { fg, rmA, rmB } = stage.odoo.plant;
  const roles: Readonly<Record<string, number>> = { fg: fg.id, rma: rmA.id, rmb: rmB.id };
  const record = stage.records.get(of);
  return record?.product ?? record?.id ?? roles[of] ?? known(stage, of).id;
}

const placeOf = (stage: Seeding, place: string | undefined): number =>
  place === undefined ? stage.odoo.plant.stockLocation : known(stage, place).id;

interface Warehouse {
  readonly view_location_id: readonly [number, string];
  readonly out_type_id: readonly [number, string];
  readonly int_type_id: readonly [number, string];
}

async function warehouseOf({ admin }: OdooSide): Promise<Warehouse> {
  const [warehouse] = await must<Warehouse[]>(admin, {
    model: 'stock.warehouse',
    method: 'search_read',
    args: { domain: [], fields: ['view_location_id', 'out_type_id', 'int_type_id'], limit: 1 },
  });
  if (!warehouse) throw new Error('Odoo has no warehouse');
  return warehouse;
}
