/** What receiving goods of a purchase order promises. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import type { ErpBench } from '../erp.ts';
import { kilograms, material, pieces } from './stock-bench.ts';
import { type Dock, dockOf, type Purchase } from './trade-bench.ts';

export function receivePromises(get: () => ErpBench, major: 14 | 19): void {
  const open = () => dockOf(get(), major);
  const receipt = ({ bench }: Dock, order: Purchase | string, lines: readonly object[], more: object = {}) => {
    const head = bench.head();
    return {
      kind: 'receive',
      order: typeof order === 'string' ? order : order.name,
      receipt: head.key,
      lines,
      ...head,
      ...more,
    };
  };
  const some = (lot: string | undefined, value: string, more: object = {}) => {
    const { rmB } = get().plant;
    return { material: material(rmB), quantity: pieces(value), ...(lot === undefined ? {} : { lot }), ...more };
  };
  const received = async (dock: Dock, order: Purchase) => (await dock.lines(order)).map((line) => line['qty_received']);

  describe('a receipt', () => {
    test('books what came with its lots, leaves the rest open, and books the rest when it comes', async () => {
      const dock = await open();
      const { rmA, rmB, prefix } = get().plant;
      const order = await dock.order([
        [rmB, 60],
        [rmA, 10],
      ]);
      const lots = [`${prefix}-R1`, `${prefix}-R2`] as const;
      const first = receipt(dock, order, [some(lots[0], '30'), some(lots[1], '10')]);
      expect(await dock.bench.posted(first)).toMatchObject({
        verdict: 'posted',
        records: [{ model: 'stock.picking', state: 'done' }, { model: 'purchase.order' }],
        readBack: { received: ['40 of 60', '0 of 10'] },
      });
      expect(await dock.bench.posted(first)).toMatchObject({ verdict: 'already' });
      const rest = [some(lots[0], '20'), { material: material(rmA), quantity: kilograms('9.5') }];
      expect(await dock.bench.posted(receipt(dock, order, rest))).toMatchObject({ verdict: 'posted' });
      expect(await dock.bench.posted(first)).toMatchObject({ verdict: 'already' });
      expect(await received(dock, order)).toEqual([60, 9.5]);
      expect([await dock.stock(rmB, lots[0]), await dock.stock(rmB, lots[1])]).toEqual([50, 10]);
    });

    test('told by four at once is booked once', async () => {
      const dock = await open();
      const { rmB, prefix } = get().plant;
      const order = await dock.order([[rmB, 20]]);
      await dock.bench.inParallel(receipt(dock, order, [some(`${prefix}-R3`, '20')]), 4);
      expect(await received(dock, order)).toEqual([20]);
      expect(await dock.stock(rmB, `${prefix}-R3`)).toBe(20);
    });

    test('above the order is taken as far as the tolerance goes, and not at all beyond it', async () => {
      const dock = await open();
      const { rmB, prefix } = get().plant;
      const order = await dock.order([[rmB, 20]]);
      const lot = `${prefix}-R4`;
      const tooMuch = receipt(dock, order, [some(lot, '15'), some(lot, '7')], { overPercent: '5' });
      expect(await dock.bench.refused(tooMuch)).toBe('over-receipt');
      expect(await dock.bench.named(externalId('receipt', `${tooMuch.key}.0.0`))).toEqual([]);
      const within = receipt(dock, order, [some(lot, '15'), some(lot, '6')], { overPercent: '5' });
      expect(await dock.bench.posted(within)).toMatchObject({ verdict: 'posted' });
      expect(await received(dock, order)).toEqual([21]);
      expect(await dock.bench.refused(receipt(dock, order, [some(lot, '1')]))).toBe('over-receipt');
    });

    test('finds its way after the buyer raised a line, and prefers the line that it names', async () => {
      const dock = await open();
      const { rmB, prefix } = get().plant;
      const order = await dock.order([
        [rmB, 5],
        [rmB, 5],
      ]);
      const [line] = await dock.lines(order);
      const vals = { product_qty: 8 };
      await get().admin.call({
        model: 'purchase.order.line',
        method: 'write',
        ids: [Number(line?.['id'])],
        args: { vals },
      });
      await dock.bench.posted(receipt(dock, order, [some(`${prefix}-R5`, '3', { lineNo: '20' })]));
      expect(await received(dock, order)).toEqual([0, 3]);
      await dock.bench.posted(receipt(dock, order, [some(`${prefix}-R5`, '10', { lineNo: '1' })]));
      expect(await received(dock, order)).toEqual([8, 5]);
    });

    test('without order, line or lot is refused before anything is written', async () => {
      const dock = await open();
      const { rmA, rmB, prefix } = get().plant;
      const order = await dock.order([[rmB, 5]]);
      const good = some(`${prefix}-R6`, '1');
      const refused = (lines: readonly object[], of: Purchase | string = order) =>
        dock.bench.refused(receipt(dock, of, lines));
      expect(await refused([good], 'P-NONE')).toBe('purchase-not-found');
      expect(await refused([good, { material: material(rmA), quantity: kilograms('1') }])).toBe('no-purchase-line');
      expect(await refused([good, some(undefined, '1')])).toBe('lot-missing');
      await get().admin.call({ model: 'purchase.order', method: 'button_cancel', ids: [order.id] });
      expect(await refused([good])).toBe('purchase-not-open');
      expect(await dock.stock(rmB, `${prefix}-R6`)).toBe(0);
    });
  });
}
