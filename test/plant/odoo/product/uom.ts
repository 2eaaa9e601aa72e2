/** Units of measure: a tree of relative factors, and conversion between branches of one tree. */
import { precision } from '../orm/convert.ts';
import { boolean, char, float, integer, many2one } from '../orm/field.ts';
import { model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { compareAt, roundTo } from '../orm/value.ts';

const path = (unit: Rec): string => {
  const parent = unit.one('relative_uom_id');
  return `${parent ? path(parent) : ''}${unit.id}/`;
};

const factorOf = (unit: Rec): number => {
  const parent = unit.one('relative_uom_id');
  return unit.num('relative_factor') * (parent ? factorOf(parent) : 1);
};

export const uom = model({
  name: 'uom.uom',
  label: 'Product Unit of Measure',
  access: 'r',
  order: 'sequence, relative_uom_id, id',
  fields: {
    name: char({ required: true }),
    sequence: integer({ default: 100 }),
    relative_factor: float({ required: true, default: 1 }),
    relative_uom_id: many2one('uom.uom'),
    rounding: float({ compute: (unit) => 10 ** -precision(unit.env, 'Product Unit') }),
    active: boolean({ default: true }),
    factor: float({ compute: (unit) => roundTo(factorOf(unit), 9) }),
    parent_path: char({ compute: path }),
  },
});

export const unitDigits = (unit: Rec): number => precision(unit.env, 'Product Unit');

export const roundUnit = (unit: Rec, value: number, method: 'HALF-UP' | 'UP' = 'HALF-UP'): number =>
  roundTo(value, unitDigits(unit), method);

export const compareUnit = (unit: Rec, left: number, right: number): -1 | 0 | 1 =>
  compareAt(left, right, unitDigits(unit));

export const isZeroUnit = (unit: Rec, value: number): boolean => compareUnit(unit, value, 0) === 0;

/** `quantity` of one unit in another; `rounding` is how the result is rounded, `none` keeps all digits. */
export function convertUnit(quantity: number, from: Rec, to: Rec, rounding: 'none' | 'HALF-UP' | 'UP' = 'UP'): number {
  const exact = from.is(to) || quantity === 0 ? quantity : (quantity * factorOf(from)) / factorOf(to);
  return rounding === 'none' ? exact : roundUnit(to, exact, rounding);
}
