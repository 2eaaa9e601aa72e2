/**
 * Units of measure: UN/ECE Rec 20 codes with their dimension and exact factor. Conversion is exact decimal arithmetic,
 * never across dimensions, and an unknown unit is refused: nothing ever falls back to "piece".
 */
import { Decimal } from 'decimal.js';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';
import { type Unit, units } from './units.ts';

/** Own copy: enough digits that no product of two 24-digit numbers is rounded before the last step. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

/** Decimals of a quantity on the wire. */
export const MAX_DECIMALS = 9;

export interface Converted {
  readonly value: string;
  readonly uom: string;
  /** False when the ratio has no end (minutes in hours) and the 9th decimal was rounded half up. */
  readonly exact: boolean;
}

export function findUnit(code: string): Unit | undefined {
  return units.get(code);
}

export function sameDimension(one: string, other: string): boolean {
  const dimension = units.get(one)?.dimension;
  return dimension !== undefined && dimension === units.get(other)?.dimension;
}

/** Fails with `unit-unknown`, `unit-mismatch` (other dimension) or `quantity-too-fine` (would become zero). */
export function convert(value: string, from: string, to: string): Result<Converted> {
  const source = units.get(from);
  const target = units.get(to);
  if (!source || !target) return fail(unknownUnit(source ? to : from));
  if (from === to) return ok({ value: plain(new Exact(value)), uom: to, exact: true });
  if (source.dimension !== target.dimension) return fail(mismatch(value, from, to));
  const raw = new Exact(value).times(source.factor).dividedBy(target.factor);
  const rounded = raw.toDecimalPlaces(MAX_DECIMALS);
  if (rounded.isZero() && !raw.isZero()) return fail(tooFine(value, from, to));
  return ok({ value: plain(rounded), uom: to, exact: rounded.times(target.factor).equals(raw.times(target.factor)) });
}

/** Counts × what one count stands for, exact. */
export function scaled(value: string, factor: string): string {
  return plain(new Exact(value).times(factor).toDecimalPlaces(MAX_DECIMALS));
}

function plain(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed();
}

export function unknownUnit(code: string): Failure {
  return {
    code: 'unit-unknown',
    class: 'data',
    attempted: 'read a quantity',
    on: `unit ${code}`,
    reason: `"${code}" is no unit Plantwire knows`,
    nextStep: 'Use a UN/ECE Rec 20 code, or add a crosswalk row of domain "uom" from this code to one.',
  };
}

function mismatch(value: string, from: string, to: string): Failure {
  return {
    code: 'unit-mismatch',
    class: 'data',
    attempted: `convert ${value} ${from} into ${to}`,
    on: `unit ${from}`,
    reason: `${from} measures ${units.get(from)?.dimension}, ${to} measures ${units.get(to)?.dimension}`,
    nextStep: 'Correct the unit at the source, or the unit of the material in the site pack.',
  };
}

function tooFine(value: string, from: string, to: string): Failure {
  return {
    code: 'quantity-too-fine',
    class: 'data',
    attempted: `convert ${value} ${from} into ${to}`,
    on: `unit ${to}`,
    reason: `the result is below the last of ${MAX_DECIMALS} decimals and would be lost`,
    nextStep: 'Post this material in a smaller unit.',
  };
}
