import { type Erp, type ErpCall, ok } from '../../../nodes/src/domain/ports.ts';

/** An Odoo with one order that made lot L1 of FG of lot R1 of RM, unless its line names no lot. */
export class Plant {
  lot: readonly [number, string] | false = false;
  orders = 1;
  private readonly nowMs: () => number;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  readonly erp: Erp = {
    call: (call) => this.call(call),
    profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'plant', uid: 7 }),
  };

  private readonly call = async ({ model, method, args }: ErpCall) => {
    if (method === 'get_external_id') return ok({});
    const domain = JSON.stringify(args?.['domain']);
    return ok(this.rows(model, domain));
  };

  private rows(model: string, domain: string): readonly object[] {
    const changed = this.nowMs() + 1_000;
    const write_date = new Date(changed).toISOString().slice(0, 19).replace('T', ' ');
    const product = (id: number, code: string) => ({
      ...{ id, display_name: code, default_code: code, barcode: false, tracking: 'lot', uom_id: [1, 'Units'] },
    });
    if (model === 'mrp.production') return this.orders > 0 ? [{ id: 1, name: 'MO/1', write_date }] : [];
    if (model === 'product.product')
      return [product(1, 'FG'), product(2, 'RM')].filter(({ id }) => domain.includes(`${id}`));
    if (model === 'stock.move') return [{ id: 11, product_id: [2, 'RM'], state: 'done' }];
    if (model !== 'stock.move.line') return [];
    if (domain.includes('move_id.production_id')) return [this.line(21, 1, [1, 'L1'])];
    if (domain.includes('raw_material') || domain.includes('supplier')) return [this.line(22, 2, this.lot)];
    return [];
  }

  private line(id: number, product: number, lot: Plant['lot']) {
    return {
      ...{ id, move_id: [id, 'move'], product_id: [product, 'product'], lot_id: lot, date: '2026-11-20 10:00:00' },
      ...{ picking_id: false, reference: 'MO/1', package_id: false, result_package_id: false },
      ...{ consume_line_ids: [], produce_line_ids: [], quantity_product_uom: 2 },
    };
  }
}
