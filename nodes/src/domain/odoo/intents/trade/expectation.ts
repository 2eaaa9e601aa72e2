/**
 * What a supplier announced for one purchase order and what came of it. Kept in the journal beside the order, because
 * Odoo drops what was planned on a receipt when the receipt is done. A replacement counts before goods came, never after.
 */
import { z } from 'zod';
import { convert, sameDimension } from '../../../canonical/uom.ts';
import { type Amount, amount, sum, text, ZERO } from '../../amount.ts';
import type { Memory } from '../spec.ts';

const goods = z.object({
  material: z.string(),
  lot: z.string().optional(),
  quantity: z.string(),
  uom: z.string(),
});
export type Goods = z.output<typeof goods>;

const arrival = z.object({
  key: z.string(),
  receipt: z.string(),
  lines: z.array(goods),
  transfers: z.array(z.number()),
});

const advice = z.object({
  /** `unseen`: goods came under its number before it did. */
  state: z.enum(['unseen', 'expected', 'withdrawn']),
  /** Every message that was taken for it. */
  keys: z.array(z.string()),
  eta: z.string().optional(),
  lines: z.array(goods),
  /** Receipts of Odoo that waited when it was announced. */
  transfers: z.array(z.number()),
  arrivals: z.array(arrival),
});
export type Advice = z.output<typeof advice>;

const bookSchema = z.record(z.string(), advice);
export type Book = z.output<typeof bookSchema>;

const REMEMBERED = 50;
const NEW: Advice = { state: 'unseen', keys: [], lines: [], transfers: [], arrivals: [] };

export const bookOf = (memory: Memory): Book => bookSchema.safeParse(memory['advices']).data ?? {};

export interface Told {
  readonly advice: string;
  readonly purpose: 'original' | 'replace' | 'cancel';
  readonly key: string;
  readonly eta?: string | undefined;
  readonly lines: readonly Goods[];
  readonly transfers: readonly number[];
}

export type Verdict =
  /** Taken before. */
  | { readonly kind: 'known' }
  /** What it was replaced or withdrawn by came first. */
  | { readonly kind: 'overtaken' }
  /** Goods came under it, as far as is known. */
  | { readonly kind: 'late' }
  | { readonly kind: 'taken'; readonly book: Book };

/** `done`: receipts of Odoo that are done, among those that waited when the advice was announced. */
export function announce(book: Book, told: Told, done: readonly number[]): Verdict {
  const known = book[told.advice] ?? NEW;
  if (known.keys.includes(told.key)) return { kind: 'known' };
  if (told.purpose === 'original' && known.state !== 'unseen') return { kind: 'overtaken' };
  if (told.purpose !== 'original' && hasCome(book, told.advice, done)) return { kind: 'late' };
  const next: Advice = {
    ...known,
    state: told.purpose === 'cancel' ? 'withdrawn' : 'expected',
    keys: [...known.keys, told.key],
    lines: [...told.lines],
    transfers: [...told.transfers],
    eta: told.eta,
  };
  return { kind: 'taken', book: kept(book, told.advice, next) };
}

/** A receipt that people did in Odoo counts for every advice that it may have been for. */
function hasCome(book: Book, name: string, done: readonly number[]): boolean {
  const known = book[name];
  if (!known) return false;
  const others = Object.entries(book).flatMap(([other, { arrivals }]) => (other === name ? [] : arrivals));
  const explained = new Set(others.flatMap(({ transfers }) => transfers));
  return known.arrivals.length > 0 || known.transfers.some((id) => done.includes(id) && !explained.has(id));
}

export function arrive(book: Book, name: string, came: z.output<typeof arrival>): Book {
  const known = book[name] ?? NEW;
  const isKnown = known.arrivals.some(({ key }) => key === came.key);
  return isKnown ? book : kept(book, name, { ...known, arrivals: [...known.arrivals, came] });
}

function kept(book: Book, name: string, next: Advice): Book {
  const { [name]: _before, ...others } = book;
  return Object.fromEntries([...Object.entries(others), [name, next] as const].slice(-REMEMBERED));
}

/** Day of the next goods that are still awaited. */
export const nextDay = (book: Book): string | undefined =>
  Object.values(book)
    .filter(({ state, arrivals }) => state === 'expected' && arrivals.length === 0)
    .flatMap(({ eta }) => eta ?? [])
    .sort()[0];

export interface Difference {
  readonly material: string;
  readonly lot?: string;
  readonly announced: string;
  readonly received: string;
  readonly uom: string;
}

/** Where what came is not what was announced; `percent` of what was announced may be missing or above. */
export function differences({ state, lines, arrivals }: Advice, percent: string): readonly Difference[] {
  if (state === 'unseen' || arrivals.length === 0) return [];
  const announced = state === 'withdrawn' ? [] : lines;
  const came = arrivals.flatMap((one) => one.lines);
  const materials = [...new Set([...announced, ...came].map(({ material }) => material))];
  return materials.flatMap((material) => {
    const [told, real] = [announced, came].map((all) => all.filter((line) => line.material === material));
    return ofMaterial(material, told ?? [], real ?? [], percent);
  });
}

/** Lots are compared where both sides name them throughout; a supplier that announces none is not blamed for any. */
function ofMaterial(
  material: string,
  told: readonly Goods[],
  came: readonly Goods[],
  percent: string,
): readonly Difference[] {
  const all = [...told, ...came];
  const uom = all[0]?.uom ?? '';
  const byLot = told.length > 0 && all.every(({ lot }) => lot !== undefined);
  const lots = byLot ? [...new Set(all.map(({ lot }) => lot))] : [undefined];
  return lots.flatMap((lot) => {
    const of = (lines: readonly Goods[]): Amount =>
      sum(lines.filter((line) => !byLot || line.lot === lot).map((line) => inUnit(line, uom)));
    const [announced, received] = [of(told), of(came)];
    const allowed = announced.times(percent).dividedBy(100);
    if (received.minus(announced).abs().lessThanOrEqualTo(allowed)) return [];
    return [
      { material, ...(lot === undefined ? {} : { lot }), announced: text(announced), received: text(received), uom },
    ];
  });
}

/** Units of other dimensions count as nothing: what cannot be compared differs as a whole. */
function inUnit({ quantity, uom }: Goods, wanted: string): Amount {
  if (uom === wanted) return amount(quantity);
  if (!sameDimension(uom, wanted)) return ZERO;
  const converted = convert(quantity, uom, wanted);
  return converted.ok ? amount(converted.value.value) : ZERO;
}

export const sayDifference = ({ material, lot, announced, received, uom }: Difference): string =>
  `${material}${lot === undefined ? '' : `, lot ${lot}`}: ${announced} announced, ${received} received (${uom})`;
