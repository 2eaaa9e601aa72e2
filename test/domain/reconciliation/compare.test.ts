/** Both sides as lines: units, lots, what is on its way, what is being picked, what nobody knows. */
import { amount } from '../../../nodes/src/domain/odoo/amount.ts';
import { unitBook } from '../../../nodes/src/domain/odoo/materials.ts';
import type { Heap } from '../../../nodes/src/domain/odoo/stock-book.ts';
import type { BookProduct } from '../../../nodes/src/domain/odoo/stock-products.ts';
import { compare, type Held, type Sides } from '../../../nodes/src/domain/reconciliation/compare.ts';
import { flying } from '../../../nodes/src/domain/reconciliation/flight.ts';

const product = (material: string, tracking: BookProduct['tracking'] = 'none', unit = 1): BookProduct => ({
  ...{ id: material.length, material, tracking, unit, isKnown: true },
});
const heap = (of: BookProduct, quantity: string, change: Partial<Heap> = {}): Heap => ({
  ...{ place: 'A', product: of, quantity: amount(quantity), isSetAside: false, takenBy: [] },
  ...change,
});
const held = (material: string, quantity: string, change: Partial<Held> = {}): Held => ({
  ...{ location: 'A', material, quantity, uom: 'C62' },
  ...change,
});
const units = unitBook([
  { id: 1, name: 'Units', root: 'u', factor: amount(1), code: 'C62' },
  { id: 2, name: 'kg', root: 'w', factor: amount(1), code: 'KGM' },
  { id: 3, name: 'g', root: 'w', factor: amount('0.001'), code: 'GRM' },
]);

function lines(
  change: Partial<Sides> & { heaps?: readonly Heap[]; products?: readonly BookProduct[]; moved?: boolean },
) {
  const { heaps = [], products = [], moved = false, ...rest } = change;
  const known = new Map(products.map((one) => [one.material, one]));
  const book = { heaps, products: known, units, digits: 2, hasMoved: () => moved };
  return compare({ held: [], book, flown: [], isFlightKnown: true, unitOf: () => undefined, ...rest }).map(
    ({ warehouse, odoo, held: excuse, ...line }) => ({
      ...line,
      ...{ warehouse: warehouse?.toFixed(), odoo: odoo?.toFixed(), reason: excuse?.reason, says: excuse?.says },
    }),
  );
}

test('pallets of one thing are one line, in the unit of the warehouse', () => {
  const flour = product('FLOUR', 'none', 2);
  expect(
    lines({
      products: [flour],
      heaps: [heap(flour, '2.5'), heap(flour, '1')],
      held: [held('FLOUR', '1500', { uom: 'GRM' }), held('FLOUR', '2', { uom: 'KGM' })],
    }),
  ).toMatchObject([{ material: 'FLOUR', uom: 'GRM', warehouse: '3500', odoo: '3500' }]);
});

test('lots are compared each by itself; where Odoo does not track, lots of the warehouse do not count', () => {
  const [tracked, loose] = [product('T', 'lot'), product('LOOSE')];
  const found = lines({
    products: [tracked, loose],
    heaps: [heap(tracked, '5', { lot: 'L1' }), heap(loose, '3')],
    held: [held('T', '4', { lot: 'L1' }), held('T', '1', { lot: 'L2' }), held('LOOSE', '3', { lot: 'X' })],
  });
  expect(found.map(({ material, lot, warehouse, odoo }) => [material, lot, warehouse, odoo])).toEqual([
    ['LOOSE', undefined, '3', '3'],
    ['T', 'L1', '4', '5'],
    ['T', 'L2', '1', '0'],
  ]);
  expect(lines({ products: [tracked], heaps: [heap(tracked, '5')], held: [], unitOf: () => 'C62' })).toMatchObject([
    { warehouse: '0', odoo: '5', reason: 'lot-missing' },
  ]);
});

test('what nobody knows is a line, not a guess', () => {
  const foreign = { ...product('Odoo’s own'), isKnown: false };
  expect(lines({ heaps: [heap(foreign, '5')], held: [held('NEW', '2')] })).toMatchObject([
    { material: 'NEW', reason: 'unmapped', says: 'no product of Odoo is bound to it' },
    { material: 'Odoo’s own', reason: 'unmapped', says: 'Odoo has it, the site pack does not know it' },
  ]);
});

test('a difference is excused by what is on its way, put aside, being picked or moved since', () => {
  const M = product('M');
  const at = (change: Parameters<typeof lines>[0]) =>
    lines({ products: [M], heaps: [heap(M, '5')], held: [held('M', '4')], ...change })[0];
  const flown = (isAside: boolean) => [{ material: 'M', isAside, what: 'mfg.inventory.moved.v1' }];
  expect(at({})).toMatchObject({ reason: undefined });
  expect(at({ flown: flown(false) })).toMatchObject({ reason: 'in-flight', says: 'mfg.inventory.moved.v1' });
  expect(at({ flown: flown(true) })).toMatchObject({ reason: 'put-aside' });
  expect(at({ isFlightKnown: false })).toMatchObject({ reason: 'in-flight' });
  expect(at({ heaps: [heap(M, '5', { isSetAside: true, takenBy: ['WH/OUT/1'] })] })).toMatchObject({
    ...{ reason: 'being-picked', says: 'WH/OUT/1' },
  });
  expect(at({ moved: true })).toMatchObject({ reason: 'moved-since' });
  expect(at({ moved: true, flown: flown(false) })).toMatchObject({ reason: 'in-flight' });
});

test('on its way is what names the material before the snapshot, in a queue to Odoo or nowhere yet', () => {
  const event = (change: object = {}) => ({
    ...{ type: 'mfg.shipment.staged.v1', time: '2026-11-20T08:00:00Z', originsystem: 'wms' },
    data: { items: [{ material: { materialDefinitionId: 'm' }, lot: { lotId: 'L1' } }] },
    ...change,
  });
  const at = (change: object, place: object = { at: 'queue', queue: 'odoo-warehouse' }) =>
    flying([{ message: { event: event(change), trail: [] }, ...place } as never], {
      ...{ queues: ['odoo*'], asOf: '2026-11-20T09:00:00Z', proposed: new Set(['k1.p']) },
      material: (_system, code) => code.toUpperCase(),
    });
  expect(at({})).toEqual([{ material: 'M', lot: 'L1', isAside: false, what: 'mfg.shipment.staged.v1' }]);
  expect(at({}, { at: 'aside' })).toMatchObject([{ isAside: true }]);
  expect(at({}, { at: 'queue', queue: 'wms' })).toEqual([]);
  expect(at({ time: '2026-11-20T09:00:01Z' })).toEqual([]);
  expect(at({ type: 'mfg.inventory.balance.snapshot.v1' })).toEqual([]);
  expect(at({ data: 7 })).toEqual([]);
  expect(at({ idempotencykey: 'k1.p' }, { at: 'source' })).toEqual([]);
  expect(at({ idempotencykey: 'k1.p' })).toHaveLength(1);
});
