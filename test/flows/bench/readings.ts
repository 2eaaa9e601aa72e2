/** Reads what Odoo shows of seeded records and says in words where it differs from what a scenario expects. */
import type { Readings } from '../../../flows/_tools/readings.ts';
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import { must } from '../../live/seed.ts';
import type { OdooSide } from './odoo-side.ts';
import type { Records, SeededRecord } from './seeds.ts';

type Shown = Readonly<Record<string, unknown>>;
/** What a reading shows of one record; keys that the scenario does not name are not compared. */
type Reader = (reading: Reading, record: SeededRecord) => Promise<unknown>;

interface Reading {
  readonly odoo: OdooSide;
  readonly records: Records;
}

const READERS: { readonly [R in keyof Readings]-?: Reader } = {
  async lots({ odoo }, { id }) {
    const places = [['location_id.usage', 'in', ['internal', 'transit', 'customer', 'supplier']]];
    const held = (await quantsOf(odoo.erp, id, places)).map(
      ({ location_id, quantity }) => [location_id[1], quantity] as const,
    );
    return summed(held);
  },

  async free({ odoo }, { id }) {
    const inStock = await quantsOf(odoo.erp, id, [['location_id', 'child_of', odoo.plant.stockLocation]]);
    return plain(inStock.reduce((sum, { quantity, reserved_quantity }) => sum + quantity - reserved_quantity, 0));
  },

  async transfers({ odoo }, { id }) {
    const domain = [
      ['lot_id', '=', id],
      ['state', '=', 'done'],
      ['location_id.usage', '=', 'internal'],
      ['location_dest_id.usage', '=', 'internal'],
    ];
    return (await read(odoo.erp, 'stock.move.line', domain, ['state'])).length;
  },

  async deliveries({ odoo, records }, { id }) {
    const [row] = await read<{ state: string }>(odoo.erp, 'stock.picking', [['id', '=', id]], ['state']);
    const lines = await read<LotLine>(odoo.erp, 'stock.move.line', [['picking_id', '=', id]], ['lot_id', 'quantity']);
    const lotNames = new Map([...records].map(([as, { name }]) => [name, as]));
    const goods = lines.map(
      ({ lot_id, quantity }) => [lot_id ? (lotNames.get(lot_id[1]) ?? lot_id[1]) : '', quantity] as const,
    );
    return { state: STATES[row?.state ?? ''], goods: summed(goods) };
  },

  async purchases({ odoo }, { id }) {
    const [row] = await read<{ state: string }>(odoo.admin, 'purchase.order', [['id', '=', id]], ['state']);
    const fields = ['product_qty', 'qty_received'];
    const lines = await read<PurchaseLine>(odoo.admin, 'purchase.order.line', [['order_id', '=', id]], fields);
    const sum = (of: keyof PurchaseLine): string => plain(lines.reduce((total, line) => total + line[of], 0));
    return { state: row?.state, ordered: sum('product_qty'), received: sum('qty_received') };
  },

  async workOrders({ odoo }, { id }) {
    const fields = ['name', 'state', 'date_start', 'date_finished'];
    const works = await read<WorkOrder>(odoo.erp, 'mrp.workorder', [['production_id', '=', id]], fields);
    return works.map(({ name, state, date_start, date_finished }) => ({
      name,
      state,
      start: date_start || 'none',
      end: date_finished || 'none',
    }));
  },

  async times({ odoo }, { id }) {
    const domain = [['workorder_id.production_id', '=', id]];
    const rows = await read<Time>(odoo.erp, 'mrp.workcenter.productivity', domain, [
      'date_start',
      'date_end',
      'user_id',
    ]);
    return rows
      .filter(({ date_start, date_end }) => date_start !== date_end)
      .map(({ date_start, date_end, user_id }) => ({ from: date_start, to: date_end || 'open', person: user_id[1] }))
      .sort((a, b) => (`${a.from}${a.person}` < `${b.from}${b.person}` ? -1 : 1));
  },

  async requests({ odoo }, { id }) {
    const fields = ['name', 'stage_id'];
    const requests = await read<Request>(odoo.erp, 'maintenance.request', [['equipment_id', '=', id]], fields);
    const stages = await read<{ id: number }>(odoo.erp, 'maintenance.stage', [['done', '=', true]], ['done']);
    const isDone = (stage: number): boolean => stages.some((one) => one.id === stage);
    return requests.map(({ name, stage_id }) => ({ title: name, open: !isDone(stage_id[0]) }));
  },

  async log({ odoo }, { model, id }) {
    const domain = [
      ['model', '=', model],
      ['res_id', '=', id],
    ];
    const messages = await read<{ body: string }>(odoo.erp, 'mail.message', domain, ['body']);
    return messages.map(({ body }) =>
      body
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
  },

  async activities({ odoo }, { model, id }) {
    const domain = [
      ['res_model', '=', model],
      ['res_id', '=', id],
    ];
    const activities = await read<{ summary: string | false }>(odoo.erp, 'mail.activity', domain, ['summary']);
    return activities.map(({ summary }) => summary || '').sort();
  },
};

/** States of a transfer as people at the warehouse call them. */
const STATES: Readonly<Record<string, string>> = {
  draft: 'draft',
  waiting: 'waiting',
  confirmed: 'waiting',
  assigned: 'ready',
  done: 'shipped',
  cancel: 'cancelled',
};

/** One line for each record that does not show what it should. */
export async function readingDifferences(reading: Reading, wanted: Readings): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, byRecord] of Object.entries(wanted) as [keyof Readings, Readonly<Record<string, unknown>>][]) {
    for (const [as, should] of Object.entries(byRecord)) {
      const record = reading.records.get(as);
      if (!record) throw new Error(`the scenario has no record ${as}`);
      const is = await READERS[name](reading, record);
      if (!shows(name, is, should))
        found.push(`${name} of ${as}: ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
    }
  }
  return found;
}

function shows(name: keyof Readings, is: unknown, should: unknown): boolean {
  if (name === 'log' || name === 'activities') {
    const [lines, texts] = [is as string[], should as string[]];
    const isThere = texts.every((text) => lines.some((line) => line.includes(text)));
    return isThere && (name === 'log' || lines.length === texts.length);
  }
  if (name === 'deliveries' || name === 'purchases') return showsAll(is as Shown, should as Shown);
  if (name === 'requests' || name === 'workOrders' || name === 'times') {
    const [found, wanted] = [is as Shown[], should as Shown[]];
    return found.length === wanted.length && wanted.every((one, index) => showsAll(found[index] ?? {}, one));
  }
  return isSame(is, should);
}

const showsAll = (is: Shown, should: Shown): boolean =>
  Object.entries(should).every(([key, value]) => isSame(is[key], value));

const isSame = (is: unknown, should: unknown): boolean =>
  JSON.stringify(is) === JSON.stringify(typeof should === 'object' ? sorted(should as Shown) : should);

const sorted = (shown: Shown): Shown => Object.fromEntries(Object.entries(shown).sort(([a], [b]) => (a < b ? -1 : 1)));

function summed(parts: readonly (readonly [string, number])[]): Shown {
  const sums = new Map<string, number>();
  for (const [name, quantity] of parts) sums.set(name, (sums.get(name) ?? 0) + quantity);
  return sorted(
    Object.fromEntries([...sums].map(([name, sum]) => [name, plain(sum)]).filter(([, sum]) => sum !== '0')),
  );
}

/** Odoo's floats carry binary dust. */
const plain = (value: number): string => String(Number(value.toFixed(6)));

interface PurchaseLine {
  readonly product_qty: number;
  readonly qty_received: number;
}

interface WorkOrder {
  readonly name: string;
  readonly state: string;
  readonly date_start: string | false;
  readonly date_finished: string | false;
}

interface Time {
  readonly date_start: string;
  readonly date_end: string | false;
  readonly user_id: readonly [number, string];
}

interface Request {
  readonly name: string;
  readonly stage_id: readonly [number, string];
}

interface LotLine {
  readonly lot_id: readonly [number, string] | false;
  readonly quantity: number;
}

interface Quant {
  readonly location_id: readonly [number, string];
  readonly quantity: number;
  readonly reserved_quantity: number;
}

const quantsOf = (erp: Erp, lot: number, within: readonly unknown[] = []): Promise<readonly Quant[]> =>
  read(erp, 'stock.quant', [['lot_id', '=', lot], ...within], ['location_id', 'quantity', 'reserved_quantity']);

function read<T>(erp: Erp, model: string, domain: readonly unknown[], fields: readonly string[]): Promise<T[]> {
  return must<T[]>(erp, { model, method: 'search_read', args: { domain, fields, order: 'id' } });
}
