/** A client for the simulator's own tests: raw calls with the status and the body, and a small plant to call about. */
import type { SimulatedOdoo } from './server.ts';

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a reply is whatever the server says; tests look into it
  readonly body: any;
}

export interface Client {
  /** JSON-2 as the integration user. */
  readonly call: (model: string, method: string, body?: object, headers?: Record<string, string>) => Promise<Reply>;
  /** JSON-2, insists on 200 and gives the value. */
  readonly ok: (model: string, method: string, body?: object) => Promise<Reply['body']>;
  /** `object.execute_kw` as the administrator. */
  readonly admin: (model: string, method: string, args: readonly unknown[], named?: object) => Promise<Reply['body']>;
  readonly rpc: (service: string, method: string, args: readonly unknown[]) => Promise<Reply['body']>;
}

type Server = Pick<SimulatedOdoo, 'url' | 'db' | 'apiKey' | 'adminLogin' | 'adminPassword'>;

export function clientOf(server: Server): Client {
  const post = async (path: string, body: unknown, headers: Record<string, string>): Promise<Reply> => {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  };
  const auth = { authorization: `bearer ${server.apiKey}`, 'x-odoo-database': server.db };
  const call: Client['call'] = (model, method, body = {}, headers = {}) =>
    post(`/json/2/${model}/${method}`, body, { ...auth, ...headers });
  const rpc: Client['rpc'] = async (service, method, args) =>
    (await post('/jsonrpc', { jsonrpc: '2.0', id: 1, params: { service, method, args } }, {})).body;
  return {
    call,
    rpc,
    ok: async (model, method, body) => {
      const reply = await call(model, method, body);
      if (reply.status !== 200) throw new Error(`${model}.${method}: ${reply.status} ${JSON.stringify(reply.body)}`);
      return reply.body;
    },
    admin: async (model, method, args, named = {}) => {
      const uid = (await rpc('common', 'authenticate', [server.db, server.adminLogin, server.adminPassword, {}]))
        .result;
      const body = await rpc('object', 'execute_kw', [
        server.db,
        uid,
        server.adminPassword,
        model,
        method,
        args,
        named,
      ]);
      if (body.error) throw new Error(`${model}.${method}: ${body.error.data.message}`);
      return body.result;
    },
  };
}

export interface SmallPlant {
  readonly fg: number;
  /** Untracked, two a piece. */
  readonly rmA: number;
  /** Lots, half a kilogram a piece. */
  readonly rmB: number;
  readonly byproduct: number;
  readonly serial: number;
  readonly lots: readonly [number, number];
  readonly workcenter: number;
  readonly stock: number;
}

type Load = (model: string, fields: readonly string[], rows: readonly (readonly string[])[]) => Promise<number[]>;
type Name = (name: string) => string;

/** Master data under a prefix: the same on the simulator and on a real server. */
export async function smallPlant(client: Client, prefix: string): Promise<SmallPlant> {
  const x: Name = (name) => `${prefix}.${name}`;
  const load: Load = async (model, fields, rows) => {
    const answer = await client.admin(model, 'load', [fields, rows], { context: { tz: 'UTC' } });
    if (!answer.ids) throw new Error(`${model}: ${JSON.stringify(answer.messages)}`);
    return answer.ids;
  };
  const products = await loadProducts(load, x, prefix.toUpperCase());
  const workcenter = await loadWorkcenters(client, load, x, prefix.toUpperCase());
  await loadBoms(load, x);
  const [first = 0, second = 0] = await load(
    'stock.lot',
    ['id', 'name', 'product_id/id'],
    [
      [x('lot1'), 'B1', x('rmb')],
      [x('lot2'), 'B2', x('rmb')],
    ],
  );
  const [house] = await client.ok('stock.warehouse', 'search_read', { domain: [], fields: ['lot_stock_id'], limit: 1 });
  const plant = { ...products, workcenter, lots: [first, second] as const, stock: house.lot_stock_id[0] as number };
  await count(client, plant, plant.rmA, 1000);
  await count(client, plant, plant.rmB, 30, first);
  await count(client, plant, plant.rmB, 200, second);
  return plant;
}

async function loadProducts(load: Load, x: Name, code: string) {
  const goods = (name: string, tracking: string, unit: string): string[] => [
    x(name),
    name,
    `${code}-${name}`,
    'consu',
    '1',
    tracking,
    `uom.product_uom_${unit}`,
  ];
  const [fg = 0, rmA = 0, rmB = 0, byproduct = 0, serial = 0] = await load(
    'product.product',
    ['id', 'name', 'default_code', 'type', 'is_storable', 'tracking', 'uom_id/id'],
    [
      goods('fg', 'lot', 'unit'),
      goods('rma', 'none', 'unit'),
      goods('rmb', 'lot', 'kgm'),
      goods('by', 'none', 'unit'),
      goods('ser', 'serial', 'unit'),
    ],
  );
  return { fg, rmA, rmB, byproduct, serial };
}

/** Two work centres that work round the clock; the first one's id. */
async function loadWorkcenters(client: Client, load: Load, x: Name, code: string): Promise<number> {
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => [
    0,
    0,
    { name: `D${day}`, dayofweek: String(day), hour_from: 0, hour_to: 24, day_period: 'morning' },
  ]);
  const calendar = await client.admin('resource.calendar', 'create', [
    { name: `${code} 24/7`, tz: 'UTC', attendance_ids: days },
  ]);
  const [first = 0] = await load(
    'mrp.workcenter',
    ['id', 'name', 'code', 'resource_calendar_id/.id'],
    [
      [x('wc1'), `${code} Press`, `${code}1`, String(calendar)],
      [x('wc2'), `${code} Pack`, `${code}2`, String(calendar)],
    ],
  );
  return first;
}

/** The lot-tracked product asks when consumption differs, the one with serial numbers does not. */
async function loadBoms(load: Load, x: Name): Promise<void> {
  for (const [name, consumption] of [
    ['fg', 'warning'],
    ['ser', 'flexible'],
  ] as const) {
    await load(
      'mrp.bom',
      ['id', 'product_tmpl_id/id', 'product_qty', 'type', 'consumption'],
      [[x(`bom_${name}`), x(`${name}_product_template`), '1', 'normal', consumption]],
    );
    await load(
      'mrp.bom.line',
      ['id', 'bom_id/id', 'product_id/id', 'product_qty'],
      [
        [x(`a_${name}`), x(`bom_${name}`), x('rma'), '2'],
        [x(`b_${name}`), x(`bom_${name}`), x('rmb'), '0.5'],
      ],
    );
  }
  const byproduct = [x('byp'), x('bom_fg'), x('by'), '0.1'];
  await load('mrp.bom.byproduct', ['id', 'bom_id/id', 'product_id/id', 'product_qty'], [byproduct]);
  await load(
    'mrp.routing.workcenter',
    ['id', 'bom_id/id', 'workcenter_id/id', 'name', 'time_mode', 'time_cycle_manual'],
    [
      [x('op1'), x('bom_fg'), x('wc1'), 'Press', 'manual', '1'],
      [x('op2'), x('bom_fg'), x('wc2'), 'Pack', 'manual', '0.5'],
    ],
  );
}

async function count(
  client: Client,
  plant: { readonly stock: number },
  product: number,
  quantity: number,
  lot?: number,
): Promise<void> {
  const vals = { product_id: product, location_id: plant.stock, inventory_quantity_auto_apply: quantity };
  await client.ok('stock.quant', 'create', {
    vals_list: [lot === undefined ? vals : { ...vals, lot_id: lot }],
    context: { inventory_mode: true },
  });
}

/** A confirmed order. */
export async function newOrder(client: Client, product: number, quantity: number, more: object = {}): Promise<number> {
  const [id] = await client.ok('mrp.production', 'create', {
    vals_list: [{ product_id: product, product_qty: quantity, ...more }],
  });
  await client.ok('mrp.production', 'action_confirm', { ids: [id] });
  return id;
}

export async function newLot(client: Client, product: number, name: string): Promise<number> {
  const [id] = await client.ok('stock.lot', 'create', { vals_list: [{ name, product_id: product }] });
  return id;
}

/** Lot and quantity on the header, components scaled. */
export async function produce(client: Client, order: number, quantity: number, lots: readonly number[]): Promise<void> {
  await client.ok('mrp.production', 'write', {
    ids: [order],
    vals: { lot_producing_ids: [[6, 0, lots]], qty_producing: quantity },
  });
  await client.ok('mrp.production', 'set_qty_producing', { ids: [order] });
}

export const closeOrder = (client: Client, order: number, context: object = {}): Promise<Reply> =>
  client.call('mrp.production', 'button_mark_done', { ids: [order], context });
