/** What taking over a supplier's answer promises. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import { createOrder, must } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { material, pieces } from './stock-bench.ts';
import { type Dock, dockOf, type Purchase } from './trade-bench.ts';

export function confirmPromises(get: () => ErpBench, major: 14 | 19): void {
  const open = () => dockOf(get(), major);
  const answer = ({ bench }: Dock, order: Purchase, lines: readonly object[], more: object = {}) => {
    return { kind: 'confirmSupply', order: order.name, response: 'AB-1', lines, ...bench.head(), ...more };
  };
  const notes = async ({ bench }: Dock, order: Purchase) => {
    const domain = [
      ['model', '=', 'purchase.order'],
      ['res_id', '=', order.id],
      ['body', 'like', 'AB-1'],
      // Odoo 14 tells a user of his task by a message, too.
      ['message_type', '=', 'comment'],
    ];
    return (await bench.read('mail.message', domain, ['body'])).map((row) => String(row['body']));
  };

  const asked = async ({ bench }: Dock, order: Purchase) => {
    return (await bench.read('mail.activity', todosOn(order), ['summary'])).map((row) => row['summary']);
  };

  const on = (order: Purchase) => [
    ['model', '=', 'purchase.order'],
    ['res_id', '=', order.id],
  ];
  const todosOn = (order: Purchase) => [
    ['res_model', '=', 'purchase.order'],
    ['res_id', '=', order.id],
  ];
  /** What Odoo writes into the history when a task is marked as done. */
  const feedback = async ({ bench }: Dock, order: Purchase) => {
    const said = await bench.read('mail.message', [...on(order), ['body', 'like', 'Replaced by']], ['body']);
    return said.map((row) => String(row['body']));
  };

  describe("a supplier's answer", () => {
    test('puts promised days on the lines and tells the buyer what differs, once, and leaves a later decision alone', async () => {
      const dock = await open();
      const { rmA, rmB } = get().plant;
      const order = await dock.order([
        [rmB, 60],
        [rmA, 10],
      ]);
      const first = { lineNo: '1', status: 'changed', price: '2.00' };
      const intent = answer(dock, order, [
        { ...first, material: material(rmB), quantity: pieces('40'), promised: '2026-12-08' },
        { lineNo: '1', status: 'backordered', material: material(rmB), quantity: pieces('20'), promised: '2027-01-11' },
        { lineNo: '20', status: 'rejected' },
      ]);
      expect(await dock.bench.posted(intent)).toMatchObject({ verdict: 'posted' });
      expect(await dock.lines(order)).toMatchObject([
        { product_qty: 60, date_planned: '2026-12-08 08:00:00' },
        { product_qty: 10, date_planned: '2026-12-01 08:00:00' },
      ]);
      const [line] = await dock.lines(order);
      const vals = { date_planned: '2026-12-24 08:00:00' };
      await get().admin.call({
        model: 'purchase.order.line',
        method: 'write',
        ids: [Number(line?.['id'])],
        args: { vals },
      });
      expect(await dock.bench.posted(intent)).toMatchObject({ verdict: 'already' });
      expect(await dock.lines(order)).toMatchObject([{ date_planned: vals.date_planned }, {}]);
      const [said = '', ...more] = await notes(dock, order);
      expect(more).toEqual([]);
      for (const words of ['2026-12-08 instead of 2026-12-01', '40 instead of 60', '20 come later', 'refused']) {
        expect(said).toContain(words);
      }
      const head = await dock.bench.read('purchase.order', [['id', '=', order.id]], ['partner_ref']);
      expect(head).toMatchObject([{ partner_ref: 'AB-1' }]);
      expect(said).not.toContain('price');
      expect(await asked(dock, order)).toEqual([`Claim? Answer AB-1 to ${order.name}: 3 differences`]);
    });

    test('that comes later replaces what an earlier one asked about a line; what that asked about others goes on', async () => {
      const dock = await open();
      const { rmA, rmB } = get().plant;
      const order = await dock.order([
        [rmB, 60],
        [rmA, 10],
      ]);
      const { partition } = dock.bench.head();
      const less = (value: string) => ({
        ...{ lineNo: '1', status: 'changed', material: material(rmB), quantity: pieces(value) },
      });
      const first = answer(dock, order, [less('40'), { lineNo: '2', status: 'rejected' }], { partition });
      await dock.bench.posted(first);
      expect(await asked(dock, order)).toEqual([`Claim? Answer AB-1 to ${order.name}: 2 differences`]);
      const second = answer(dock, order, [less('50')], { partition, response: 'AB-2' });
      await dock.bench.posted(second);
      await dock.bench.posted(second);
      expect(await asked(dock, order)).toEqual([`Claim? Answer AB-2 to ${order.name}: 2 differences`]);
      const [task = {}] = await dock.bench.read('mail.activity', todosOn(order), ['note']);
      for (const words of ['50 instead of 60', 'Line 2: refused', '(from answer AB-1)'])
        expect(task['note']).toContain(words);
      expect(task['note']).not.toContain('40');
      expect(await feedback(dock, order)).toEqual([expect.stringContaining('Replaced by the supplier')]);
      const day = { lineNo: '1', status: 'changed', promised: '2026-12-08' };
      await dock.bench.posted(answer(dock, order, [day], { partition, response: 'AB-2b' }));
      expect(await asked(dock, order)).toEqual([`Claim? Answer AB-2 to ${order.name}: 2 differences`]);
      expect(await dock.bench.posted(first)).toMatchObject({ verdict: 'already' });
      const last = answer(dock, order, [less('60'), { lineNo: '2', status: 'accepted' }], {
        partition,
        response: 'AB-3',
      });
      await dock.bench.posted(last);
      await dock.bench.posted(last);
      expect(await asked(dock, order)).toEqual([]);
      expect(await feedback(dock, order)).toHaveLength(2);
      const said = await dock.bench.read('mail.message', [...on(order), ['body', 'like', 'AB-3']], ['body']);
      expect(JSON.stringify(said)).toContain('It replaces what answer AB-2 asked of the buyer');
    });

    test('after the buyer has dealt with an earlier one asks nothing of it again', async () => {
      const dock = await open();
      const { rmA, rmB } = get().plant;
      const order = await dock.order([
        [rmB, 60],
        [rmA, 10],
      ]);
      const { partition } = dock.bench.head();
      const refused = (lineNo: string) => ({ lineNo, status: 'rejected' });
      await dock.bench.posted(answer(dock, order, [refused('1'), refused('2')], { partition }));
      const [todo = {}] = await dock.bench.read('mail.activity', todosOn(order), ['id']);
      const ids = [Number(todo['id'])];
      await must(get().admin, { model: 'mail.activity', method: 'action_feedback', ids, args: { feedback: 'agreed' } });
      const again = answer(dock, order, [{ lineNo: '1', status: 'accepted' }], { partition, response: 'AB-2' });
      await dock.bench.posted(again);
      expect(await asked(dock, order)).toEqual([]);
    });

    test('that is older by its own day comes too late: nothing of it is written or asked, and the note says so', async () => {
      const dock = await open();
      const { rmB } = get().plant;
      const order = await dock.order([[rmB, 60]]);
      const { partition } = dock.bench.head();
      const line = { lineNo: '1', status: 'changed', material: material(rmB) };
      const later = { partition, response: 'AB-2', issued: '2026-11-05' };
      await dock.bench.posted(answer(dock, order, [{ ...line, promised: '2026-12-15' }], later));
      const earlier = { ...line, promised: '2026-12-08', quantity: pieces('40') };
      await dock.bench.posted(answer(dock, order, [earlier], { partition, issued: '2026-11-03' }));
      expect(await dock.lines(order)).toMatchObject([{ date_planned: '2026-12-15 08:00:00' }]);
      expect(await asked(dock, order)).toEqual([]);
      expect(await notes(dock, order)).toEqual([expect.stringContaining('answer AB-2 of 2026-11-05 is newer')]);
    });

    test('may state prices for a hundred; in another currency they are told, never compared', async () => {
      const dock = await open();
      const { rmB } = get().plant;
      const order = await dock.order([[rmB, 60]]);
      const { partition } = dock.bench.head();
      const [head = {}] = await dock.bench.read('purchase.order', [['id', '=', order.id]], ['currency_id']);
      const [, own] = head['currency_id'] as [number, string];
      const other = own === 'JPY' ? 'CHF' : 'JPY';
      const stating = (response: string, price: string, currency: string) => {
        const line = { lineNo: '1', status: 'accepted', material: material(rmB), price, priceBasis: '100' };
        return answer(dock, order, [line], { partition, response, currency });
      };
      await dock.bench.posted(stating('AB-1', '200.00', own));
      expect(await asked(dock, order)).toEqual([]);
      await dock.bench.posted(stating('AB-2', '200.00', other));
      expect(await asked(dock, order)).toEqual([`Claim? Answer AB-2 to ${order.name}: one difference`]);
      const [task = {}] = await dock.bench.read('mail.activity', todosOn(order), ['note']);
      expect(task['note']).toContain(
        `price 200.00 ${other} for 100 stated by the supplier, the order is in ${own} (2)`,
      );
      await dock.bench.posted(stating('AB-3', '200', own));
      expect(await asked(dock, order)).toEqual([]);
    });

    test('told by four at once is one note; more is written where that is wanted, less is always for the buyer', async () => {
      const dock = await open();
      const { rmB } = get().plant;
      const order = await dock.order([[rmB, 60]]);
      const of = (value: string) => [
        { lineNo: '1', status: 'changed', material: material(rmB), quantity: pieces(value) },
      ];
      await dock.bench.inParallel(answer(dock, order, of('70'), { quantities: 'write' }), 4);
      expect(await notes(dock, order)).toHaveLength(1);
      expect(await asked(dock, order)).toEqual([]);
      const less = of('50').map((line) => ({ ...line, price: '2.5' }));
      await dock.bench.inParallel(answer(dock, order, less, { quantities: 'write' }), 4);
      expect(await asked(dock, order)).toEqual([`Claim? Answer AB-1 to ${order.name}: 2 differences`]);
      expect(await notes(dock, order)).toContainEqual(
        expect.stringContaining('price 2.5 stated by the supplier, 2 on'),
      );
      expect(await notes(dock, order)).toContainEqual(
        expect.stringContaining('50 instead of 70, the order is as it was'),
      );
      expect(await dock.lines(order)).toMatchObject([{ product_qty: 70 }]);
      const open_ = [['purchase_line_id.order_id', '=', order.id]];
      const moves = await dock.bench.read('stock.move', open_, ['product_uom_qty']);
      expect(moves.reduce((sum, move) => sum + Number(move['product_uom_qty']), 0)).toBe(70);
    });

    test('that comes too late is a task on every order that needs the goods before', async () => {
      const dock = await open();
      const { plant } = get();
      const order = await dock.order([[plant.rmB, 60]]);
      // More than the stock holds: Odoo cannot set it all aside.
      const needy = await createOrder(get().admin, plant, 1_000_000, 'at risk');
      const late = { lineNo: '1', status: 'changed', material: material(plant.rmB), promised: '2027-03-01' };
      const intent = answer(dock, order, [late]);
      await dock.bench.posted(intent);
      await dock.bench.posted(intent);
      const domain = [
        ['res_model', '=', 'mrp.production'],
        ['res_id', '=', needy.id],
      ];
      const tasks = await dock.bench.read('mail.activity', domain, ['summary']);
      expect(tasks.map((task) => task['summary'])).toEqual([
        expect.stringMatching(`${order.name}, .* comes 2027-03-01`),
      ]);
      expect(await notes(dock, order)).toEqual([expect.stringContaining(needy.name)]);
      await get().admin.call({ model: 'mrp.production', method: 'action_cancel', ids: [needy.id] });
    });

    test('below what was received, or about a line that is none, is refused before anything is written', async () => {
      const dock = await open();
      const { rmB, prefix } = get().plant;
      const order = await dock.order([[rmB, 60]]);
      const came = { material: material(rmB), quantity: pieces('30'), lot: `${prefix}-C1` };
      await dock.bench.posted({
        kind: 'receive',
        order: order.name,
        receipt: 'R',
        lines: [came],
        ...dock.bench.head(),
      });
      const less = { lineNo: '1', status: 'changed', quantity: pieces('20'), promised: '2026-12-08' };
      const below = answer(dock, order, [less], { quantities: 'write' });
      expect(await dock.bench.refused(below)).toBe('below-received');
      expect(await dock.bench.refused(answer(dock, order, [{ lineNo: '7', status: 'accepted' }]))).toBe(
        'no-purchase-line',
      );
      expect(await dock.lines(order)).toMatchObject([{ product_qty: 60, date_planned: '2026-12-01 08:00:00' }]);
      expect(await dock.bench.named(externalId('confirmation', below.key))).toEqual([]);
    });
  });
}
