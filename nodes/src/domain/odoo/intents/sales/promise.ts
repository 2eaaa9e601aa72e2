/** On which day an order can be promised, from what Odoo has and plans. */
import type { Promising } from './sales-order-schema.ts';

/** A calendar day, `2026-12-24`. */
export type Day = string;

export interface Outlook {
  readonly lineNo: string;
  /** `now` lies there free; `forecast` will be there on `ready`; `short` is not planned. */
  readonly verdict: 'now' | 'forecast' | 'short';
  readonly ready?: Day | undefined;
  readonly missing?: string | undefined;
  readonly wanted?: Day | undefined;
}

export interface PromisedLine {
  readonly lineNo: string;
  readonly verdict: Outlook['verdict'];
  readonly promisedDate?: Day;
  readonly missing?: string;
}

export interface Promised {
  /** When the last line can be there; none as long as one of them is open. */
  readonly day: Day | undefined;
  readonly lines: readonly PromisedLine[];
}

/** Never before the day wanted: goods that come too early stand in the way. */
export function promiseOf(outlooks: readonly Outlook[], promising: Promising, today: Day): Promised {
  const lines = outlooks.map(({ lineNo, verdict, ready, missing, wanted }): PromisedLine => {
    const there = readyOn({ verdict, ready }, promising, today);
    const day = there === undefined ? undefined : later(plusDays(there, promising.dispatchDays), wanted ?? today);
    return {
      ...{ lineNo, verdict },
      ...(day === undefined ? {} : { promisedDate: day }),
      ...(missing === undefined || verdict !== 'short' ? {} : { missing }),
    };
  });
  const days = lines.map(({ promisedDate }) => promisedDate);
  const isOpen = days.includes(undefined);
  return { day: isOpen ? undefined : days.reduce<Day>((last, day) => later(last, day ?? last), today), lines };
}

function readyOn(
  { verdict, ready }: Pick<Outlook, 'verdict' | 'ready'>,
  { replenishDays }: Promising,
  today: Day,
): Day | undefined {
  if (verdict === 'now') return today;
  if (verdict === 'forecast') return later(ready ?? today, today);
  return replenishDays === undefined ? undefined : plusDays(today, replenishDays);
}

const later = (one: Day, other: Day): Day => (one > other ? one : other);

export const plusDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
