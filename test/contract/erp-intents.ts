/** What carrying an intent out promises: each fact in Odoo once, proven by what Odoo shows afterwards. */
import type { PostingPolicy } from '../../nodes/src/domain/odoo/order-intent.ts';
import { createOrder, must } from '../live/seed.ts';
import type { ErpBench } from './erp.ts';
import { Line } from './erp-line.ts';

/** `core` are the promises that differ most between posting modes, `spot` a few of them; for servers where time is short. */
export type Depth = 'whole' | 'core' | 'spot';

export function intentPromises(major: 14 | 19, get: () => ErpBench, depth: Depth = 'whole'): void {
  const test =
    depth === 'whole' ? globalThis.test : someOf(globalThis.test, depth === 'core' ? CORE : CORE.slice(0, 3));
  const line = async (quantity: number, policy: Partial<PostingPolicy> = {}, plant = get().plant): Promise<Line> =>
    new Line(get().erp, plant, await createOrder(get().erp, plant, quantity), policy);

  describe('producing', () => {
    test('a final count closes the order with lot, components and by-product by the bill of materials', async () => {
      const l = await line(10);
      const receipt = await l.posted(l.good('10', 'final', { lot: l.lot() }));
      expect(receipt).toMatchObject({ verdict: 'posted', readBack: { state: 'done', produced: '10' } });
      const { fg, rmA, rmB, byproduct, lotsOfB } = l.plant;
      expect(await l.inOdoo()).toMatchObject([
        {
          state: 'done',
          produced: 10,
          finished: { [`${fg.code} ${l.lot()}`]: 10, [byproduct.code]: 1 },
          components: { [rmA.code]: 5, [`${rmB.code} ${lotsOfB[0]}`]: 20 },
        },
      ]);
    });

    test('both work orders end done, begin when the plant began and last as planned', async () => {
      const l = await line(3);
      await l.posted(l.good('3', 'final', { lot: l.lot() }));
      const [order] = await l.inOdoo();
      expect(order?.workOrders).toHaveLength(2);
      for (const workOrder of order?.workOrders ?? []) {
        expect(workOrder).toMatchObject({ state: 'done', date_start: '2026-11-20 08:00:00' });
        // 14 leaves the duration of an untimed work order empty.
        expect(workOrder.duration).toBeGreaterThan(major < 15 ? -1 : 0);
        expect(String(workOrder.date_finished) >= String(workOrder.date_start)).toBe(true);
      }
    });

    test('partial counts add up on the open order and move no stock', async () => {
      const l = await line(10);
      await l.posted(l.good('3', 'partial', { lot: l.lot() }));
      await l.posted(l.good('4', 'partial', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ state: 'progress', producing: 7, produced: 0 }]);
      expect(await l.stock(l.plant.fg, l.lot())).toBe(0);
    });

    test('the same event again changes nothing', async () => {
      const l = await line(10);
      const partial = l.good('4', 'partial', { lot: l.lot() });
      const final = l.good('6', 'final', { lot: l.lot() });
      await l.posted(partial);
      expect(await l.posted(partial)).toMatchObject({ verdict: 'already' });
      await l.posted(final);
      const once = await l.inOdoo();
      expect(await l.posted(final)).toMatchObject({ verdict: 'already' });
      expect(await l.inOdoo()).toEqual(once);
      expect(await l.stock(l.plant.fg, l.lot())).toBe(10);
    });

    test('a short order leaves a backorder under the same name', async () => {
      const l = await line(10, { remainder: 'backorder' });
      await l.posted(l.good('4', 'final', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([
        { name: `${l.order.name}-001`, state: 'done', produced: 4 },
        { name: `${l.order.name}-002`, state: 'confirmed', ordered: 6, producing: 0 },
      ]);
      await l.posted(l.good('6', 'final', { lot: l.lot('B') }));
      expect(await l.inOdoo()).toMatchObject([
        { state: 'done', produced: 4 },
        { state: 'done', produced: 6 },
      ]);
    });

    test('or closes short, when that is the policy', async () => {
      const l = await line(10, { remainder: 'closeShort' });
      await l.posted(l.good('4', 'final', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 4 }]);
      expect(await l.refused(l.good('1', 'partial', { lot: l.lot() }))).toBe('order-closed');
    });

    test('a shortfall within tolerance closes without backorder', async () => {
      const l = await line(100, { remainder: 'backorder', underTolerancePct: '2.5' });
      await l.posted(l.good('98', 'final', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 98 }]);
    });

    test('over-production passes within tolerance and is refused beyond it', async () => {
      const inside = await line(100, { overTolerancePct: '2.5' });
      await inside.posted(inside.good('102', 'final', { lot: inside.lot() }));
      expect(await inside.inOdoo()).toMatchObject([{ state: 'done', produced: 102 }]);
      const outside = await line(100, { overTolerancePct: '2.5' });
      expect(await outside.refused(outside.good('103', 'final', { lot: outside.lot() }))).toBe('over-production');
      expect(await outside.inOdoo()).toMatchObject([{ state: 'confirmed', producing: 0 }]);
    });

    test('a tracked product without lot is refused before Odoo invents one', async () => {
      const l = await line(5);
      expect(await l.refused(l.good('5', 'final'))).toBe('lot-missing');
      expect(await l.inOdoo()).toMatchObject([{ state: 'confirmed', producing: 0 }]);
    });

    test('another lot begins another part of the order', async () => {
      const l = await line(10);
      await l.posted(l.good('4', 'partial', { lot: l.lot('A') }));
      await l.posted(l.good('5', 'partial', { lot: l.lot('B') }));
      await l.posted(l.good('1', 'final', { lot: l.lot('B') }));
      const { fg } = l.plant;
      expect(await l.inOdoo()).toMatchObject([
        { state: 'done', produced: 4, finished: { [`${fg.code} ${l.lot('A')}`]: 4 } },
        { state: 'done', produced: 6, finished: { [`${fg.code} ${l.lot('B')}`]: 6 } },
      ]);
    });

    test('a lot that begins when all is made is a part of its own, as far as the tolerance goes', async () => {
      const l = await line(10, { overTolerancePct: '20' });
      await l.posted(l.good('10', 'partial', { lot: l.lot('A') }));
      expect(await l.refused(l.good('3', 'partial', { lot: l.lot('C') }))).toBe('over-production');
      const more = l.good('1', 'final', { lot: l.lot('B') });
      await l.posted(more);
      expect(await l.posted(more)).toMatchObject({ verdict: 'already' });
      const { fg } = l.plant;
      expect(await l.inOdoo()).toMatchObject([
        { state: 'done', produced: 10, finished: { [`${fg.code} ${l.lot('A')}`]: 10 } },
        { state: 'done', produced: 1, finished: { [`${fg.code} ${l.lot('B')}`]: 1 } },
      ]);
    });

    test('each shift is a part of its own, when that is the policy', async () => {
      const l = await line(10, { post: 'perShift' });
      await l.posted(l.good('4', 'partial', { lot: l.lot(), shiftId: 'A' }));
      await l.posted(l.good('3', 'partial', { lot: l.lot(), shiftId: 'B' }));
      expect(await l.inOdoo()).toMatchObject([
        { state: 'done', produced: 4 },
        { state: 'progress', producing: 3, ordered: 6 },
      ]);
      await l.posted(l.good('3', 'final', { lot: l.lot(), shiftId: 'B' }));
      expect(await l.inOdoo()).toMatchObject([
        { state: 'done', produced: 4 },
        { state: 'done', produced: 6 },
      ]);
    });

    test('each full pallet is a part of its own, and a count may fill more than one', async () => {
      const l = await line(10, { post: 'perPallet', palletQuantity: '4' });
      await l.posted(l.good('3', 'partial', { lot: l.lot() }));
      await l.posted(l.good('6', 'partial', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([
        { produced: 4, state: 'done' },
        { produced: 4, state: 'done' },
        { producing: 1, ordered: 2 },
      ]);
      await l.posted(l.good('1', 'final', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ produced: 4 }, { produced: 4 }, { produced: 2, state: 'done' }]);
      expect(await l.stock(l.plant.fg, l.lot())).toBe(10);
    });

    test('a final count waits for the counters of the order', async () => {
      const l = await line(5);
      const final = l.good('5', 'final', { lot: l.lot(), awaits: ['L3.Good', 'L3.Scrap'] });
      l.closedTags = ['L3.Good'];
      expect(await l.refused(final)).toBe('waiting-for-counters');
      l.closedTags = ['L3.Good', 'L3.Scrap'];
      l.queue(l.byproduct('0.5'));
      expect(await l.refused(final)).toBe('waiting-for-counters');
      l.facts.splice(1);
      await l.posted(final);
      expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 5 }]);
    });

    test('a correction takes back what is still open, not more', async () => {
      const l = await line(10);
      await l.posted(l.good('6', 'partial', { lot: l.lot() }));
      await l.posted(l.good('-2', 'correction', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ producing: 4 }]);
      expect(await l.refused(l.good('-5', 'correction', { lot: l.lot() }))).toBe('below-zero');
    });
  });

  describe('an order that is not as expected', () => {
    test('what somebody else wrote is never overwritten', async () => {
      const l = await line(10);
      await l.posted(l.good('4', 'partial', { lot: l.lot() }));
      await must(get().erp, {
        model: 'mrp.production',
        method: 'write',
        ids: [l.order.id],
        args: { vals: { qty_producing: 9 } },
      });
      expect(await l.refused(l.good('1', 'partial', { lot: l.lot() }))).toBe('conflicting-state');
      expect(await l.inOdoo()).toMatchObject([{ producing: 9 }]);
    });

    test('unknown, cancelled and finished orders are refused by name', async () => {
      const l = await line(5);
      const nowhere = new Line(l.erp, l.plant, { id: l.order.id, name: `${l.order.name}X` });
      expect(await nowhere.refused(nowhere.good('1', 'partial', { lot: 'L' }))).toBe('order-not-found');
      await must(l.erp, { model: 'mrp.production', method: 'action_cancel', ids: [l.order.id] });
      expect(await l.refused(l.good('1', 'partial', { lot: l.lot() }))).toBe('order-cancelled');
      const done = await line(5);
      await done.posted(done.good('5', 'final', { lot: done.lot() }));
      expect(await done.refused(done.good('1', 'partial', { lot: done.lot() }))).toBe('order-closed');
    });

    test('a quantity raised or lowered under way counts from the next event on', async () => {
      const l = await line(10);
      await l.posted(l.good('6', 'partial', { lot: l.lot() }));
      await change(l, 15);
      await l.posted(l.good('8', 'partial', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ ordered: 15, producing: 14 }]);
      await change(l, 14);
      expect(await l.refused(l.good('1', 'partial', { lot: l.lot() }))).toBe('over-production');
      await l.posted(l.good('0', 'final', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 14 }]);
    });

    test('an order that would close with nothing made is refused', async () => {
      const l = await line(10);
      expect(await l.refused(l.good('0', 'final', { lot: l.lot() }))).toBe('nothing-produced');
    });

    test('unit and material are checked before anything is written', async () => {
      const l = await line(10, { consumption: 'actual' });
      expect(await l.refused(l.good('1', 'partial', { lot: l.lot(), uom: 'KGM' }))).toBe('unit-mismatch');
      expect(await l.refused(l.consume({ id: 0, code: 'NO-SUCH', externalId: '' }, '1'))).toBe('unmapped');
      expect(await l.refused(l.consume(l.plant.rmA, '5', { uom: 'LTR' }))).toBe('unit-mismatch');
      expect(await l.inOdoo()).toMatchObject([{ state: 'confirmed', producing: 0 }]);
      // What was refused spoils nothing that comes after it.
      await l.posted(l.good('1', 'partial', { lot: l.lot() }));
      await l.posted(l.consume(l.plant.rmA, '5'));
    });
  });

  describe('consuming', () => {
    test('actual lots are consumed, returned ones are given back, what nobody measured stays', async () => {
      const l = await line(4, { consumption: 'actual' });
      const { rmA, rmB, lotsOfB } = l.plant;
      await l.posted(l.consume(rmB, '3', { lot: lotsOfB[0], uom: 'C62' }));
      await l.posted(l.consume(rmB, '6', { lot: lotsOfB[1], uom: 'C62' }));
      const back = l.consume(rmB, '1', { lot: lotsOfB[1], uom: 'C62', direction: 'return' });
      await l.posted(back);
      expect(await l.posted(back)).toMatchObject({ verdict: 'already' });
      await l.posted(l.byproduct('0.7'));
      await l.posted(l.good('4', 'final', { lot: l.lot() }));
      const { fg, byproduct } = l.plant;
      const [order] = await l.inOdoo();
      expect(order).toMatchObject({ state: 'done', finished: { [`${fg.code} ${l.lot()}`]: 4, [byproduct.code]: 0.7 } });
      expect(order?.components).toEqual({ [`${rmB.code} ${lotsOfB[0]}`]: 3, [`${rmB.code} ${lotsOfB[1]}`]: 5 });
      expect(order?.components[rmA.code]).toBeUndefined();
    });

    test('grams become kilograms exactly', async () => {
      const l = await line(4, { consumption: 'actual' });
      await l.posted(l.consume(l.plant.rmA, '2130', { uom: 'GRM' }));
      await l.posted(l.good('4', 'final', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ components: { [l.plant.rmA.code]: 2.13 } }]);
    });

    test('each part consumes what was measured for it', async () => {
      const l = await line(6, { consumption: 'actual' });
      await l.posted(l.consume(l.plant.rmA, '1'));
      await l.posted(l.good('2', 'final', { lot: l.lot() }));
      await l.posted(l.consume(l.plant.rmA, '2.5'));
      await l.posted(l.good('4', 'final', { lot: l.lot('B') }));
      expect(await l.inOdoo()).toMatchObject([
        { components: { [l.plant.rmA.code]: 1 } },
        { components: { [l.plant.rmA.code]: 2.5 } },
      ]);
    });

    test('returning more than was taken, an unknown lot and a missing lot are refused', async () => {
      const l = await line(4, { consumption: 'actual' });
      expect(await l.refused(l.consume(l.plant.rmA, '1', { direction: 'return' }))).toBe('below-zero');
      expect(await l.refused(l.consume(l.plant.rmB, '1', { uom: 'C62' }))).toBe('lot-missing');
      expect(await l.refused(l.consume(l.plant.rmB, '1', { uom: 'C62', lot: 'NEVER-RECEIVED' }))).toBe('lot-unknown');
    });

    test('a substitute is added to the order, unless its bill of materials is strict', async () => {
      const l = await line(2, { consumption: 'actual' });
      const substitute = get().strict.rmA;
      await l.posted(l.consume(substitute, '0.4'));
      expect(await l.posted(l.consume(substitute, '0.1'))).toMatchObject({ readBack: { recorded: '0.5' } });
      const strict = await line(2, { consumption: 'actual' }, get().strict);
      expect(await strict.refused(strict.consume(l.plant.rmA, '0.4'))).toBe('not-a-component');
    });

    test('on a backflush line a measured consumption is refused, because Odoo takes it already', async () => {
      const l = await line(4);
      expect(await l.refused(l.consume(l.plant.rmA, '1'))).toBe('backflush-declared');
    });

    test('a difference to a strict bill of materials parks with both numbers, or is posted by policy', async () => {
      const parked = await line(4, { consumption: 'actual' }, get().strict);
      await parked.posted(parked.consume(parked.plant.rmA, '2.5'));
      const answer = await parked.post(parked.good('4', 'final', { lot: parked.lot() }));
      expect(answer).toMatchObject({
        ok: false,
        failure: { code: 'consumption-differs', reason: expect.stringContaining('2.5 instead of 2') },
      });
      expect(await parked.inOdoo()).toMatchObject([{ produced: 0 }]);
      const posted = await line(4, { consumption: 'actual', bomDifference: 'post' }, get().strict);
      await posted.posted(posted.consume(posted.plant.rmA, '2.5'));
      await posted.posted(posted.good('4', 'final', { lot: posted.lot() }));
      expect(await posted.inOdoo()).toMatchObject([{ state: 'done', produced: 4 }]);
    });

    test('a by-product that the order does not make is refused', async () => {
      const l = await line(4);
      const foreign = new Line(l.erp, { ...l.plant, byproduct: get().strict.byproduct }, l.order);
      expect(await foreign.refused(foreign.byproduct('1'))).toBe('not-a-byproduct');
    });
  });

  describe('scrapping', () => {
    test('rejected units are produced with their part and scrapped once it is in stock, once', async () => {
      const l = await line(10);
      const scrap = l.scrap('output', l.plant.fg, '2', { lot: l.lot() });
      await l.posted(l.good('5', 'partial', { lot: l.lot() }));
      expect(await l.refused(scrap)).toBe('waiting-for-close');
      await l.posted(l.good('3', 'final', { lot: l.lot() }));
      await l.posted(scrap);
      expect(await l.posted(scrap)).toMatchObject({ verdict: 'already' });
      expect(await l.scraps()).toMatchObject([{ state: 'done', scrap_qty: 2 }]);
      expect(await l.stock(l.plant.fg, l.lot())).toBe(8);
      // The rest is what was ordered and is not there in good condition.
      expect(await l.inOdoo()).toMatchObject([
        { state: 'done', produced: 10 },
        { ordered: 2, state: 'confirmed' },
      ]);
    });

    test('a component is scrapped from the shelf at once, beside the consumption of the order', async () => {
      const l = await line(2);
      const [lot] = l.plant.lotsOfB;
      const before = await l.stock(l.plant.rmB, lot);
      const scrap = l.scrap('input', l.plant.rmB, '3', { lot });
      await l.posted(scrap);
      expect(await l.posted(scrap)).toMatchObject({ verdict: 'already' });
      expect(await l.stock(l.plant.rmB, lot)).toBe(before - 3);
      await l.posted(l.good('2', 'final', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ components: { [`${l.plant.rmB.code} ${lot}`]: 4 } }]);
    });

    test('more than is in stock parks instead of going negative', async () => {
      const l = await line(2);
      expect(await l.refused(l.scrap('input', l.plant.rmB, '900000', { lot: l.plant.lotsOfB[0] }))).toBe('stock-short');
    });

    test('a scrap under the same key that belongs to another order is not taken for this one', async () => {
      const first = await line(2);
      const [lot] = first.plant.lotsOfB;
      const posted = first.scrap('input', first.plant.rmB, '1', { lot });
      await first.posted(posted);
      const second = await line(2);
      const again = { ...second.scrap('input', second.plant.rmB, '1', { lot }), key: posted.key };
      expect(await second.refused(again)).toBe('conflicting-state');
    });

    test('rejects that never became product are noted only', async () => {
      const l = await line(5, { rejects: 'notProduced' });
      expect(await l.posted(l.scrap('output', l.plant.fg, '2', { lot: l.lot() }))).toMatchObject({ verdict: 'noted' });
      await l.posted(l.good('5', 'final', { lot: l.lot() }));
      expect(await l.inOdoo()).toMatchObject([{ produced: 5 }]);
      expect(await l.scraps()).toEqual([]);
    });
  });

  describe('when an answer is lost after Odoo committed', () => {
    const cases: [string, string][] = [
      ['the quantity made', 'qty_producing'],
      ['the closing of the order', 'button_mark_done'],
    ];
    test.each(cases)('%s is found posted by the next attempt, and nothing happens twice', async (_what, marker) => {
      const { wire } = get();
      const l = await line(10, { remainder: 'backorder' });
      const final = l.good('4', 'final', { lot: l.lot() });
      const before = wire.lost;
      wire.loseAnswerTo(marker);
      const first = await l.post(final);
      expect(wire.lost).toBe(before + 1);
      expect(first).toMatchObject({ ok: false, failure: { code: 'odoo-answer-lost' } });
      await l.posted(final);
      expect(await l.inOdoo()).toMatchObject([
        { state: 'done', produced: 4 },
        { state: 'confirmed', ordered: 6 },
      ]);
      expect(await l.stock(l.plant.fg, l.lot())).toBe(4);
    });

    test('a scrap is not scrapped again', async () => {
      const { wire } = get();
      const l = await line(2);
      const [lot] = l.plant.lotsOfB;
      const before = await l.stock(l.plant.rmB, lot);
      const scrap = l.scrap('input', l.plant.rmB, '1', { lot });
      wire.loseAnswerTo('action_validate');
      expect(await l.refused(scrap)).toBe('odoo-answer-lost');
      expect(await l.posted(scrap)).toMatchObject({ verdict: 'already' });
      expect(await l.stock(l.plant.rmB, lot)).toBe(before - 1);
    });

    test('consumed lots are not consumed again', async () => {
      const { wire } = get();
      const l = await line(2, { consumption: 'actual' });
      const consume = l.consume(l.plant.rmB, '3', { lot: l.plant.lotsOfB[1], uom: 'C62' });
      wire.loseAnswerTo('"move_line_ids":[[');
      expect(await l.refused(consume)).toBe('odoo-answer-lost');
      expect(await l.posted(consume)).toMatchObject({ verdict: 'already' });
      await l.posted(l.good('2', 'final', { lot: l.lot() }));
      const key = `${l.plant.rmB.code} ${l.plant.lotsOfB[1]}`;
      expect(await l.inOdoo()).toMatchObject([{ components: { [key]: 3 } }]);
    });

    test('room made for scrapped units is not made twice', async () => {
      const { wire } = get();
      const l = await line(10);
      l.queue(l.scrap('output', l.plant.fg, '2', { lot: l.lot() }));
      const final = l.good('4', 'final', { lot: l.lot() });
      wire.loseAnswerTo('change_prod_qty');
      expect(await l.refused(final)).toBe('odoo-answer-lost');
      await l.posted(final);
      expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 6 }, { ordered: 6 }]);
    });
  });

  const change = async (l: Line, quantity: number): Promise<void> => {
    const ids = await must<number[]>(l.erp, {
      model: 'change.production.qty',
      method: 'create',
      args: { vals_list: [{ mo_id: l.order.id, product_qty: quantity }] },
    });
    await must(l.erp, { model: 'change.production.qty', method: 'change_prod_qty', ids });
  };
}

const CORE = [
  'a final count closes the order with lot, components and by-product by the bill of materials',
  'the same event again changes nothing',
  'a short order leaves a backorder under the same name',
  'actual lots are consumed, returned ones are given back, what nobody measured stays',
  'rejected units are produced with their part and scrapped once it is in stock, once',
  '%s is found posted by the next attempt, and nothing happens twice',
  'a scrap is not scrapped again',
  'room made for scrapped units is not made twice',
];

/** Registers these alone; the others run where there is time for them. */
export function someOf(all: jest.It, names: readonly string[]): Pick<jest.It, 'each'> & Registers {
  const chosen: Registers = (name, run) => {
    if (names.includes(name)) all(name, run);
  };
  const each = ((rows: never) => (name: string, run: never) => {
    if (names.includes(name)) all.each(rows)(name, run);
  }) as unknown as jest.Each;
  return Object.assign(chosen, { each });
}

export type Registers = (name: string, run: () => Promise<void>) => void;
