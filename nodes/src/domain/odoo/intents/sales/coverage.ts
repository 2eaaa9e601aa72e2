/** From which day on goods can be promised without taking them from somebody who was promised them before. */
import { type Amount, ZERO } from '../../amount.ts';
import type { Day } from './promise.ts';

/** What a plan brings (above zero) or takes on a day. */
export interface Change {
  readonly day: Day;
  readonly quantity: Amount;
}

export type Coverage =
  | { readonly kind: 'covered'; readonly from: Day }
  /** How much stock and all plans together are short of it. */
  | { readonly kind: 'short'; readonly missing: Amount };

/** The first day from which the stock never falls below what is needed. What is late may still come today. */
export function coverageOf(stock: Amount, changes: readonly Change[], needed: Amount, today: Day): Coverage {
  const byDay = new Map<Day, Amount>([[today, ZERO]]);
  for (const { day, quantity } of changes) {
    const then = day > today ? day : today;
    byDay.set(then, (byDay.get(then) ?? ZERO).plus(quantity));
  }
  let level = stock;
  const levels = [...byDay]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, change]) => {
      level = level.plus(change);
      return { day, level };
    });
  const lastShort = levels.findLastIndex((one) => one.level.lt(needed));
  const from = levels[lastShort + 1];
  if (from) return { kind: 'covered', from: from.day };
  return { kind: 'short', missing: needed.minus(level.gt(0) ? level : ZERO) };
}
