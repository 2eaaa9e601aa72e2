/** Counts in, documents out: nothing lost, nothing twice, whatever policy, lots, shifts and repetitions. */
import fc from 'fast-check';
import { sum, text } from '../../../nodes/src/domain/odoo/amount.ts';
import type { PostingPolicy } from '../../../nodes/src/domain/odoo/order-intent.ts';
import { Book, good, scrap } from './production-book.ts';

const made = (book: Book) => text(sum([...book.parts.map((part) => part.good), book.producing]));

const event = fc.record({
  quantity: fc.integer({ min: 1, max: 9 }),
  lot: fc.constantFrom('L1', 'L2'),
  shiftId: fc.constantFrom('A', 'B'),
  twice: fc.boolean(),
});
const policy = fc.record({
  post: fc.constantFrom('atClose' as const, 'perShift' as const, 'perPallet' as const),
  palletQuantity: fc.constantFrom('4', '7'),
  remainder: fc.constantFrom('backorder' as const, 'closeShort' as const),
});

describe('whatever is counted', () => {
  test('closed parts and the open record together hold exactly what was counted', () => {
    fc.assert(
      fc.property(
        policy,
        fc.array(event, { maxLength: 12 }),
        fc.constantFrom('none' as const, 'lot' as const),
        (rules, events, tracking) => {
          const book = new Book('1000', rules, tracking);
          for (const one of events) book.post(good(one.quantity, one.lot, one.shiftId));
          expect(made(book)).toBe(String(events.reduce((total, one) => total + one.quantity, 0)));
        },
      ),
    );
  });

  test('the same event planned again closes nothing and records the same', () => {
    fc.assert(
      fc.property(policy, fc.array(event, { minLength: 1, maxLength: 10 }), (rules, events) => {
        const book = new Book('1000', rules);
        for (const one of events) {
          const mine = good(one.quantity, one.lot, one.shiftId);
          book.post(mine);
          const again = book.plan(mine, 'partial');
          expect(again).toMatchObject({ ok: true, steps: [{ kind: 'record' }] });
          if (again.ok && again.steps[0]?.kind === 'record')
            expect(text(again.steps[0].producing)).toBe(text(book.producing));
        }
      }),
    );
  });

  test('a part holds one lot, a part per shift one shift, a part per pallet one pallet', () => {
    fc.assert(
      fc.property(policy, fc.array(event, { maxLength: 12 }), (rules, events) => {
        const book = new Book('1000', rules);
        for (const one of events) book.post(good(one.quantity, one.lot, one.shiftId));
        for (const part of book.parts) {
          expect(part.lots).toHaveLength(1);
          expect(part.good.greaterThan(0)).toBe(true);
          if (rules.post === 'perPallet') expect(part.good.lessThanOrEqualTo(rules.palletQuantity)).toBe(true);
          if (rules.post === 'perShift')
            expect(new Set(Object.keys(part.totals).map((key) => JSON.parse(key)[3])).size).toBe(1);
        }
      }),
    );
  });

  test('a final count closes everything, and nothing is left open unless the rest becomes a backorder', () => {
    fc.assert(
      fc.property(
        policy,
        fc.array(event, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 0, max: 3 }),
        (rules, events, waste) => {
          const book = new Book('1000', rules);
          for (const one of events) book.post(good(one.quantity, 'L1', one.shiftId));
          if (waste > 0) book.scrap.push(scrap(waste));
          book.post(good(5), 'final');
          expect(text(book.producing)).toBe('0');
          expect(made(book)).toBe(String(5 + events.reduce((total, one) => total + one.quantity, 0)));
          expect(text(sum(book.parts.map((part) => part.scrap)))).toBe(String(waste));
          expect(book.open).toBe(rules.remainder === 'backorder');
        },
      ),
    );
  });

  test('the order of delivery does not change the sum at the end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 8 }), (quantities) => {
        const forward = new Book('1000', {});
        const backward = new Book('1000', {});
        for (const quantity of quantities) forward.post(good(quantity));
        for (const quantity of [...quantities].reverse()) backward.post(good(quantity));
        expect(text(forward.producing)).toBe(text(backward.producing));
      }),
    );
  });

  test('never more than ordered plus tolerance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.array(event, { maxLength: 20 }), (tolerance, events) => {
        const book = new Book('40', { overTolerancePct: String(tolerance) });
        const few = events.map((one) => ({ ...one, quantity: Math.ceil(one.quantity / 4) }));
        let allowed = 0;
        for (const one of few) {
          const fits = allowed + one.quantity <= 40 * (1 + tolerance / 100) + 1e-9;
          expect(book.post(good(one.quantity, one.lot)).ok).toBe(fits);
          if (fits) allowed += one.quantity;
        }
        expect(made(book)).toBe(String(allowed));
        // An order of Odoo is split only while something is left to make.
        for (const part of book.parts) expect(part.lots).toHaveLength(1);
        const final = book.post(good(0, 'L1'), 'final');
        if (allowed >= 40) expect(book.open || !final.ok).toBe(false);
      }),
    );
  });
});

describe('serial numbers', () => {
  const unit = fc.record({ number: fc.integer({ min: 1, max: 9 }), rejected: fc.boolean(), backwards: fc.boolean() });
  const bookOf = (perRecord: 'one' | 'many', ordered = '1000'): Book => {
    const book = new Book(ordered, {}, 'serial');
    book.serialsPerRecord = perRecord;
    return book;
  };

  test('each is made once, good or rejected, in a part that the version can hold', () => {
    fc.assert(
      fc.property(fc.constantFrom('one' as const, 'many' as const), fc.array(unit, { maxLength: 12 }), (may, units) => {
        const book = bookOf(may);
        const goods = new Set<string>();
        const rejects = new Set<string>();
        for (const { number, rejected, backwards } of units) {
          const name = `S${number}`;
          if (rejected && !rejects.has(name)) book.scrap.push(scrap(1, name));
          if (rejected) rejects.add(name);
          else if (goods.has(name)) expect(book.post(good(1, name))).toMatchObject({ ok: false, code: 'serial-used' });
          else if (book.post(good(1, name)).ok) goods.add(name);
          if (backwards && goods.has(name) && book.post(good(-1, name), 'correction').ok) goods.delete(name);
        }
        const final = book.post(good(1, 'LAST'), 'final');
        expect(final).toMatchObject({ ok: true });
        const lots = book.parts.flatMap((part) => part.lots);
        expect([...lots].sort()).toEqual([...new Set([...goods, ...rejects, 'LAST'])].sort());
        for (const part of book.parts) {
          expect(text(part.good.plus(part.scrap))).toBe(String(part.lots.length));
          if (may === 'one') expect(part.lots).toHaveLength(1);
        }
      }),
    );
  });

  test('one that was reported good and rejected later is one unit', () => {
    const book = bookOf('one', '2');
    book.post(good(1, 'S1'));
    book.scrap.push(scrap(1, 'S1'));
    book.post(good(1, 'S2'), 'final');
    expect(book.parts.map((part) => [...part.lots, text(part.good), text(part.scrap)])).toEqual([
      ['S1', '1', '0'],
      ['S2', '1', '0'],
    ]);
  });

  test('what went in before the end goes with the first part that closes', () => {
    const book = bookOf('one', '1');
    book.scrap.push(scrap(1, 'S9'));
    book.posted.push({ ...good(2, 'B1'), use: 'consumed', material: 'B' });
    book.post(good(1, 'S1'), 'final');
    const used = book.parts.map((part) => Object.keys(part.totals).filter((key) => key.includes('consumed')).length);
    expect([book.parts.map((part) => part.lots), used]).toEqual([
      [['S9'], ['S1']],
      [1, 0],
    ]);
  });
});

describe('a plan', () => {
  test('makes the scrap of a lot that gave nothing good as a part of its own', () => {
    const book = new Book('4', {});
    book.scrap.push(scrap(2, 'L2'));
    book.post(good(4, 'L1'), 'final');
    expect(book.parts.map((part) => [...part.lots, text(part.good), text(part.scrap)])).toEqual([
      ['L2', '0', '2'],
      ['L1', '4', '0'],
    ]);
  });

  test('keeps the last pallet open: there would be nothing left to carry on with', () => {
    const book = new Book('8', { post: 'perPallet', palletQuantity: '4' });
    book.post(good(8));
    expect(book.parts.map((part) => text(part.good))).toEqual(['4']);
    expect(text(book.producing)).toBe('4');
  });

  test('fills a pallet with decimals exactly', () => {
    const book = new Book('10', { post: 'perPallet', palletQuantity: '0.3' }, 'none');
    book.post(good('0.1'));
    book.post(good('0.2'));
    expect(book.parts).toHaveLength(0);
    book.post(good('0.1'));
    expect(book.parts.map((part) => text(part.good))).toEqual(['0.3']);
  });

  test('produces scrapped units with their part, even without any good one', () => {
    const book = new Book('10', {});
    book.scrap.push(scrap(3));
    const plan = book.post(good(0), 'final');
    expect(plan).toMatchObject({ ok: true, steps: [{ kind: 'close', ending: 'backorder' }] });
    expect(book.parts.map((part) => text(part.scrap))).toEqual(['3']);
  });

  test('leaves the scrap of another lot to that lot', () => {
    const book = new Book('10', {});
    book.scrap.push(scrap(2, 'L2'));
    book.post(good(4, 'L1'));
    book.post(good(3, 'L2'));
    expect(book.parts.map((part) => text(part.scrap))).toEqual(['0']);
    book.post(good(1, 'L2'), 'final');
    expect(book.parts.map((part) => text(part.scrap))).toEqual(['0', '2']);
  });

  test('does not close for a new shift when nothing is left to make', () => {
    const book = new Book('5', { post: 'perShift', overTolerancePct: '50' });
    book.post(good(5, 'L1', 'A'));
    book.post(good(1, 'L1', 'B'));
    expect(book.parts).toHaveLength(0);
    expect(text(book.producing)).toBe('6');
  });

  test('makes room for a lot that comes when all is made, as far as the tolerance goes, however often', () => {
    const book = new Book('10', { overTolerancePct: '20' });
    book.post(good(10, 'L1'));
    expect(book.post(good(1, 'L2'))).toMatchObject({ ok: true, steps: [{ kind: 'close' }, { kind: 'record' }] });
    expect(book.post(good(2, 'L3'))).toMatchObject({ ok: false, code: 'over-production' });
    expect(book.post(good(1, 'L3'), 'final')).toMatchObject({ ok: true });
    expect(book.parts.map((part) => [...part.lots, text(part.good)])).toEqual([
      ['L1', '10'],
      ['L2', '1'],
      ['L3', '1'],
    ]);
    expect([book.open, text(book.left)]).toEqual([false, '0']);
  });

  test('closes a full pallet with the first piece behind it, or with the final count', () => {
    const book = new Book('10', { post: 'perPallet', palletQuantity: '4' });
    book.post(good(4));
    expect(book.parts).toHaveLength(0);
    book.post(good(4));
    expect(book.parts.map((part) => text(part.good))).toEqual(['4']);
    expect(book.post(good(0), 'final')).toMatchObject({ steps: [{ kind: 'close', ending: 'backorder' }] });
    expect(book.parts.map((part) => text(part.good))).toEqual(['4', '4']);
  });

  test('gives up a rest that nobody makes, or leaves it, by policy', () => {
    const afterOnePallet = (remainder: PostingPolicy['remainder']): Book => {
      const book = new Book('10', { remainder, post: 'perPallet', palletQuantity: '4' });
      book.post(good(5));
      book.post(good(-1), 'correction');
      return book;
    };
    expect(afterOnePallet('closeShort').post(good(0), 'final')).toMatchObject({ steps: [{ kind: 'cancel-rest' }] });
    expect(afterOnePallet('backorder').post(good(0), 'final')).toMatchObject({ steps: [{ kind: 'leave-rest' }] });
  });

  test.each([
    ['98', 'complete'],
    ['97', 'backorder'],
  ])('%s of 100 with 2.5 %% under tolerance ends %s', (quantity, ending) => {
    const book = new Book('100', { underTolerancePct: '2.5' });
    expect(book.post(good(quantity), 'final')).toMatchObject({ steps: [{ kind: 'close', ending }] });
  });

  test('refuses what cannot be', () => {
    expect(new Book('10', {}).post(good(11))).toMatchObject({ ok: false, code: 'over-production' });
    expect(new Book('10', {}).post(good(-1), 'correction')).toMatchObject({ ok: false, code: 'below-zero' });
    expect(new Book('10', {}).post(good(0), 'final')).toMatchObject({ ok: false, code: 'nothing-produced' });
    const full = new Book('10', { overTolerancePct: '20' });
    full.post(good(10, 'L1'));
    expect(full.post(good(3, 'L2'))).toMatchObject({ ok: false, code: 'over-production' });
    expect(full.parts).toEqual([]);
  });
});
