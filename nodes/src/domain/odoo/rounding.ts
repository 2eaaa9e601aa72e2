/**
 * What Odoo can hold of a quantity: whole steps of the rounding of its unit. Running totals are rounded down, so that Odoo
 * never shows more than was reported; at the close half up, because rounding down would leave a little of every order out.
 */
import { type Amount, amount, text, ZERO } from './amount.ts';
import type { Steps } from './binding.ts';
import type { Constants } from './deps.ts';

/** The smallest quantity of `unit` that Odoo can hold: a multiple of its last decimal and of the unit's own rounding. */
export function stepOf({ units, digits }: Constants, unit: number): Amount {
  const decimal = amount(10).pow(-digits);
  const own = units.step?.(unit);
  return own === undefined ? decimal : commonMultiple(decimal, own);
}

/** Towards zero, to what Odoo can hold. */
export const down = (value: Amount, step: Amount): Amount => inSteps(value, step).trunc().times(step);

/** Half up, and nothing that never came to a whole step: for that Odoo would need a line or a part of its own. */
export const atClose = (value: Amount, step: Amount): Amount =>
  down(value, step).isZero() ? ZERO : inSteps(value, step).toDecimalPlaces(0).times(step);

export type Rounding = typeof down;

/** What is remembered when something is written in this step; kept over attempts that end in between. */
export function stepsAfter(known: Steps | undefined, step: Amount): Steps {
  const now = text(step);
  const before = known?.step === now ? known.stepBefore : known?.step;
  return { step: now, ...(before === undefined ? {} : { stepBefore: before }) };
}

/** The roundings that Odoo may still show, because its decimals were others when it was written. */
export const roundingsBefore = ({ stepBefore }: Steps = {}): Rounding[] =>
  stepBefore === undefined ? [] : [(value) => down(value, amount(stepBefore))];

/** True for what is left of a quantity only because factors of units, floats in Odoo, are not quite what they stand for. */
export const isNoise = (rest: Amount, step: Amount): boolean => inSteps(rest, step).isZero();

const inSteps = (value: Amount, step: Amount): Amount => value.dividedBy(step).toDecimalPlaces(NOISE_DECIMALS);

/** A billionth of a step: behind what Odoo's floats know of a few million steps, far below what anything measures. */
const NOISE_DECIMALS = 9;

function commonMultiple(one: Amount, other: Amount): Amount {
  let [larger, smaller] = [one, other];
  while (!smaller.isZero()) [larger, smaller] = [smaller, larger.modulo(smaller)];
  return one.times(other).dividedBy(larger);
}
