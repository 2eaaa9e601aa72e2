/**
 * What Odoo holds about an order and everything split off from it, in the plant's words and without database ids, so
 * that two servers can be compared. Read through the Erp port: the same calls for a real and a simulated server.
 */
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import { must, type SeededPlant } from '../../live/seed.ts';

/** Material or `material/lot` → quantity in the material's unit, as a decimal without trailing zeros. */
export type Quantities = Readonly<Record<string, string>>;

export interface OrderRecord {
  readonly state: string;
  readonly planned: string;
  readonly produced: Quantities;
  readonly consumed: Quantities;
  readonly byproducts: Quantities;
  readonly scrapped: Quantities;
  /** Work orders by state. */
  readonly workOrders: Readonly<Record<string, number>>;
}

export interface OrderGroup {
  /** The order first released, then what was split off, in the order of the splits. */
  readonly parts: readonly OrderRecord[];
  /** Sums over all parts. */
  readonly total: Pick<OrderRecord, 'produced' | 'consumed' | 'byproducts' | 'scrapped'>;
}

interface ProductionRow {
  readonly id: number;
  readonly state: string;
  readonly product_qty: number;
  readonly production_group_id: [number, string] | false;
}

interface MoveRow {
  readonly id: number;
  readonly state: string;
  readonly picked: boolean;
  readonly product_id: [number, string];
  readonly scrap_id?: unknown;
}

interface LineRow {
  readonly move_id: [number, string];
  readonly product_id: [number, string];
  readonly lot_id: [number, string] | false;
  readonly quantity: number;
  readonly picked: boolean;
}

export async function readGroup(erp: Erp, plant: SeededPlant, orderId: number): Promise<OrderGroup> {
  const parts: OrderRecord[] = [];
  for (const row of await productionsOf(erp, orderId)) parts.push(await readOrder(erp, plant, row));
  const sum = (pick: (part: OrderRecord) => Quantities): Quantities => add(parts.map(pick));
  return {
    parts,
    total: {
      produced: sum((part) => part.produced),
      consumed: sum((part) => part.consumed),
      byproducts: sum((part) => part.byproducts),
      scrapped: sum((part) => part.scrapped),
    },
  };
}

async function productionsOf(erp: Erp, orderId: number): Promise<readonly ProductionRow[]> {
  const fields = ['state', 'product_qty', 'production_group_id'];
  const read = (domain: unknown): Promise<ProductionRow[]> =>
    must(erp, {
      model: 'mrp.production',
      method: 'search_read',
      args: { domain, fields, order: 'backorder_sequence, id' },
    });
  const [first] = await read([['id', '=', orderId]]);
  if (!first) throw new Error(`order ${orderId} is not in Odoo`);
  const group = first.production_group_id;
  return group ? read([['production_group_id', '=', group[0]]]) : [first];
}

async function readOrder(erp: Erp, plant: SeededPlant, row: ProductionRow): Promise<OrderRecord> {
  const finished = await booked(erp, plant, [['production_id', '=', row.id]]);
  const isFinished = (key: string): boolean => key.split('/')[0] === 'fg';
  const workOrders: Record<string, number> = {};
  const work = await must<{ state: string }[]>(erp, {
    model: 'mrp.workorder',
    method: 'search_read',
    args: { domain: [['production_id', '=', row.id]], fields: ['state'] },
  });
  for (const { state } of work) workOrders[state] = (workOrders[state] ?? 0) + 1;
  return {
    state: row.state,
    planned: plain(row.product_qty),
    produced: only(finished, isFinished),
    byproducts: only(finished, (key) => !isFinished(key)),
    consumed: await booked(erp, plant, [['raw_material_production_id', '=', row.id]]),
    scrapped: await scrapped(erp, plant, row.id),
    workOrders,
  };
}

/** Quantities of the picked or done lines of the moves that match; scrap moves hang on the order too and are left out. */
async function booked(erp: Erp, plant: SeededPlant, domain: readonly unknown[]): Promise<Quantities> {
  const moves = await must<MoveRow[]>(erp, {
    model: 'stock.move',
    method: 'search_read',
    args: {
      domain: [...domain, ['scrap_id', '=', false], ['state', '!=', 'cancel']],
      fields: ['state', 'picked', 'product_id'],
    },
  });
  const counted = moves.filter((move) => move.state === 'done' || move.picked);
  if (counted.length === 0) return {};
  const lines = await must<LineRow[]>(erp, {
    model: 'stock.move.line',
    method: 'search_read',
    args: {
      domain: [['move_id', 'in', counted.map((move) => move.id)]],
      fields: ['move_id', 'product_id', 'lot_id', 'quantity', 'picked'],
    },
  });
  return add(lines.map((line) => ({ [keyOf(plant, line.product_id[0], line.lot_id)]: plain(line.quantity) })));
}

async function scrapped(erp: Erp, plant: SeededPlant, order: number): Promise<Quantities> {
  const rows = await must<{ product_id: [number, string]; lot_id: [number, string] | false; scrap_qty: number }[]>(
    erp,
    {
      model: 'stock.scrap',
      method: 'search_read',
      args: {
        domain: [
          ['production_id', '=', order],
          ['state', '=', 'done'],
        ],
        fields: ['product_id', 'lot_id', 'scrap_qty'],
      },
    },
  );
  return add(rows.map((row) => ({ [keyOf(plant, row.product_id[0], row.lot_id)]: plain(row.scrap_qty) })));
}

function keyOf(plant: SeededPlant, product: number, lot: [number, string] | false): string {
  const roles = { fg: plant.fg.id, rma: plant.rmA.id, rmb: plant.rmB.id, byp: plant.byproduct.id };
  const role = Object.entries(roles).find(([, id]) => id === product)?.[0] ?? `product ${product}`;
  return lot ? `${role}/${lot[1]}` : role;
}

function only(quantities: Quantities, accept: (key: string) => boolean): Quantities {
  return Object.fromEntries(Object.entries(quantities).filter(([key]) => accept(key)));
}

function add(many: readonly Quantities[]): Quantities {
  const sums = new Map<string, number>();
  for (const [key, value] of many.flatMap((one) => Object.entries(one))) {
    sums.set(key, (sums.get(key) ?? 0) + Number(value));
  }
  const kept = [...sums].filter(([, value]) => Number(value.toFixed(6)) !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept.map(([key, value]) => [key, plain(value)]));
}

/** Odoo's floats carry binary dust; postings have at most six digits here. */
function plain(value: number): string {
  return String(Number(value.toFixed(6)));
}
