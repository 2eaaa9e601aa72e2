/**
 * Quantities of events in the units of Odoo: exact, or refused with words. Odoo rounds a quantity in silence when it is
 * written, and refuses it when the goods move; so nothing is posted that it could not hold as it is.
 */
import { fail, ok, type Result } from '../ports.ts';
import { type Amount, amount, fits, settled, text } from './amount.ts';
import type { Constants } from './deps.ts';
import { refusal, type Where } from './refusals.ts';

export interface Measured {
  /** Decimal text. */
  readonly value: string;
  /** UN/ECE Rec 20 code. */
  readonly uom: string;
}

export function exactIn(
  { units, digits }: Constants,
  { value, uom }: Measured,
  unit: number,
  where: Where,
): Result<Amount> {
  const factor = units.factor(uom, unit, where);
  if (!factor.ok) return factor;
  const quantity = settled(amount(value).times(factor.value));
  if (!fits(quantity, digits))
    return fail(refusal('precision', where, `${text(quantity)} has more than ${digits} decimals`));
  const step = units.step?.(unit);
  if (step === undefined || quantity.modulo(step).isZero()) return ok(quantity);
  return fail(
    refusal('precision', where, `${text(quantity)} is no multiple of ${text(step)}, the rounding of the unit`),
  );
}
