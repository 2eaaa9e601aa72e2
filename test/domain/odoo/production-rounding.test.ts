/** Orders whose counts are finer than Odoo's decimals: parts hold whole steps, nothing is lost between them. */
import fc from 'fast-check';
import { type Amount, amount, sum, text } from '../../../nodes/src/domain/odoo/amount.ts';
import { groupsOf, type Scales } from '../../../nodes/src/domain/odoo/residual.ts';
import { atClose, down } from '../../../nodes/src/domain/odoo/rounding.ts';
import { entriesOf, type Measure, minus, type Totals, totalsOf } from '../../../nodes/src/domain/odoo/totals.ts';
import { Book, good } from './production-book.ts';

const one = () => amount(1);
const STEP = amount('0.01');
const consumed = (quantity: string): Measure => ({ ...good(quantity), use: 'consumed', material: 'RM' });
const scale = (step: Amount, byLot = false) => ({ factor: one, step, byLot });
const book = (policy: ConstructorParameters<typeof Book>[1], tracking: 'none' | 'lot', step = STEP): Book => {
  const made = new Book('20000', policy, tracking);
  made.step = step;
  made.lines = ({ use }) => (use === 'consumed' ? scale(step) : undefined);
  return made;
};

/** What was reported of one kind, by lot where each is held by itself. */
const exact = (totals: Totals, use: string, byLot: boolean, step: Amount): Amount[] => {
  const scales: Scales = (kind) => (kind.use === use ? scale(step, byLot) : undefined);
  return groupsOf(totals, scales).map((group) => group.exact);
};
const total = (totals: Totals, use: string): Amount =>
  sum(entriesOf(totals).flatMap((entry) => (entry.use === use ? [amount(entry.quantity)] : [])));

const decimal = fc
  .tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 3, max: 6 }))
  .map(([number, places]) => text(amount(number).dividedBy(amount(10).pow(places))));
const event = fc.record({
  quantity: decimal,
  lot: fc.constantFrom('L1', 'L2'),
  shiftId: fc.constantFrom('A', 'B'),
  kind: fc.constantFrom('good' as const, 'good' as const, 'consumed' as const),
  isTwice: fc.boolean(),
});
const policy = fc.record({
  post: fc.constantFrom('atClose' as const, 'perShift' as const, 'perPallet' as const),
  palletQuantity: fc.constantFrom('4', '7.005', '0.0001'),
  remainder: fc.constantFrom('backorder' as const, 'closeShort' as const),
});
const tracking = fc.constantFrom('none' as const, 'lot' as const);
const step = fc.constantFrom('1', '0.25', '0.01', '0.001').map((value) => amount(value));
const events = fc.array(event, { minLength: 1, maxLength: 14 });

function tell(orders: Book, told: readonly (typeof event extends fc.Arbitrary<infer T> ? T : never)[]): void {
  for (const { quantity, lot, shiftId, kind, isTwice } of told) {
    if (kind === 'consumed') orders.posted.push(consumed(quantity));
    else {
      const mine = good(quantity, lot, shiftId);
      const plan = orders.post(mine);
      expect(plan.ok).toBe(true);
      if (isTwice) expect(orders.plan(mine, 'partial')).toMatchObject({ ok: true, steps: [{ kind: 'record' }] });
    }
  }
}

test('parts and the open record hold the sum of each lot, rounded down once', () => {
  fc.assert(
    fc.property(policy, events, tracking, step, (rules, told, track, each) => {
      const orders = book(rules, track, each);
      tell(orders, told);
      const made = sum([...orders.parts.map((part) => part.good), orders.producing]);
      const all = exact(totalsOf(orders.posted), 'good', track === 'lot', each);
      expect(text(made)).toBe(text(sum(all.map((value) => down(value, each)))));
      for (const part of orders.parts) {
        expect(part.good.modulo(each).isZero()).toBe(true);
        expect(part.good.greaterThan(0)).toBe(true);
        if (track === 'lot') expect(part.lots).toHaveLength(1);
        expect(text(total(part.totals, 'good'))).toBe(text(part.good));
        expect(total(part.totals, 'consumed').modulo(each).isZero()).toBe(true);
      }
    }),
  );
});

test('what no part holds is open still: nothing is lost, and it is less than a step beside what is shown', () => {
  fc.assert(
    fc.property(policy, events, tracking, step, (rules, told, track, each) => {
      const orders = book(rules, track, each);
      tell(orders, told);
      const open = minus(totalsOf(orders.posted), orders.closed);
      for (const use of ['good', 'consumed'])
        expect(text(total(open, use).plus(total(orders.closed, use)))).toBe(text(total(totalsOf(orders.posted), use)));
      for (const value of exact(open, 'good', track === 'lot', each)) expect(value.isNegative()).toBe(false);
    }),
  );
});

test('an order that closes takes everything along; what it holds and its rest are the sum exactly', () => {
  fc.assert(
    fc.property(policy, events, tracking, step, (rules, told, track, each) => {
      const orders = book({ ...rules, remainder: 'closeShort' }, track, each);
      tell(orders, told);
      const last = good('5', 'L1', 'A');
      expect(orders.post(last, 'final').ok).toBe(true);
      const all = totalsOf(orders.posted);
      expect(minus(all, orders.closed)).toEqual({});
      const made = sum(orders.parts.map((part) => part.good));
      expect(text(made.plus(total(orders.rest, 'good')))).toBe(text(total(all, 'good')));
      // In the last part as it is rounded there, in the others whole steps.
      const used = orders.parts.map((part) => {
        const value = total(part.totals, 'consumed');
        return part.ending === 'backorder' ? value : atClose(value, each);
      });
      expect(text(sum(used).plus(total(orders.rest, 'consumed')))).toBe(text(total(all, 'consumed')));
      for (const entry of entriesOf(orders.rest)) expect(amount(entry.quantity).abs().lessThan(each)).toBe(true);
    }),
  );
});

test('one part of one lot is the sum rounded half up', () => {
  fc.assert(
    fc.property(fc.array(decimal, { minLength: 1, maxLength: 14 }), step, (values, each) => {
      const orders = book({ remainder: 'closeShort' }, 'lot', each);
      for (const value of values) orders.post(good(value));
      orders.post(good('1'), 'final');
      const all = sum(['1', ...values].map((value) => amount(value)));
      expect(orders.parts.map((part) => text(part.good))).toEqual([text(atClose(all, each))]);
    }),
  );
});

describe('at the limits', () => {
  test('a rest of the lot or shift before does not close the next one', () => {
    const orders = book({ post: 'perShift' }, 'none');
    for (const [quantity, shift] of [
      ['4.006', 'A'],
      ['3.002', 'B'],
      ['1', 'B'],
    ] as const)
      orders.post(good(quantity, 'L1', shift));
    expect(orders.parts.map((part) => text(part.good))).toEqual(['4']);
    expect(text(orders.producing)).toBe('4');
  });

  test('an order that is made but for the rounding is complete', () => {
    const orders = new Book('10', { remainder: 'backorder' });
    orders.post(good('9.996'), 'final');
    expect(orders.parts).toMatchObject([{ ending: 'complete' }]);
    expect(text(orders.parts[0]?.good ?? amount(0))).toBe('10');
  });

  test('one that is not becomes a backorder, which takes the rest', () => {
    const orders = new Book('10', { remainder: 'backorder' });
    orders.post(good('9.988'), 'final');
    expect(text(orders.left)).toBe('0.02');
    orders.post(good('0.017'), 'final');
    expect(orders.parts.map((part) => text(part.good))).toEqual(['9.98', '0.02']);
    expect(entriesOf(orders.rest)).toMatchObject([{ quantity: '0.005' }]);
  });

  test('less than a step in all is nothing produced', () => {
    const orders = book({}, 'none');
    expect(orders.post(good('0.006'), 'final')).toMatchObject({ ok: false, code: 'nothing-produced' });
  });

  test('a rest alone neither keeps an order open nor makes a part of its own', () => {
    const orders = book({ post: 'perShift', remainder: 'closeShort' }, 'none');
    orders.post(good('4.006', 'L1', 'A'));
    orders.posted.push(consumed('0.004'));
    orders.post(good('0.001', 'L1', 'B'));
    expect(orders.post(good('0', 'L1', 'B'), 'final')).toMatchObject({ ok: true, steps: [{ kind: 'cancel-rest' }] });
    expect(
      entriesOf(orders.rest)
        .map(({ quantity }) => quantity)
        .sort(),
    ).toEqual(['0.004', '0.007']);
    expect(minus(totalsOf(orders.posted), orders.closed)).toEqual({});
  });
});
