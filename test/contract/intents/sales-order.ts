/** What quotations and orders of customers promise. */
import { plusDays } from '../../../nodes/src/domain/odoo/intents/sales/promise.ts';
import type { RecordRef } from '../../../nodes/src/domain/odoo/intents/spec.ts';
import { must } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { type Counter, counterOf, goodsOf, planned } from './sales-bench.ts';
import { material, pieces } from './stock-bench.ts';

export function salesOrderPromises(get: () => ErpBench): void {
  const open = () => counterOf(get());
  const some = (value: string, more: object = {}) => ({
    ...{ lineNo: '1', material: material(get().plant.fg), quantity: pieces(value) },
    ...more,
  });
  const order = ({ bench }: Counter, customer: RecordRef, customerPo: string, lines: object[], more: object = {}) => {
    return { kind: 'salesOrder', customer, customerPo, lines, ...bench.head(), ...more };
  };
  const offer = ({ bench }: Counter, customer: RecordRef, number: string, lines: object[], more: object = {}) => {
    return { kind: 'quotation', customer, quotation: number, lines, ...bench.head(), ...more };
  };

  describe("a customer's order", () => {
    test('is one order with the day promised, however often the number is sent; a later day of planning stays', async () => {
      const counter = await open();
      const customer = await counter.customer('C1');
      const lines = [some('5', { price: '9.90', wanted: '2026-12-18', promised: '2026-12-24' })];
      await counter.bench.inParallel(order(counter, customer, 'PO-1', lines), 4);
      const [made, ...more] = await counter.orders(customer);
      expect([made, more]).toMatchObject([{ state: 'sale', commitment_date: '2026-12-24 12:00:00' }, []]);
      expect(await counter.notes('sale.order', made?.['id'], 'wanted for 2026-12-18')).toHaveLength(1);
      const moves = [['sale_line_id.order_id', '=', made?.['id']]];
      expect(await counter.bench.read('stock.move', moves, ['product_uom_qty', 'date_deadline'])).toMatchObject([
        { product_uom_qty: 5, date_deadline: '2026-12-24 12:00:00' },
      ]);
      const later = { kind: 'promiseDelivery', order: made?.['name'], promised: '2026-12-29', reason: 'line 3 stands' };
      const moved = { ...counter.bench.head(), ...later };
      expect(await counter.bench.posted(moved)).toMatchObject({ verdict: 'posted' });
      expect(await counter.bench.posted(order(counter, customer, 'PO-1', lines))).toMatchObject({ verdict: 'already' });
      const sooner = { ...later, ...counter.bench.head(), promised: '2026-12-28' };
      await counter.bench.posted(sooner);
      expect(await counter.bench.posted(moved)).toMatchObject({ verdict: 'already' });
      expect(await counter.orders(customer)).toMatchObject([{ commitment_date: '2026-12-28 12:00:00' }]);
      const said = await counter.notes('sale.order', made?.['id'], 'instead of');
      expect(said.filter((words) => words.includes('2026-12-29 instead of 2026-12-24: line 3 stands'))).toHaveLength(1);
    });

    test('with other lines under the same number is refused and names them; one entered by hand is found', async () => {
      const counter = await open();
      const { rmB } = get().plant;
      const customer = await counter.customer('C2');
      await counter.bench.posted(order(counter, customer, 'PO-2', [some('5', { price: '2' })]));
      const other = [some('7', { price: '2.5' }), some('1', { lineNo: '2', material: material(rmB), price: '1' })];
      const answer = await counter.bench.post(order(counter, customer, 'PO-2', other));
      expect(answer).toMatchObject({ ok: false, failure: { code: 'customer-order-differs' } });
      const reason = answer.ok ? '' : answer.failure.reason;
      for (const words of ['7 instead of 5', 'price 2.5 instead of 2', 'line 2']) expect(reason).toContain(words);
      const [known] = await counter.orders(customer);
      const vals = { client_order_ref: 'PO-2B' };
      const write = { model: 'sale.order', method: 'write', ids: [Number(known?.['id'])], args: { vals } };
      await must(get().admin, write);
      expect(await counter.bench.posted(order(counter, customer, 'PO-2B', [some('5')]))).toMatchObject({
        verdict: 'already',
      });
      expect(await counter.orders(customer)).toHaveLength(1);
    });

    test('takes the quotation that it accepts, in its last revision, and none that is over or cancelled', async () => {
      const counter = await open();
      const customer = await counter.customer('C3');
      const first = offer(counter, customer, 'Q-1', [some('5')], { status: 'sent', validUntil: '2026-12-31' });
      expect(await counter.bench.posted(first)).toMatchObject({ readBack: { state: 'sent' } });
      const second = offer(counter, customer, 'Q-1', [some('6', { price: '3' })], {
        ...{ revision: 1, status: 'sent', validUntil: '2026-12-31' },
      });
      expect(await counter.bench.posted(second)).toMatchObject({ verdict: 'posted' });
      expect(await counter.bench.posted(second)).toMatchObject({ verdict: 'already' });
      expect((await counter.orders(customer)).map(({ state }) => state)).toEqual(['cancel', 'sent']);
      await counter.bench.posted(
        offer(counter, customer, 'Q-2', [some('1')], { status: 'sent', validUntil: '2026-11-01' }),
      );
      const late = order(counter, customer, 'PO-3', [some('1')], { quotation: 'Q-2' });
      expect(await counter.bench.refused(late)).toBe('quotation-over');
      const unknown = order(counter, customer, 'PO-3', [some('1')], { quotation: 'Q-9' });
      expect(await counter.bench.refused(unknown)).toBe('sale-not-found');
      const accepted = order(counter, customer, 'PO-3', [some('6', { price: '3' })], { quotation: 'Q-1' });
      expect(await counter.bench.posted(accepted)).toMatchObject({ verdict: 'posted' });
      expect(await counter.bench.posted(second)).toMatchObject({ verdict: 'already' });
      const sales = await counter.orders(customer);
      expect(sales.filter(({ state }) => state === 'sale')).toMatchObject([
        { client_order_ref: 'PO-3', origin: 'Q-1' },
      ]);
    });
  });

  test('without a day gets the first one that stock and plans allow, and keeps it; what nobody plans has none', async () => {
    const counter = await open();
    const { admin, plant } = get();
    const goods = await goodsOf(admin, `${plant.prefix}-ATP`, plant.stockLocation, 5);
    const customer = await counter.customer('C5');
    const today = new Date().toISOString().slice(0, 10);
    const day = (days: number): string => plusDays(today, days);
    const wish = (customerPo: string, lines: object[], dispatchDays = 2) =>
      order(counter, customer, customerPo, lines, { promising: { dispatchDays }, at: `${today}T06:00:00Z` });
    const of = (lineNo: string, value: string, more: object = {}) => ({
      ...{ lineNo, material: material(goods), quantity: pieces(value) },
      ...more,
    });
    const first = wish('PO-5', [of('1', '3'), of('2', '1', { wanted: day(9) })]);
    const promised = {
      ...{ answer: 'confirmed', promisedDate: day(9) },
      lines: [
        { lineNo: '1', verdict: 'now', promisedDate: day(2) },
        { lineNo: '2', verdict: 'now', promisedDate: day(9) },
      ],
    };
    expect(await counter.bench.posted(first)).toMatchObject({ verdict: 'posted', readBack: { answer: promised } });
    expect(await counter.bench.posted(first)).toMatchObject({
      ...{ verdict: 'already', readBack: { answer: { answer: 'confirmed', promisedDate: day(9) } } },
    });
    const short = await counter.bench.posted(wish('PO-6', [of('1', '4')]));
    expect(short.readBack['answer']).toMatchObject({ lines: [{ verdict: 'short', missing: '3' }] });
    expect(short.readBack['answer']).not.toHaveProperty('promisedDate');
    await planned(admin, goods, plant.stockLocation, 20, `${day(5)} 12:00:00`);
    const later = await counter.bench.posted(wish('PO-7', [of('1', '4')]));
    expect(later.readBack['answer']).toMatchObject({ promisedDate: day(7), lines: [{ verdict: 'forecast' }] });
    expect((await counter.orders(customer)).map(({ commitment_date: at }) => at)).toEqual([
      ...[`${day(9)} 12:00:00`, false, `${day(7)} 12:00:00`],
    ]);
  });

  test('by a reference that nobody has is for the one company of the tax number or address; several are named, none is made', async () => {
    const counter = await open();
    const { plant } = get();
    const tax = `PW${plant.prefix}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
    const mail = `orders@${plant.prefix.toLowerCase()}.example`;
    const one = await counter.customer('C6', { vat: tax });
    const by = (reference: string, who: object) =>
      order(counter, { id: reference, by: 'code', value: `${plant.prefix}-${reference}` }, 'PO-8', [some('1')], {
        who,
      });
    const partners = () => counter.bench.read('res.partner', [['name', 'like', plant.prefix]], ['name']);
    const before = (await partners()).length;
    expect(await counter.bench.refused(by('NEW', { name: 'Miller', vat: 'PWNOBODY', email: mail }))).toBe(
      'customer-unknown',
    );
    expect(await counter.bench.posted(by('NEW', { name: 'Miller', vat: tax }))).toMatchObject({ verdict: 'posted' });
    expect(await counter.orders(one)).toMatchObject([{ client_order_ref: 'PO-8', state: 'sale' }]);
    const two = await counter.customer('C7', { vat: tax, email: mail });
    expect(await partners()).toHaveLength(before + 1);
    const answer = await counter.bench.post(by('NEWER', { vat: tax }));
    const reason = answer.ok ? '' : answer.failure.reason;
    expect(answer).toMatchObject({ ok: false, failure: { code: 'customer-ambiguous' } });
    for (const { value } of [one, two]) expect(reason).toContain(value);
    expect(await counter.orders(two)).toEqual([]);
    const known = by('NEWER', { vat: tax, email: mail.toUpperCase() });
    expect(await counter.bench.posted(known)).toMatchObject({ verdict: 'posted' });
    expect(await counter.orders(two)).toHaveLength(1);
    expect(await partners()).toHaveLength(before + 1);
  });

  describe('a customer on credit hold', () => {
    test('has its order waiting as a quotation, with the name of who releases it, until that is done', async () => {
      const counter = await open();
      const customer = await counter.customer('C4');
      const hold = (status: 'hold' | 'ok', at: string, more: object = {}) => ({
        ...{ kind: 'creditHold', customer, status, by: 'M. Rossi', ...counter.bench.head() },
        ...{ partition: `MUC1:credit:${get().plant.prefix}`, at },
        ...more,
      });
      const held = hold('hold', '2026-11-20T08:00:00Z', { reason: '3 invoices overdue', limit: '5000' });
      await counter.bench.inParallel(held, 4);
      expect(await counter.partner(customer)).toMatchObject({
        sale_warn_msg: 'Credit hold: 3 invoices overdue. Released by M. Rossi.',
        credit_limit: 5000,
      });
      const wanted = order(counter, customer, 'PO-4', [some('1')], { promised: '2026-12-24' });
      const answer = await counter.bench.post(wanted);
      expect(answer).toMatchObject({ ok: false, failure: { code: 'customer-on-hold' } });
      expect(answer.ok ? '' : answer.failure.reason).toContain('Released by M. Rossi');
      expect(await counter.orders(customer)).toMatchObject([{ state: 'draft' }]);
      await counter.bench.posted(hold('ok', '2026-11-20T10:00:00Z'));
      expect(await counter.bench.posted(held)).toMatchObject({ verdict: 'already' });
      const late = hold('hold', '2026-11-20T09:00:00Z');
      expect(await counter.bench.posted(late)).toMatchObject({ verdict: 'already', readBack: { held: false } });
      expect(await counter.partner(customer)).toMatchObject({ sale_warn_msg: false, category_id: [] });
      expect(await counter.bench.posted(wanted)).toMatchObject({ verdict: 'posted' });
      expect(await counter.orders(customer)).toMatchObject([{ state: 'sale' }]);
    });
  });
}
