import fc from 'fast-check';
import { Machine } from './machine.ts';
import { type Change, COUNTERS, type PlannedOrder } from './order.ts';

const machine = (over: object = {}) => new Machine({ name: 'Press1', piecesPerSecond: 10, pauseScans: 2, ...over });
const planned = (over: Partial<PlannedOrder> = {}): PlannedOrder => ({
  ...{ order: 'MO-1', material: 'FG-1000', lot: 'L1', quantity: 20, componentLot: 'C1' },
  ...over,
});

/** Scans until the machine is idle; every scan's changes. */
function run(one: Machine): Change[][] {
  const scans: Change[][] = [];
  for (let scan = 0; !one.isIdle || scan < 2; scan += 1) {
    if (scan > 5_000) throw new Error('the machine never ends');
    scans.push(one.scan(100));
  }
  return scans;
}

test('an order is set up, made to the piece, completed and left', () => {
  const one = machine();
  one.load([planned({ scrap: 3, byproduct: 2, reason: '2' })]);
  const changes = run(one).flat();
  const texts = changes
    .filter(({ tag }) => tag === 'Order' || tag === 'OrderComplete')
    .map(({ tag, value }) => [tag, value]);
  expect(texts).toEqual([
    ['OrderComplete', false],
    ['Order', 'MO-1'],
    ['OrderComplete', true],
  ]);
  expect(one.truths).toEqual([
    expect.objectContaining({
      order: 'MO-1',
      state: 'complete',
      counts: expect.objectContaining({
        GoodCount: 20,
        'ScrapCount L1 2': 3,
        ByproductCount: 2,
        'ConsumedRM20 C1': 115,
      }),
    }),
  ]);
});

test('what belongs to another order, lot or reason never changes in one scan with a count', () => {
  const order = fc.record({
    quantity: fc.integer({ min: 1, max: 60 }),
    scrap: fc.nat({ max: 5 }),
    byproduct: fc.nat({ max: 5 }),
    halfWay: fc.record({ lot: fc.constant('L2'), componentLot: fc.constant('C2') }),
  });
  fc.assert(
    fc.property(fc.array(order, { minLength: 1, maxLength: 4 }), (orders) => {
      const one = machine();
      one.load(orders.map((over, index) => planned({ ...over, order: `MO-${index}` })));
      for (const scan of run(one)) {
        const counts = scan.filter(({ tag }) => COUNTERS.some((counter) => counter === tag));
        expect(counts.length === 0 || counts.length === scan.filter(({ tag }) => tag !== 'State').length).toBe(true);
      }
    }),
  );
});

test('registers show what was made, wherever they started and over the end of 32 bits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 50 }), (startAt, quantity) => {
      const one = machine({ startAt });
      one.load([planned({ quantity })]);
      run(one);
      expect(one.report.registers.GoodCount).toBe((startAt + quantity) % 2 ** 32);
      expect(one.truths[0]?.counts.GoodCount).toBe(quantity);
    }),
  );
});

test('a register that is set changes nothing about what was made; a count without an order is nobody’s', () => {
  const one = machine();
  one.setRegister('GoodCount', 999);
  one.increment('GoodCount', 2);
  expect(one.report.registers.GoodCount).toBe(1001);
  expect(one.truths).toMatchObject([{ order: '', counts: { GoodCount: 2 } }]);
});
