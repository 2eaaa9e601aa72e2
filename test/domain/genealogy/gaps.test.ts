/** The rules that find gaps, and the book that tells each of them once. */
import fc from 'fast-check';
import { system } from '../../../nodes/src/adapters/system.ts';
import type { LotOf } from '../../../nodes/src/domain/genealogy/chain.ts';
import { changesOf, GapBook, type KeptGap } from '../../../nodes/src/domain/genealogy/gap-book.ts';
import {
  type FoundGap,
  findGaps,
  type Goods,
  type LotHistory,
  type OrderFacts,
  type ShipmentFacts,
} from '../../../nodes/src/domain/genealogy/gaps.ts';
import { amount } from '../../../nodes/src/domain/odoo/amount.ts';

const at = (hour: number): string => `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`;
const lotOf = (product: string, lot: string): LotOf => ({ product, lot, isSerial: false });
const [raw, made] = [lotOf('RM', 'R1'), lotOf('FG', 'L1')];
const goods = (lot: LotOf, quantity = '1', hour = 10): Goods => ({
  ...{ product: lot.product, isTracked: true, lot, quantity: amount(quantity), at: at(hour) },
});
const came = (lot: LotOf, quantity = '5', how: LotHistory['came'][number]['how'] = 'received'): LotHistory => ({
  ...{ lot, came: [{ how, quantity: amount(quantity), at: at(8) }], used: amount('1') },
});
const order = (more: Partial<OrderFacts> = {}): OrderFacts => ({
  ...{ kind: 'order', name: 'MO/1', made: [goods(made)], used: [goods(raw)], wanted: ['RM'], ...more },
});
const shipment = (more: Partial<ShipmentFacts> = {}): ShipmentFacts => ({
  ...{ kind: 'shipment', name: 'OUT/1', goods: [goods(made)], units: [], ...more },
});
const kinds = (found: readonly FoundGap[]) => found.map(({ kind }) => kind);

test('an order that names the lots it used, and a shipment of what was made, have no gap', () => {
  expect(findGaps(order(), [came(raw)])).toEqual([]);
  expect(findGaps(shipment(), [came(made, '5', 'made')])).toEqual([]);
  expect(findGaps(shipment(), [came(made, '5', 'received')])).toEqual([]);
});

test('a component that the bill of materials follows by lot, and whose lot nobody named', () => {
  const nameless = { product: 'RM', isTracked: true, quantity: amount('1'), at: at(10) };
  expect(kinds(findGaps(order({ used: [nameless] }), []))).toEqual(['lot-missing']);
  const other = { product: 'GLUE', isTracked: false, quantity: amount('1'), at: at(10) };
  expect(kinds(findGaps(order({ used: [other] }), []))).toEqual(['lot-missing']);
});

test('goods that were made of nothing, where anything of it is followed', () => {
  expect(kinds(findGaps(order({ used: [] }), []))).toEqual(['no-inputs', 'lot-missing']);
  const loose = { product: 'FG', isTracked: false, quantity: amount('1'), at: at(10) };
  expect(findGaps(order({ used: [], wanted: [], made: [loose] }), [])).toEqual([]);
  // An order that made nothing was closed, that is all.
  expect(findGaps(order({ used: [], made: [] }), [])).toEqual([]);
});

test('a lot that was used before it was there, or more of it than ever came', () => {
  expect(kinds(findGaps(order({ used: [goods(raw, '1', 7)] }), [came(raw)]))).toEqual(['used-before-existing']);
  const history = { ...came(raw, '5'), used: amount('5.001') };
  expect(findGaps(order(), [history])).toMatchObject([
    { kind: 'used-beyond-supply', says: 'orders used 5.001 of lot R1 of RM, and 5 came' },
  ]);
  expect(findGaps(order(), [{ ...history, used: amount('5') }])).toEqual([]);
});

test('a lot that left and came from nowhere, goods without a lot, and a unit without content', () => {
  expect(kinds(findGaps(shipment(), [came(made, '5', 'counted')]))).toEqual(['origin-unknown']);
  expect(kinds(findGaps(shipment(), []))).toEqual(['origin-unknown']);
  const nameless = { product: 'FG', isTracked: true, quantity: amount('1'), at: at(10) };
  expect(kinds(findGaps(shipment({ goods: [nameless] }), []))).toEqual(['shipped-without-lot']);
  const units = [
    { label: 'BOX 1', goods: [] },
    { label: 'BOX 2', goods: [goods(made)] },
  ];
  expect(findGaps(shipment({ units }), [came(made, '5', 'made')])).toMatchObject([{ kind: 'unit-empty' }]);
});

/** A document looked at again and again, with some of its possible gaps each time. */
const looks = fc.array(
  fc.record({
    document: fc.constantFrom('MO/1', 'MO/2'),
    gaps: fc.uniqueArray(fc.record({ lot: fc.constantFrom('A', 'B', 'C'), says: fc.constantFrom('x', 'y') }), {
      selector: ({ lot }) => lot,
    }),
    isRestart: fc.boolean(),
  }),
  { maxLength: 30 },
);
const gap = (document: string, lot: string, says: string): FoundGap => ({
  ...{ subject: JSON.stringify([document, lot]), kind: 'origin-unknown', document, about: 'order', says },
});

test('each gap is told when it appears, when it changes and when it is healed, and never else; over restarts too', () => {
  fc.assert(
    fc.property(looks, (steps) => {
      let [book, rows] = [new GapBook([], system.hash), new Map<string, ReturnType<GapBook['rowsOf']>[number]>()];
      const shown = new Map<string, string>();
      const ids = new Set<string>();
      for (const [turn, { document, gaps, isRestart }] of steps.entries()) {
        if (isRestart) book = new GapBook([...rows.values()], system.hash);
        const now = new Date(turn * 1_000).toISOString();
        const found = gaps.map(({ lot, says }) => gap(document, lot, says));
        const told = changesOf(book, document, found, now, system.hash);
        rows = new Map([...rows, ...book.rowsOf(told, turn).map((row) => [row.tag, row] as const)]);
        book.put(told, turn);
        expect(changesOf(book, document, found, now, system.hash)).toEqual([]);
        for (const one of told) follow(one, shown, ids);
        const mine = [...shown].filter(([subject]) => JSON.parse(subject)[0] === document);
        expect(mine.sort()).toEqual(found.map(({ subject, says }) => [subject, says]).sort());
      }
    }),
  );
});

function follow(told: KeptGap, shown: Map<string, string>, ids: Set<string>): void {
  const before = shown.get(told.subject);
  if (told.state === 'closed') {
    expect(before).toBeDefined();
    shown.delete(told.subject);
    return;
  }
  expect(before).not.toBe(told.says);
  expect(told.revision === 1).toBe(before === undefined);
  if (before === undefined) expect(ids.has(told.id)).toBe(false);
  ids.add(told.id);
  shown.set(told.subject, told.says);
}
