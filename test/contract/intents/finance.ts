/** What bills of suppliers and reading of invoices promise. */
import type { ErpBench } from '../erp.ts';
import type { Promises } from './all.ts';
import type { Row } from './bench.ts';
import { invoiced, openBooks, pay } from './finance-bench.ts';
import { grant } from './grant.ts';
import { counterOf } from './sales-bench.ts';
import { kilograms, material, pieces } from './stock-bench.ts';
import { type Dock, dockOf, type Purchase } from './trade-bench.ts';

export const financePromises: Promises = (get, major) => {
  billPromises(get, major);
  invoicePromises(get, major);
};

function billPromises(get: () => ErpBench, major: 14 | 19): void {
  const open = async () => {
    await openBooks(get().admin, major);
    return dockOf(get(), major);
  };
  const supplier = () => ({ id: 'S', by: 'code', value: `${get().plant.prefix}-S` });
  const line = (value: string, price: string, more: object = {}) => ({
    ...{ material: material(get().plant.rmB), quantity: pieces(value), price },
    ...more,
  });
  const bill = ({ bench }: Dock, order: Purchase, number: string, lines: object[], more: object = {}) => {
    const { prefix } = get().plant;
    const paper = { number: `${prefix}-${number}`, order: order.name, date: '2026-11-20', lines };
    return { kind: 'vendorBill', supplier: supplier(), ...paper, ...bench.head(), ...more };
  };
  const receive = ({ bench }: Dock, order: Purchase, value: string) => {
    const { rmB, prefix } = get().plant;
    const came = { material: material(rmB), quantity: pieces(value), lot: `${prefix}-BILL` };
    return bench.posted({ kind: 'receive', order: order.name, receipt: 'R', lines: [came], ...bench.head() });
  };
  const bills = ({ bench }: Dock, number: string): Promise<Row[]> =>
    bench.read(
      'account.move',
      [
        ['ref', '=', `${get().plant.prefix}-${number}`],
        ['move_type', '=', 'in_invoice'],
      ],
      ['state', 'amount_untaxed'],
    );

  describe('a bill of a supplier', () => {
    test('that agrees with order and receipt is one draft, also by four at once and under another key', async () => {
      const dock = await open();
      const { rmA, rmB } = get().plant;
      const order = await dock.order([
        [rmB, 60],
        [rmA, 10],
      ]);
      await receive(dock, order, '40');
      const wanted = bill(dock, order, 'I1', [line('40', '2')], { net: '80.00' });
      await dock.bench.inParallel(wanted, 4);
      expect(await dock.bench.posted(bill(dock, order, 'I1', [line('40', '2')]))).toMatchObject({ verdict: 'already' });
      expect(await bills(dock, 'I1')).toMatchObject([{ state: 'draft', amount_untaxed: 80 }]);
      const of = [['order_id', '=', order.id]];
      expect(await dock.bench.read('purchase.order.line', of, ['qty_invoiced'])).toMatchObject([
        { qty_invoiced: 40 },
        { qty_invoiced: 0 },
      ]);
      expect(await dock.bench.refused(bill(dock, order, 'I1', [line('39', '2')]))).toBe('bill-number-used');
    });

    test('that does not agree is told line by line and never entered, until receipt or tolerance cover it', async () => {
      const dock = await open();
      const { rmA, rmB } = get().plant;
      const order = await dock.order([
        [rmB, 60],
        [rmA, 10],
      ]);
      await receive(dock, order, '40');
      const lines = [line('41', '2.10'), { material: material(rmA), quantity: kilograms('10'), price: '2' }];
      const wrong = bill(dock, order, 'I2', lines, { net: '110' });
      const answer = await dock.bench.post(wrong);
      expect(answer).toMatchObject({ ok: false, failure: { code: 'bill-differs' } });
      const failure = answer.ok ? undefined : answer.failure;
      for (const words of ['41 billed, 40 received, 0 billed before', '2.1 billed, 2 ordered', '10 billed, 0 received'])
        expect(failure?.reason).toContain(words);
      expect(failure?.issues?.map(({ path }) => path)).toEqual([
        ...['lines.0.quantity', 'lines.0.price', 'lines.1.quantity', 'net'],
      ]);
      expect(await bills(dock, 'I2')).toEqual([]);
      const within = { quantityPercent: '5', pricePercent: '5' };
      const first = bill(dock, order, 'I2', [line('41', '2.10')], within);
      expect(await dock.bench.posted(first)).toMatchObject({ verdict: 'posted', readBack: { net: '86.1' } });
      const again = bill(dock, order, 'I3', [line('1', '2')]);
      expect(await dock.bench.refused(again)).toBe('bill-differs');
      await receive(dock, order, '20');
      expect(await dock.bench.posted(again)).toMatchObject({ verdict: 'posted' });
    });

    test('is posted where that is wanted and allowed, once; one of somebody else or of no order is refused', async () => {
      const dock = await open();
      const { rmB } = get().plant;
      const counter = await counterOf(get());
      const order = await dock.order([[rmB, 10]]);
      await receive(dock, order, '10');
      const wanted = bill(dock, order, 'I4', [line('10', '2')], { posting: 'post' });
      // The simulated Odoo has no groups.
      await grant(get(), 'account.group_account_invoice').catch(() => undefined);
      expect(await dock.bench.posted(wanted)).toMatchObject({ readBack: { state: 'posted', net: '20' } });
      expect(await dock.bench.posted(wanted)).toMatchObject({ verdict: 'already' });
      expect(await bills(dock, 'I4')).toMatchObject([{ state: 'posted' }]);
      const other = await counter.customer('S2');
      const theirs = bill(dock, order, 'I5', [line('1', '2')], { supplier: other });
      expect(await dock.bench.refused(theirs)).toBe('bill-differs');
      expect(await dock.bench.refused({ ...theirs, supplier: supplier(), currency: 'XXX' })).toBe('bill-differs');
      expect(await dock.bench.refused({ ...theirs, order: 'P-NONE' })).toBe('purchase-not-found');
    });
  });
}

function invoicePromises(get: () => ErpBench, major: 14 | 19): void {
  test('of an invoice is read what is open, paid and overdue, and what the customer owes', async () => {
    const { admin, plant } = get();
    await openBooks(admin, major);
    const { bench, ...counter } = await counterOf(get());
    const customer = await counter.customer('C9');
    const lines = [{ lineNo: '1', material: material(plant.fg), quantity: pieces('4'), price: '25' }];
    await bench.posted({ kind: 'salesOrder', customer, customerPo: 'PO-9', lines, ...bench.head() });
    const named = [['partner_id.ref', '=', customer.value]];
    const [order = {}] = await bench.read('sale.order', named, ['name', 'order_line', 'partner_id']);
    const partner = (order['partner_id'] as unknown[])[0];
    const question = { kind: 'readInvoice', order: order['name'], ...bench.head() };
    expect(await bench.refused(question)).toBe('invoice-not-found');
    const invoice = await invoiced(admin, { ...order, partner, product: plant.fg.id }, 25);
    await pay(admin, invoice.id, 30);
    const expected = {
      invoice: invoice.name,
      payment: 'partial',
      total: '100',
      open: '70',
      due: '2026-11-18',
      overdue: true,
    };
    const answer = await bench.posted(question);
    expect(answer.readBack).toMatchObject({
      invoices: [{ ...expected, payments: [{ amount: '30' }] }],
      customer: { held: false, owed: '70' },
    });
    expect(await bench.posted({ kind: 'readInvoice', invoice: invoice.name, ...bench.head() })).toMatchObject({
      readBack: { invoices: [expected] },
    });
  });
}
