/** Which goods of a lot go into quarantine, and whether what is reserved of it must be taken back for that. Pure. */
import { type Amount, sum, ZERO } from '../../amount.ts';

export interface Stock {
  readonly place: number;
  readonly quantity: Amount;
  readonly reserved: Amount;
}

export interface Share<S extends Stock> {
  readonly stock: S;
  readonly quantity: Amount;
}

export interface Plan<S extends Stock> {
  readonly shares: readonly Share<S>[];
  /** What nobody has reserved does not suffice. */
  readonly takesBack: boolean;
}

const least = (one: Amount, other: Amount): Amount => (one.lessThan(other) ? one : other);
const most = (one: Amount, other: Amount): Amount => (one.greaterThan(other) ? one : other);

/**
 * `consumed`: by place, what orders have recorded as used; it lies there in the books only. `wanted`: what is still to
 * be held; without it everything is.
 */
export function planHold<S extends Stock>(
  stock: readonly S[],
  consumed: ReadonlyMap<number, Amount>,
  wanted: Amount | undefined,
): Plan<S> {
  const used = new Map(consumed);
  const there = stock.map((one) => {
    const gone = least(used.get(one.place) ?? ZERO, one.quantity);
    used.set(one.place, (used.get(one.place) ?? ZERO).minus(gone));
    const movable = one.quantity.minus(gone);
    const free = most(ZERO, least(movable, one.quantity.minus(one.reserved)));
    return { stock: one, movable, free };
  });
  if (wanted === undefined) {
    return {
      shares: shareOut(there, ({ movable }) => movable, sum(there.map(({ movable }) => movable))),
      takesBack: true,
    };
  }
  const takesBack = wanted.greaterThan(sum(there.map(({ free }) => free)));
  return { shares: shareOut(there, ({ movable, free }) => (takesBack ? movable : free), wanted), takesBack };
}

function shareOut<S extends Stock, T extends { readonly stock: S }>(
  there: readonly T[],
  of: (one: T) => Amount,
  wanted: Amount,
): Share<S>[] {
  let left = wanted;
  const shares: Share<S>[] = [];
  for (const one of there) {
    const quantity = least(of(one), left);
    if (!quantity.greaterThan(0)) continue;
    left = left.minus(quantity);
    shares.push({ stock: one.stock, quantity });
  }
  return shares;
}
