/** Which goods go on which move of a delivery. Pure. */
import { type Amount, text, ZERO } from '../../amount.ts';
import type { OpenMove } from './delivery.ts';
import { type Heap, take } from './on-hand.ts';

export interface Shipped {
  readonly product: number;
  readonly unit: number;
  readonly lot: number | undefined;
  readonly quantity: Amount;
  /** Package it leaves in. */
  readonly into: number | undefined;
  /** What lies there of it. */
  readonly heaps: readonly Heap[];
}

export interface ShippedLine extends Heap {
  readonly move: OpenMove;
  readonly product: number;
  readonly unit: number;
  readonly into: number | undefined;
}

export type ShipPlan =
  | { readonly kind: 'lines'; readonly lines: readonly ShippedLine[] }
  | { readonly kind: 'over'; readonly detail: string }
  | { readonly kind: 'short'; readonly detail: string };

/** Moves are filled in their order; goods that two lines want are given once. */
export function planShipment(shipped: readonly Shipped[], moves: readonly OpenMove[]): ShipPlan {
  const room = new Map(moves.map((move) => [move.id, move.demand]));
  const left = new Map(shipped.flatMap(({ heaps }) => heaps).map((heap) => [heap.id, heap.quantity]));
  const lines: ShippedLine[] = [];
  for (const item of shipped) {
    const heaps = item.heaps.map((heap) => ({ ...heap, quantity: left.get(heap.id) ?? ZERO }));
    const { taken, missing } = take(heaps, item.quantity);
    if (!missing.isZero()) {
      return { kind: 'short', detail: `${text(item.quantity.minus(missing))} of ${text(item.quantity)}` };
    }
    for (const heap of taken) {
      left.set(heap.id, (left.get(heap.id) ?? ZERO).minus(heap.quantity));
      const spread = spreadOver(heap, item, moves, room);
      if (!spread) return { kind: 'over', detail: text(item.quantity) };
      lines.push(...spread);
    }
  }
  return { kind: 'lines', lines };
}

/** Undefined when the moves do not ask for that much. */
function spreadOver(
  heap: Heap,
  { product, unit, into }: Shipped,
  moves: readonly OpenMove[],
  room: Map<number, Amount>,
): ShippedLine[] | undefined {
  const lines: ShippedLine[] = [];
  let quantity = heap.quantity;
  for (const move of moves.filter((candidate) => candidate.product === product)) {
    const free = room.get(move.id) ?? ZERO;
    if (!quantity.greaterThan(0)) break;
    if (!free.greaterThan(0)) continue;
    const part = free.lessThan(quantity) ? free : quantity;
    room.set(move.id, free.minus(part));
    quantity = quantity.minus(part);
    lines.push({ ...heap, move, product, unit, into, quantity: part });
  }
  return quantity.greaterThan(0) ? undefined : lines;
}
