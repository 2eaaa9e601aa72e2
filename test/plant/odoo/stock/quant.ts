/** Quants: how much of a product and lot lies where, and how much of it is spoken for. */
import type { Environment } from '../orm/environment.ts';
import { boolean, date, datetime, many2one, quantity, related } from '../orm/field.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo } from '../orm/value.ts';
import { TRACKING, unitOf } from '../product/models.ts';
import { compareUnit, unitDigits } from '../product/uom.ts';
import { bypassesReservation, isInside } from './location.ts';

export const QUANT_FIELDS = {
  product_id: many2one('product.product', { required: true, label: 'Product' }),
  product_uom_id: related('product_id.uom_id', many2one('uom.uom')),
  tracking: related('product_id.tracking', TRACKING),
  location_id: many2one('stock.location', { required: true, label: 'Location' }),
  lot_id: many2one('stock.lot', { onDelete: 'restrict', label: 'Lot/Serial Number' }),
  package_id: many2one('stock.package'),
  owner_id: many2one('res.partner'),
  company_id: related('location_id.company_id', many2one('res.company')),
  quantity: quantity({ readonly: true }),
  reserved_quantity: quantity({ readonly: true, required: true }),
  available_quantity: quantity({
    compute: (quant: Rec) => roundTo(quant.num('quantity') - quant.num('reserved_quantity'), 6),
  }),
  in_date: datetime({ default: (now: string) => now }),
  on_hand: boolean({ compute: () => false }),
  inventory_date: date(),
  user_id: many2one('res.users'),
};

export interface Place {
  readonly product: Rec;
  readonly location: Rec;
  readonly lot?: Rec | undefined;
  /** Absent: any package when stock is looked for, none where exactly one quant is meant. */
  readonly pack?: Rec | undefined;
  /** Likewise: anybody's, or nobody's but ours. */
  readonly owner?: Rec | undefined;
}

/** Quants that can serve a need, oldest first; with a lot, its quants come before those without one. */
export function gather(env: Environment, place: Place, strict = false): Rec[] {
  const found = env.store
    .referring('stock.quant', 'product_id', place.product.id)
    .map((id) => env.browse('stock.quant', id))
    .filter((quant) => matches(quant, place, strict));
  const rank = (quant: Rec): string => `${place.lot && !quant.get('lot_id') ? 1 : 0}${quant.text('in_date')}`;
  return found.sort((left, right) => rank(left).localeCompare(rank(right)) || left.id - right.id);
}

function matches(quant: Rec, place: Place, strict: boolean): boolean {
  const lot = quant.get('lot_id');
  if (strict)
    return (
      quant.get('location_id') === place.location.id &&
      lot === (place.lot?.id ?? false) &&
      (quant.get('package_id') || false) === (place.pack?.id ?? false) &&
      (quant.get('owner_id') || false) === (place.owner?.id ?? false)
    );
  if (place.lot && lot !== place.lot.id && lot !== false) return false;
  return isInside(quant.must('location_id'), place.location);
}

/** What is there and not reserved. */
export function availableQuantity(env: Environment, place: Place, strict = false): number {
  const quants = gather(env, place, strict);
  const sum = (chosen: readonly Rec[]): number =>
    chosen.reduce((total, quant) => total + quant.num('quantity') - quant.num('reserved_quantity'), 0);
  const digits = unitDigits(unitOf(place.product));
  if (place.product.text('tracking') === 'none') return Math.max(0, roundTo(sum(quants), digits));
  const byLot = new Map<unknown, Rec[]>();
  for (const quant of quants) byLot.set(quant.get('lot_id'), [...(byLot.get(quant.get('lot_id')) ?? []), quant]);
  const positive = [...byLot.values()].map(sum).filter((value) => value > 0);
  return roundTo(
    positive.reduce((total, value) => total + value, 0),
    digits,
  );
}

export interface Share {
  readonly quant: Rec;
  readonly quantity: number;
}

/** The quants a need would be taken from; nothing is reserved yet. */
export function shares(env: Environment, place: Place, need: number, strict = false): Share[] {
  let left = Math.min(need, availableQuantity(env, place, strict));
  const unit = unitOf(place.product);
  const found: Share[] = [];
  for (const quant of gather(env, place, strict)) {
    if (compareUnit(unit, left, 0) <= 0) break;
    const free = quant.num('quantity') - quant.num('reserved_quantity');
    if (compareUnit(unit, free, 0) <= 0) continue;
    const taken = Math.min(free, left);
    found.push({ quant, quantity: taken });
    left -= taken;
  }
  return found;
}

/** The quant of exactly this place, made on the spot where there is none. */
function quantAt(env: Environment, place: Place, inDate?: string): Rec {
  const [found] = gather(env, place, true);
  return (
    found ??
    env.create('stock.quant', {
      product_id: place.product.id,
      location_id: place.location.id,
      lot_id: place.lot?.id ?? false,
      package_id: place.pack?.id ?? false,
      owner_id: place.owner?.id ?? false,
      in_date: inDate ?? env.now,
    })
  );
}

const touch = (quant: Rec): void =>
  quant.env.store.update('stock.quant', quant.id, { write_date: quant.env.now, write_uid: quant.env.uid });

/** Adds to the reserved quantity of a place; more than lies there is possible. */
export function reserve(env: Environment, place: Place, delta: number): void {
  if (delta === 0) return;
  const quant = quantAt(env, place);
  quant.set({ reserved_quantity: roundTo(quant.num('reserved_quantity') + delta, 6) });
  touch(quant);
}

/** Changes what lies in a place and answers with what is then available there. Virtual places go negative. */
export function changeStock(
  env: Environment,
  place: Place,
  delta: number,
  inDate?: string,
): { available: number; inDate: string } {
  const [known] = gather(env, place, true);
  const since = inDate ?? known?.text('in_date') ?? env.now;
  const quant = known ?? quantAt(env, place, since);
  const older = delta > 0 && since < quant.text('in_date') ? since : quant.text('in_date');
  quant.set({ quantity: roundTo(quant.num('quantity') + delta, 6), in_date: older });
  touch(quant);
  return { available: rawAvailable(env, place), inDate: since };
}

/** Free quantity of exactly this place, negative when too much was taken. */
const rawAvailable = (env: Environment, place: Place): number =>
  roundTo(
    gather(env, place, true).reduce((sum, quant) => sum + quant.num('quantity') - quant.num('reserved_quantity'), 0),
    unitDigits(unitOf(place.product)),
  );

export const needsNoStock = (item: Rec, place: Rec): boolean => bypassesReservation(place) || !item.flag('is_storable');
