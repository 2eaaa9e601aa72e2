/** The day of an order: the one that came with it, or the one that Odoo's plans allow. Found once, kept for repeats. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Task } from '../spec.ts';
import { committedDay } from './days.ts';
import { outlooksOf } from './outlook.ts';
import type { Priced } from './priced.ts';
import { type Day, type PromisedLine, promiseOf } from './promise.ts';
import type { SalesOrder } from './sales-order-schema.ts';

const MEMORY = 'salePromise';
const kept = z.object({
  key: z.string(),
  day: z.string().optional(),
  lines: z.array(z.record(z.string(), z.string())),
});

/** After the confirmation the order's own demand is in the forecast: a repeat must not ask again. */
export async function dayFor(task: Task<SalesOrder>, lines: readonly Priced[]): Promise<Result<Day | undefined>> {
  const { erp, intent } = task;
  const day = committedDay(intent);
  if (day !== undefined || intent.promising === undefined) return ok(day);
  const today = todayOf(task);
  const outlooks = await outlooksOf(erp, lines, intent.lines, today);
  if (!outlooks.ok) return outlooks;
  const promised = promiseOf(outlooks.value, intent.promising, today);
  const note = { key: intent.key, ...(promised.day === undefined ? {} : { day: promised.day }), lines: promised.lines };
  const stored = await task.remember({ [MEMORY]: note });
  return stored.ok ? ok(promised.day) : stored;
}

/** What was said about its lines when the order was confirmed by this message. */
export function linesPromised(task: Task<SalesOrder>): readonly PromisedLine[] | undefined {
  const known = kept.safeParse(task.memory()[MEMORY]);
  return known.success && known.data.key === task.intent.key
    ? (known.data.lines as unknown as readonly PromisedLine[])
    : undefined;
}

/** A message may have waited: nothing is promised for a day that is over. */
function todayOf({ intent, deps }: Task<SalesOrder>): Day {
  const now = deps.travel === undefined ? intent.at : new Date(deps.travel.nowMs()).toISOString();
  return (now > intent.at ? now : intent.at).slice(0, 10);
}
