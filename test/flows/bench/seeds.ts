/** Puts the records of a scenario into Odoo, each under a name of its own, so that scenarios do not meet on one server. */
import type { Seed } from '../../../flows/_tools/seeds.ts';
import type { Binding } from '../../../nodes/src/domain/site/pack.ts';
import { loadOne, must, stockUp } from '../../live/seed.ts';
import type { OdooSide } from './odoo-side.ts';

export interface SeededRecord {
  readonly model: string;
  readonly id: number;
  /** What people call it in Odoo. */
  readonly name: string;
  /** How the site pack of the scenario finds it. */
  readonly binding?: Binding;
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

  async stock(stage, { lot, of, quantity, place }) {
    const { id } = known(stage, lot);
    await stockUp(stage.odoo.admin, productOf(stage, of), placeOf(stage, place), Number(quantity), id);
    return undefined;
  },

  async delivery(stage, { of, quantity, from, state }) {
    const { admin } = stage.odoo;
    const { out_type_id } = await warehouseOf(stage.odoo);
    const [customers] = await must<number[]>(admin, {
      model: 'stock.location',
      method: 'search',
      args: { domain: [['usage', '=', 'customer']], limit: 1 },
    });
    const way = { location_id: placeOf(stage, from), location_dest_id: customers };
    const move = { ...way, product_id: productOf(stage, of), product_uom_qty: Number(quantity) };
    const [id = 0] = await must<number[]>(admin, {
      model: 'stock.picking',
      method: 'create',
      args: { vals_list: [{ ...way, picking_type_id: out_type_id[0], move_ids: [[0, 0, move]] }] },
    });
    await must(admin, { model: 'stock.picking', method: 'action_confirm', ids: [id] });
    const reserving = state === 'waiting' ? 'do_unreserve' : 'action_assign';
    await must(admin, { model: 'stock.picking', method: reserving, ids: [id] });
    if (state === 'staged') await takeFromShelf(stage.odoo, id);
    if (state === 'shipped') await must(admin, { model: 'stock.picking', method: 'button_validate', ids: [id] });
    const [row] = await must<{ name: string }[]>(admin, {
      model: 'stock.picking',
      method: 'read',
      ids: [id],
      args: { fields: ['name'] },
    });
    return { model: 'stock.picking', id, name: row?.name ?? '' };
  },

  async partner({ odoo, prefix }, { as }) {
    const [name, externalId] = [`${prefix}-${as}`, named(prefix, as)];
    const id = await loadOne(odoo.admin, 'res.partner', { id: externalId, name, ref: name });
    return { model: 'res.partner', id, name, binding: bound('partner', as, externalId) };
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

  async asset({ odoo, prefix }, { as }) {
    const [name, externalId] = [`${prefix}-${as}`, named(prefix, as)];
    const id = await loadOne(odoo.admin, 'maintenance.equipment', { id: externalId, name, serial_no: name });
    return { model: 'maintenance.equipment', id, name, binding: bound('asset', as, externalId) };
  },
};

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
  return stage.records.get(of)?.id ?? roles[of] ?? known(stage, of).id;
}

const placeOf = (stage: Seeding, place: string | undefined): number =>
  place === undefined ? stage.odoo.plant.stockLocation : known(stage, place).id;

interface Warehouse {
  readonly view_location_id: readonly [number, string];
  readonly out_type_id: readonly [number, string];
}

async function warehouseOf({ admin }: OdooSide): Promise<Warehouse> {
  const [warehouse] = await must<Warehouse[]>(admin, {
    model: 'stock.warehouse',
    method: 'search_read',
    args: { domain: [], fields: ['view_location_id', 'out_type_id'], limit: 1 },
  });
  if (!warehouse) throw new Error('Odoo has no warehouse');
  return warehouse;
}
