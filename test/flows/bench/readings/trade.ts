/** Purchases with what came of them, and sales. */
import { chatterReaders } from './chatter.ts';
import { type LotLine, plain, type Readers, type Reading, read, type Shown, summed } from './reading.ts';

export const tradeReaders: Readers<'purchases' | 'sales' | 'receipts'> = {
  async purchases({ odoo }, { id }) {
    const [row] = await read<{ state: string }>(odoo.admin, 'purchase.order', [['id', '=', id]], ['state']);
    const fields = ['product_qty', 'qty_received', 'date_planned'];
    const lines = await read<PurchaseLine>(odoo.admin, 'purchase.order.line', [['order_id', '=', id]], fields);
    const sum = (of: 'product_qty' | 'qty_received'): string =>
      plain(lines.reduce((total, line) => total + line[of], 0));
    const promised = lines.map(({ date_planned }) => (date_planned || 'none').slice(0, 10));
    return { state: row?.state, ordered: sum('product_qty'), received: sum('qty_received'), promised };
  },

  async sales({ odoo }, { id }) {
    const fields = ['state', 'client_order_ref', 'commitment_date'];
    const orders = await read<SalesOrder>(odoo.admin, 'sale.order', [['partner_id', '=', id]], fields);
    const shown = orders.map(async ({ id: order, state, client_order_ref: number, commitment_date: at }) => {
      const domain = [['order_id', '=', order]];
      const lines = await read<{ product_uom_qty: number }>(odoo.admin, 'sale.order.line', domain, ['product_uom_qty']);
      const ordered = plain(lines.reduce((sum, line) => sum + line.product_uom_qty, 0));
      return { state, number: number || 'none', promised: (at || 'none').slice(0, 10), ordered };
    });
    // Each number waits in a lane of its own: after an outage nobody knows which comes first.
    return (await Promise.all(shown)).sort((one, other) => one.number.localeCompare(other.number));
  },

  async receipts(reading, { name }) {
    const { odoo } = reading;
    const domain = [
      ['origin', '=', name],
      ['location_id.usage', '=', 'supplier'],
    ];
    const fields = ['name', 'state', 'scheduled_date'];
    const transfers = await read<Transfer>(odoo.erp, 'stock.picking', domain, fields);
    return Promise.all(transfers.map((transfer) => receiptOf(reading, transfer)));
  },
};

async function receiptOf(reading: Reading, { id, name, state, scheduled_date }: Transfer): Promise<Shown> {
  const record = { model: 'stock.picking', id, name };
  const moved = [
    ['picking_id', '=', id],
    ['state', '=', 'done'],
  ];
  const fields = ['lot_id', 'quantity', 'product_id'];
  const lines = await read<LotLine & { product_id: [number, string] }>(
    reading.odoo.erp,
    'stock.move.line',
    moved,
    fields,
  );
  const codeOf = (product: number): string =>
    [...reading.records].find(([, one]) => one.model === 'product.product' && one.id === product)?.[0] ??
    String(product);
  return {
    state: state === 'done' ? 'done' : 'waiting',
    expected: (scheduled_date || 'none').slice(0, 10),
    goods: summed(
      lines.map(({ lot_id, quantity, product_id }) => [lot_id ? lot_id[1] : codeOf(product_id[0]), quantity]),
    ),
    says: await chatterReaders.log(reading, record),
    tasks: await chatterReaders.activities(reading, record),
  };
}

interface PurchaseLine {
  readonly product_qty: number;
  readonly qty_received: number;
  readonly date_planned: string | false;
}

interface SalesOrder {
  readonly id: number;
  readonly state: string;
  readonly client_order_ref: string | false;
  readonly commitment_date: string | false;
}

interface Transfer {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly scheduled_date: string | false;
}
