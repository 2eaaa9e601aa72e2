/** Quantities as exact decimals. Odoo sends floats; their shortest text is what it stored, so they come in as text. */
import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
export type Amount = Decimal;

export const amount = (value: string | number | Decimal): Amount =>
  new Exact(typeof value === 'number' ? String(value) : value);
export const ZERO: Amount = amount(0);

export const sum = (values: readonly Amount[]): Amount => values.reduce((total, value) => total.plus(value), ZERO);

/** Decimal text without exponent. */
export const text = (value: Amount): string => (value.isZero() ? '0' : value.toFixed());

/** Equal once both have the digits Odoo keeps; its computed floats carry noise behind them. */
export const equal = (one: Amount, other: Amount, digits: number): boolean =>
  one.toDecimalPlaces(digits).equals(other.toDecimalPlaces(digits));

/** True when Odoo can hold it without rounding. */
export const fits = (value: Amount, digits: number): boolean => value.decimalPlaces() <= digits;

/** Without the noise that factors such as a twelfth bring in: twelve of them are one again. */
export const settled = (value: Amount): Amount => value.toDecimalPlaces(SETTLED);

/** More than any quantity and any factor of a unit together have; fewer than a division goes on for. */
const SETTLED = 30;

/** What goes into JSON for Odoo. */
export const toFloat = (value: Amount): number => Number(text(value));
