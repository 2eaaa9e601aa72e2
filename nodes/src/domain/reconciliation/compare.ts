/** Snapshot and books side by side: one line for each place, material and lot that either of them names. */
import { type Amount, amount, sum, ZERO } from '../odoo/amount.ts';
import type { Heap, StockBook } from '../odoo/stock-book.ts';
import type { BookProduct } from '../odoo/stock-products.ts';
import { type Flying, touches } from './flight.ts';
import type { Line } from './line.ts';

/** A line of the snapshot with canonical ids; `material` as the warehouse wrote it where nobody knows it. */
export interface Held {
  readonly location: string;
  readonly material: string;
  readonly lot?: string;
  readonly quantity: string;
  readonly uom: string;
}

export interface Sides {
  readonly held: readonly Held[];
  readonly book: StockBook;
  readonly flown: readonly Flying[];
  /** False when not all that is under way was looked at. */
  readonly isFlightKnown: boolean;
  /** Unit in which a material is counted, where the snapshot names none. */
  unitOf(material: string): string | undefined;
}

interface Group {
  readonly location: string;
  readonly material: string;
  readonly lot?: string;
  readonly product?: BookProduct;
  readonly held: Held[];
  readonly heaps: Heap[];
}

export function compare(sides: Sides): readonly Line[] {
  const groups = new Map<string, Group>();
  const groupOf = (location: string, material: string, lot: string | undefined, product: BookProduct | undefined) => {
    // Lots of what Odoo does not track are nobody's business.
    const own = product && product.tracking === 'none' ? undefined : lot;
    const key = JSON.stringify([location, material, own ?? null]);
    const found = groups.get(key) ?? {
      ...{ location, material, held: [], heaps: [] },
      ...(own === undefined ? {} : { lot: own }),
      ...(product ? { product } : {}),
    };
    groups.set(key, found);
    return found;
  };
  for (const one of sides.held) {
    groupOf(one.location, one.material, one.lot, sides.book.products.get(one.material)).held.push(one);
  }
  for (const heap of sides.book.heaps) {
    groupOf(heap.place, heap.product.material, heap.lot, heap.product).heaps.push(heap);
  }
  return [...groups.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) => lineOf(group, sides));
}

function lineOf(group: Group, sides: Sides): Line {
  const { location, material, lot, product, held, heaps } = group;
  const inBooks = sum(heaps.map(({ quantity }) => quantity));
  const named = { location, material, ...(lot === undefined ? {} : { lot }), isNegative: inBooks.isNegative() };
  const uom = held[0]?.uom ?? sides.unitOf(material);
  if (!product?.isKnown || uom === undefined)
    return { ...named, held: { reason: 'unmapped', says: unknownWords(product) } };
  const counted = inUnit(held, product, uom, sides.book);
  const one = sides.book.units.factor(uom, product.unit, WHERE);
  if (counted === undefined || !one.ok) return { ...named, held: { reason: 'unmapped', says: `unit ${uom}` } };
  const odoo = inBooks.toDecimalPlaces(sides.book.digits).dividedBy(one.value).toDecimalPlaces(9);
  const excuse = excuseOf(group, product, sides);
  return { ...named, uom, warehouse: counted, odoo, ...(excuse ? { held: excuse } : {}) };
}

const WHERE = { attempted: 'compare stock', on: 'units' };
const unknownWords = (product: BookProduct | undefined): string =>
  product ? 'Odoo has it, the site pack does not know it' : 'no product of Odoo is bound to it';

/** Several lines of one thing, as pallets are listed, are one quantity. */
function inUnit(held: readonly Held[], product: BookProduct, uom: string, { units }: StockBook): Amount | undefined {
  const target = units.factor(uom, product.unit, WHERE);
  if (!target.ok) return undefined;
  let total = ZERO;
  for (const { quantity, uom: own } of held) {
    const factor = units.factor(own, product.unit, WHERE);
    if (!factor.ok) return undefined;
    total = total.plus(amount(quantity).times(factor.value).dividedBy(target.value));
  }
  return total.toDecimalPlaces(9);
}

/** The first that applies: what is on its way explains more than what somebody is doing just now. */
function excuseOf(group: Group, product: BookProduct, { flown, isFlightKnown, book }: Sides): Line['held'] {
  const mine = flown.filter((one) => touches(one, group));
  const flight = mine.filter(({ isAside }) => !isAside);
  const words = (list: readonly Flying[]): string => [...new Set(list.map(({ what }) => what))].join(', ');
  if (flight.length > 0) return { reason: 'in-flight', says: words(flight) };
  if (mine.length > 0) return { reason: 'put-aside', says: words(mine) };
  if (!isFlightKnown) return { reason: 'in-flight', says: 'more messages are on their way than can be looked at' };
  if (group.heaps.some(({ isSetAside }) => isSetAside)) {
    const takers = [...new Set(group.heaps.flatMap(({ takenBy }) => takenBy))];
    return { reason: 'being-picked', ...(takers.length > 0 ? { says: takers.join(', ') } : {}) };
  }
  if (book.hasMoved(product.id, group.location)) return { reason: 'moved-since' };
  if (product.tracking !== 'none' && group.lot === undefined) return { reason: 'lot-missing' };
  return undefined;
}
