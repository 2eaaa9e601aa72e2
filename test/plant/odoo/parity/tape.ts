/**
 * Writes down what a server answers, one line a fact, without what differs from run to run: ids, numbers of documents,
 * times, the prefix of the run. Two tapes of the same scenario can be compared line by line.
 */
import { type Client, newLot, newOrder, type Reply, type SmallPlant } from '../bench.ts';

export interface Tape {
  readonly client: Client;
  readonly plant: SmallPlant;
  readonly prefix: string;
  readonly lines: string[];
  /** A call and its answer. */
  readonly call: (tag: string, model: string, method: string, body?: object) => Promise<Reply['body']>;
  readonly log: (tag: string, value: unknown) => void;
  /** Order, components, products, lines and work orders as they are now. */
  readonly order: (tag: string, id: number) => Promise<void>;
  readonly quants: (tag: string, ...products: number[]) => Promise<void>;
  readonly records: (tag: string, model: string, domain: unknown, fields: readonly string[]) => Promise<void>;
  readonly newOrder: (product: number, quantity: number, more?: object) => Promise<number>;
  readonly newLot: (product: number, name: string) => Promise<number>;
}

const ORDER = [
  'name state product_qty qty_producing qty_produced lot_producing_ids backorder_sequence consumption origin',
  'reservation_state is_planned duration_expected product_id bom_id production_group_id priority scrap_count',
].join(' ');
const MOVE =
  'display_name product_uom_qty quantity picked state manual_consumption unit_factor should_consume_qty origin reference lot_ids scrap_id';
const LINE =
  'product_id lot_id quantity picked state location_id location_dest_id consume_line_ids produce_line_ids production_id';
const WORK =
  'display_name state qty_produced qty_producing qty_remaining qty_ready duration_expected qty_reported_from_previous_wo';
const QUANT = 'product_id lot_id location_id quantity reserved_quantity';

/** Keys whose value says nothing about behaviour. */
const NOISE = new Set(
  (
    'id debug view_id help xml_id path binding_model_id binding_type binding_view_types mobile_view_mode group_ids ' +
    'search_view_id embedded_action_ids filter cache views __domain __extra_domain moreinfo arguments'
  ).split(' '),
);
/** Keys that hold ids; only whether there is one counts. */
const IDS =
  /^(res_id|active_ids?|(default_)?(mrp_production|product|product_uom|scrap|location|unbuild|pick|quant|production|quant_to_fix)_ids?|button_validate_picking_ids)$/;

export function openTape(client: Client, plant: SmallPlant, prefix: string): Tape {
  const lines: string[] = [];
  const plain = (value: unknown, key = ''): unknown => normalise(value, key, prefix);
  const log: Tape['log'] = (tag, value) => {
    lines.push(`${tag} ${JSON.stringify(plain(value))}`);
  };
  const read = (model: string, domain: unknown, fields: string, order?: string): Promise<Record<string, unknown>[]> =>
    client.ok(model, 'search_read', { domain, fields: fields.split(' '), ...(order ? { order } : {}) });
  const order: Tape['order'] = async (tag, id) => {
    const [header] = await read('mrp.production', [['id', '=', id]], ORDER);
    log(`${tag} MO`, counted(header ?? { gone: true }, 'lot_producing_ids'));
    for (const [side, field] of [
      ['component', 'raw_material_production_id'],
      ['product', 'production_id'],
    ] as const)
      for (const move of await read('stock.move', [[field, '=', id]], MOVE)) {
        log(`${tag} ${side}`, counted(move, 'lot_ids'));
        for (const line of await read('stock.move.line', [['move_id', '=', move.id]], LINE))
          log(`${tag}   line`, counted(line, 'consume_line_ids', 'produce_line_ids'));
      }
    for (const work of await read('mrp.workorder', [['production_id', '=', id]], WORK)) log(`${tag} work order`, work);
  };
  return {
    client,
    plant,
    prefix,
    lines,
    log,
    order,
    call: async (tag, model, method, body = {}) => {
      const reply = await client.call(model, method, body);
      log(`${tag} ${model}.${method}`, [reply.status, reply.body]);
      return reply.body;
    },
    quants: async (tag, ...products) => {
      const domain = [['product_id', 'in', products]];
      for (const quant of await read('stock.quant', domain, QUANT, 'product_id,location_id,lot_id,id'))
        log(`${tag} quant`, quant);
    },
    records: async (tag, model, domain, fields) => {
      for (const record of await read(model, domain, fields.join(' '), 'id')) log(`${tag} ${model}`, record);
    },
    newOrder: (product, quantity, more) => newOrder(client, product, quantity, more),
    newLot: (product, name) => newLot(client, product, name),
  };
}

/** Lists of ids become their length. */
function counted(record: Record<string, unknown>, ...fields: string[]): Record<string, unknown> {
  const copy = { ...record };
  for (const field of fields) if (Array.isArray(copy[field])) copy[field] = copy[field].length;
  return copy;
}

function normalise(value: unknown, key: string, prefix: string): unknown {
  if (IDS.test(key) && value !== false && !isName(value)) return Array.isArray(value) ? 'ids' : 'id';
  if (typeof value === 'string') return plainText(value, prefix);
  if (typeof value === 'number') return Math.round(value * 10_000) / 10_000;
  if (isName(value)) return `→ ${plainText(String((value as unknown[])[1]), prefix)}`;
  if (Array.isArray(value)) return value.map((entry) => normalise(entry, '', prefix));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !NOISE.has(name))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, entry]) => [name, normalise(entry, name, prefix)]),
  );
}

/** `[id, name]` as many2one fields are read. */
const isName = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string';

const plainText = (text: string, prefix: string): string =>
  text
    .replaceAll(prefix.toUpperCase(), 'P')
    .replaceAll(prefix, 'p')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '<time>')
    .replace(/(MO|SP|UB|INT)\/\d{5}/g, '$1/n')
    .replace(/\(\d+(,?)\)/g, '(n$1)')
    .replace(/User: \d+/g, 'User: n')
    .replace(/^\d{7}$/, '<serial>')
    .replace(/This operation is allowed for[\s\S]*$|No group currently allows[\s\S]*$/, '<groups>');
