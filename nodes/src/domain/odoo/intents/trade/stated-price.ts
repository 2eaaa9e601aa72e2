/** A price that a supplier states against the price of the order. */
import { type Amount, amount, text } from '../../amount.ts';

export interface StatedPrice {
  /** Decimal. */
  readonly price: string;
  /** So many of the unit cost it, above zero; one where it is not said. */
  readonly priceBasis?: string | undefined;
  /** ISO 4217. */
  readonly currency?: string | undefined;
}

/**
 * What the buyer is told, or nothing where both say the same. `unitPrice`: of the order, for one, in `ordered` (ISO 4217).
 * Prices of two currencies are never compared: what one is worth in the other is not ours to say.
 */
export function priceDifference(
  stated: StatedPrice,
  unitPrice: Amount,
  ordered: string | undefined,
): string | undefined {
  const { price, priceBasis = '1', currency } = stated;
  const forSo = amount(priceBasis).equals(1) ? '' : ` for ${text(amount(priceBasis))}`;
  if (currency !== undefined && ordered !== undefined && currency !== ordered)
    return `price ${price} ${currency}${forSo} stated by the supplier, the order is in ${ordered} (${text(unitPrice)})`;
  // Multiplied, not divided: a third of a cent has no end.
  if (amount(price).equals(unitPrice.times(priceBasis))) return undefined;
  const each = forSo === '' ? '' : ' each';
  return `price ${price}${forSo} stated by the supplier, ${text(unitPrice)}${each} on the order`;
}
