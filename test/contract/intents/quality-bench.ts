/** A material of its own for each test of lots: some lots in stock, a quarantine, deliveries that reserve them. */
import type { Receipt } from '../../../nodes/src/domain/receipt.ts';
import { loadOne, must, type SeededProduct, stockUp } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Bench, type Row } from './bench.ts';

export const idOf = (value: unknown): number => (Array.isArray(value) ? Number(value[0]) : 0);

let serial = 0;

export class LotBench extends Bench {
  readonly product: SeededProduct;
  readonly lots: Record<string, number>;
  readonly quarantine: number;
  readonly head0: ReturnType<Bench['head']>;
  private readonly on: ErpBench;
  private readonly old: boolean;

  private constructor(on: ErpBench, old: boolean, product: SeededProduct, lots: Record<string, number>, place: number) {
    super(on.erp);
    this.on = on;
    this.old = old;
    this.product = product;
    this.lots = lots;
    this.quarantine = place;
    this.head0 = this.head();
  }

  /** `stock`: lots by their short name, oldest first, with what lies in stock of each. */
  static async open(on: ErpBench, major: 14 | 19, stock: Readonly<Record<string, number>>): Promise<LotBench> {
    const { admin, plant } = on;
    const old = major === 14;
    serial += 1;
    const stem = `${plant.prefix}-Q${process.pid.toString(36)}${serial}`;
    const externalId = `pw_lots.${stem.toLowerCase()}`;
    const kind = old
      ? { type: 'product', 'uom_po_id/id': 'uom.product_uom_unit' }
      : { type: 'consu', is_storable: '1' };
    const id = await loadOne(admin, 'product.product', {
      id: externalId,
      name: stem,
      default_code: stem,
      tracking: 'lot',
      'uom_id/id': 'uom.product_uom_unit',
      ...kind,
    });
    const lots: Record<string, number> = {};
    for (const [name, quantity] of Object.entries(stock)) {
      const row = { id: `${externalId}_${name}`, name: `${stem}-${name}`, 'product_id/.id': String(id) };
      const lot = old
        ? await loadOne(admin, 'stock.production.lot', { ...row, 'company_id/id': 'base.main_company' })
        : await loadOne(admin, 'stock.lot', row);
      if (quantity > 0) await stockUp(admin, id, plant.stockLocation, quantity, lot);
      lots[name] = lot;
    }
    return new LotBench(on, old, { id, code: stem, externalId }, lots, await quarantineOf(on));
  }

  lotName = (name: string): string => `${this.product.code}-${name}`;

  /** What every intent about the lot says. */
  about(name: string): object {
    const material = { id: this.product.code, by: 'code', value: this.product.code };
    const partition = `${this.head0.partition}:${name}`;
    return { ...this.head(), partition, material, lot: this.lotName(name) };
  }

  holding(name: string, hold: string, more: object = {}): object {
    const quarantine = { id: 'QUARANTINE', by: 'code', value: `WH/${this.on.plant.prefix} Quarantine` };
    return { kind: 'holdLot', ...this.about(name), hold, quarantine, reason: 'Cracks in the weld', ...more };
  }

  releasing(name: string, hold: string): object {
    return { kind: 'releaseLot', ...this.about(name), hold };
  }

  /** A delivery that has reserved what it can; `picked` says that a person has taken it from the shelf. */
  async delivery(quantity: number, picked = false, from?: number): Promise<number> {
    const { id } = await this.deliveryOf(this.product.id, quantity, from);
    if (picked) await this.pick(id);
    return id;
  }

  async deliveryOf(product: number, quantity: number, from?: number): Promise<{ id: number; name: string }> {
    const { erp, on } = this;
    const [customers] = await this.read('stock.location', [['usage', '=', 'customer']], ['name']);
    const way = { from: from ?? on.plant.stockLocation, to: Number(customers?.['id']) };
    const id = await this.transferOf(product, quantity, 'outgoing', way);
    await must(erp, { model: 'stock.picking', method: 'action_confirm', ids: [id] });
    await must(erp, { model: 'stock.picking', method: 'action_assign', ids: [id] });
    const [row] = await this.read('stock.picking', [['id', '=', id]], ['name']);
    return { id, name: String(row?.['name']) };
  }

  private async transferOf(
    product: number,
    quantity: number,
    code: 'internal' | 'outgoing',
    way: { readonly from: number; readonly to: number },
    more: Row = {},
  ): Promise<number> {
    const [unit] = await this.read('product.product', [['id', '=', product]], ['uom_id']);
    const places = { location_id: way.from, location_dest_id: way.to };
    const what = { product_id: product, product_uom: idOf(unit?.['uom_id']), product_uom_qty: quantity };
    const move = { ...what, ...places, ...more, ...(this.old ? { name: 'Delivery' } : {}) };
    return this.created(code, { ...places, [this.old ? 'move_lines' : 'move_ids']: [[0, 0, move]] });
  }

  private async created(code: 'internal' | 'outgoing', vals: Row): Promise<number> {
    const domain = [
      ['code', '=', code],
      ['active', 'in', [true, false]],
    ];
    const [type] = await this.read('stock.picking.type', domain, ['sequence_code']);
    const args = { vals_list: [{ picking_type_id: type?.['id'], ...vals }] };
    const [id = 0] = await must<number[]>(this.erp, { model: 'stock.picking', method: 'create', args });
    return id;
  }

  /** Delivered in two steps, as a warehouse does: taken to the exit, and reserved there for the truck. */
  async staged(quantity: number, exit: number): Promise<number> {
    const [pick = 0, ship = 0] = await this.steps(quantity, [exit]);
    await this.ship(pick);
    return ship;
  }

  /** A delivery by way of these places, one transfer for each step; the first has reserved what it can. */
  async steps(quantity: number, by: readonly number[]): Promise<number[]> {
    const { erp, on, product } = this;
    const [customers] = await this.read('stock.location', [['usage', '=', 'customer']], ['name']);
    const places = [on.plant.stockLocation, ...by, Number(customers?.['id'])];
    const made: number[] = [];
    for (let step = by.length; step >= 0; step -= 1) {
      const way = { from: places[step] ?? 0, to: places[step + 1] ?? 0 };
      const [next] = await this.read('stock.move', [['picking_id', '=', made[0] ?? 0]], ['state']);
      const more = {
        ...(next ? { move_dest_ids: [[4, next['id']]] } : {}),
        ...(step > 0 ? { procure_method: 'make_to_order' } : {}),
      };
      made.unshift(await this.transferOf(product.id, quantity, next ? 'internal' : 'outgoing', way, more));
    }
    for (const id of made) await must(erp, { model: 'stock.picking', method: 'action_confirm', ids: [id] });
    await must(erp, { model: 'stock.picking', method: 'action_assign', ids: made.slice(0, 1) });
    return made;
  }

  /** Fetched from a place for the components of an order. */
  async bring(quantity: number, from: number, order: number): Promise<void> {
    const domain = [
      ['raw_material_production_id', '=', order],
      ['product_id', '=', this.product.id],
    ];
    const [move] = await this.read('stock.move', domain, ['state']);
    const way = { from, to: this.on.plant.stockLocation };
    const more = { move_dest_ids: [[4, move?.['id']]] };
    const id = await this.transferOf(this.product.id, quantity, 'internal', way, more);
    for (const method of ['action_confirm', 'action_assign'])
      await must(this.erp, { model: 'stock.picking', method, ids: [id], args: {} });
    await this.ship(id);
  }

  /** A person moves it in the house, whoever has reserved it. */
  async carry(name: string, quantity: number, way: { readonly from: number; readonly to: number }): Promise<void> {
    const { product, lots } = this;
    const [unit] = await this.read('product.product', [['id', '=', product.id]], ['uom_id']);
    const places = { location_id: way.from, location_dest_id: way.to };
    const taken = this.old ? { qty_done: quantity } : { quantity, picked: true };
    const what = { product_id: product.id, product_uom_id: idOf(unit?.['uom_id']), lot_id: lots[name] };
    await this.validate(
      await this.created('internal', { ...places, move_line_ids: [[0, 0, { ...what, ...places, ...taken }]] }),
    );
  }

  /** The rest that a transfer left. */
  async backorder(picking: number): Promise<number> {
    const [rest] = await this.read('stock.picking', [['backorder_id', '=', picking]], ['name']);
    return Number(rest?.['id'] ?? 0);
  }

  /** A person takes it from the shelf. */
  async pick(picking: number, most = Number.POSITIVE_INFINITY): Promise<void> {
    const reserved = this.old ? 'product_uom_qty' : 'quantity';
    let left = most;
    for (const line of await this.read('stock.move.line', [['picking_id', '=', picking]], [reserved])) {
      const quantity = Math.min(left, Number(line[reserved]));
      left -= quantity;
      if (quantity === 0) continue;
      const vals = this.old ? { qty_done: quantity } : { quantity, picked: true };
      await must(this.erp, { model: 'stock.move.line', method: 'write', ids: [Number(line['id'])], args: { vals } });
    }
  }

  /** What is left of it becomes a backorder. */
  async shipPart(picking: number, quantity: number): Promise<void> {
    await this.pick(picking, quantity);
    await this.validate(picking);
  }

  private async validate(picking: number): Promise<void> {
    const context = { skip_backorder: true, skip_sms: true };
    await must(this.erp, { model: 'stock.picking', method: 'button_validate', ids: [picking], context });
  }

  /** More of a lot, in another place, on a package or for an owner. */
  stockUp(name: string, quantity: number, place: number, more: Readonly<Record<string, number>> = {}): Promise<void> {
    return stockUp(this.on.admin, this.product.id, place, quantity, this.lots[name], more);
  }

  async parentOfStock(): Promise<number> {
    const [stock] = await this.read('stock.location', [['id', '=', this.on.plant.stockLocation]], ['location_id']);
    return idOf(stock?.['location_id']);
  }

  async ship(picking: number): Promise<void> {
    await this.pick(picking);
    await this.validate(picking);
  }

  /** Quantity of each place where the lot lies, by name of the place. */
  async lies(name: string): Promise<Record<string, number>> {
    const domain = [
      ['lot_id', '=', this.lots[name]],
      ['location_id.usage', '=', 'internal'],
      ['quantity', '!=', 0],
    ];
    const total: Record<string, number> = {};
    for (const { location_id, quantity } of await this.read('stock.quant', domain, ['location_id', 'quantity'])) {
      const place = String((location_id as [number, string])[1]).replace(`${this.on.plant.prefix} `, '');
      total[place] = (total[place] ?? 0) + Number(quantity);
    }
    return total;
  }

  /** A lot that the test has made, under a short name of its own. */
  async learn(name: string, product: SeededProduct, lot: string): Promise<void> {
    const domain = [
      ['product_id', '=', product.id],
      ['name', '=', lot],
    ];
    const [row] = await this.read(this.old ? 'stock.production.lot' : 'stock.lot', domain, ['name']);
    this.lots[name] = Number(row?.['id']);
  }

  /** Names of the lots that a transfer has reserved. */
  async reserved(picking: number): Promise<string[]> {
    const lines = await this.read('stock.move.line', [['picking_id', '=', picking]], ['lot_id']);
    const names = Object.entries(this.lots);
    return lines
      .map((line) => names.find(([, id]) => id === idOf(line['lot_id']))?.[0] ?? '?')
      .sort((one, other) => one.localeCompare(other));
  }

  tasksOn(id: number, model = 'stock.picking'): Promise<Row[]> {
    const domain = [
      ['res_model', '=', model],
      ['res_id', '=', id],
    ];
    return this.read('mail.activity', domain, ['summary']);
  }

  /** Transfers into quarantine or back that nobody has ended. */
  unfinished(): Promise<Row[]> {
    const domain = [
      ['location_id', '=', this.quarantine],
      ['state', 'not in', ['done', 'cancel']],
    ];
    const into = domain.map(([field, ...rest]) => [field === 'location_id' ? 'location_dest_id' : field, ...rest]);
    return this.read('stock.picking', ['|', '&', ...domain, '&', ...into], ['origin', 'state']);
  }

  async transfers(hold: string): Promise<Row[]> {
    const domain = [
      ['origin', '=', `HOLD/${hold}`],
      ['move_line_ids.product_id', '=', this.product.id],
    ];
    return this.read('stock.picking', domain, ['state']);
  }
}

/** Beside the stock, as the set-up has it; one for each plant of the bench. */
async function quarantineOf({ admin, plant }: ErpBench): Promise<number> {
  const [stock] = await must<Row[]>(admin, {
    model: 'stock.location',
    method: 'search_read',
    args: { domain: [['id', '=', plant.stockLocation]], fields: ['location_id'] },
  });
  return loadOne(admin, 'stock.location', {
    id: `pw_lots.quarantine_${plant.prefix.toLowerCase()}`,
    name: `${plant.prefix} Quarantine`,
    usage: 'internal',
    'location_id/.id': String(idOf(stock?.['location_id'])),
  });
}

export const held = (receipt: Receipt): unknown => receipt.readBack['inQuarantine'];
