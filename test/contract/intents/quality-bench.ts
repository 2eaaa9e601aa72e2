/** A material of its own for each test of lots: some lots in stock, a quarantine, deliveries that reserve them. */
import type { Receipt } from '../../../nodes/src/domain/receipt.ts';
import { loadOne, must, type SeededProduct, stockUp } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Bench, type Row } from './bench.ts';

export const idOf = (value: unknown): number => (Array.isArray(value) ? Number(value[0]) : 0);

let serial = 0;

export class LotBench extends Bench {
  readonly product: SeededProduct;
  readonly lots: Readonly<Record<string, number>>;
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
  async delivery(quantity: number, picked = false): Promise<number> {
    const { id } = await this.deliveryOf(this.product.id, quantity);
    if (picked) await this.pick(id);
    return id;
  }

  async deliveryOf(product: number, quantity: number): Promise<{ id: number; name: string }> {
    const { erp, on, old } = this;
    const [type] = await this.read('stock.picking.type', [['code', '=', 'outgoing']], ['sequence_code']);
    const [customers] = await this.read('stock.location', [['usage', '=', 'customer']], ['name']);
    const [unit] = await this.read('product.product', [['id', '=', product]], ['uom_id']);
    const places = { location_id: on.plant.stockLocation, location_dest_id: customers?.['id'] };
    const move = {
      product_id: product,
      product_uom: idOf(unit?.['uom_id']),
      product_uom_qty: quantity,
      ...places,
      ...(old ? { name: 'Delivery' } : {}),
    };
    const values = { picking_type_id: type?.['id'], ...places, [old ? 'move_lines' : 'move_ids']: [[0, 0, move]] };
    const [id = 0] = await must<number[]>(erp, {
      model: 'stock.picking',
      method: 'create',
      args: { vals_list: [values] },
    });
    await must(erp, { model: 'stock.picking', method: 'action_confirm', ids: [id] });
    await must(erp, { model: 'stock.picking', method: 'action_assign', ids: [id] });
    const [row] = await this.read('stock.picking', [['id', '=', id]], ['name']);
    return { id, name: String(row?.['name']) };
  }

  private async pick(picking: number): Promise<void> {
    const reserved = this.old ? 'product_uom_qty' : 'quantity';
    for (const line of await this.read('stock.move.line', [['picking_id', '=', picking]], [reserved])) {
      const vals = this.old ? { qty_done: line[reserved] } : { picked: true };
      await must(this.erp, { model: 'stock.move.line', method: 'write', ids: [Number(line['id'])], args: { vals } });
    }
  }

  async ship(picking: number): Promise<void> {
    await this.pick(picking);
    const context = { skip_backorder: true, skip_sms: true };
    await must(this.erp, { model: 'stock.picking', method: 'button_validate', ids: [picking], context });
  }

  /** Quantity of each place where the lot lies, by name of the place. */
  async lies(name: string): Promise<Record<string, number>> {
    const domain = [
      ['lot_id', '=', this.lots[name]],
      ['location_id.usage', '=', 'internal'],
      ['quantity', '!=', 0],
    ];
    const places = await this.read('stock.quant', domain, ['location_id', 'quantity']);
    return Object.fromEntries(
      places.map((row) => [
        String((row['location_id'] as [number, string])[1]).replace(`${this.on.plant.prefix} `, ''),
        Number(row['quantity']),
      ]),
    );
  }

  /** Names of the lots that a transfer has reserved. */
  async reserved(picking: number): Promise<string[]> {
    const lines = await this.read('stock.move.line', [['picking_id', '=', picking]], ['lot_id']);
    const names = Object.entries(this.lots);
    return lines
      .map((line) => names.find(([, id]) => id === idOf(line['lot_id']))?.[0] ?? '?')
      .sort((one, other) => one.localeCompare(other));
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
