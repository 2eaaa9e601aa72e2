/**
 * How long a hold takes to be effective in Odoo, through T-10 in a real process; fails when holds one after the other take
 * longer than promised. Holds sent at once are posted one after the other: whether they keep the promise too is said with
 * the figures and depends on the crowd on the machine, so it does not fail the run.
 */
import { LIMIT_SECONDS } from '../../flows/_tools/delivery-class.ts';
import { playHolds } from '../flows/bench/holds.ts';
import { answer, p95, spread } from './measure.ts';

const PROMISED_MS = LIMIT_SECONDS.R1 * 1_000;

const judged = (ms: readonly number[]) => ({
  holds: ms.length,
  ms: { ...spread(ms), p95: p95(ms) },
  kept: p95(ms) <= PROMISED_MS,
});

await answer(async ({ short }) => {
  const { aloneMs, atOnceMs } = await (short ? playHolds(2, 2) : playHolds(100, 20));
  const figures = { promisedMs: PROMISED_MS, alone: judged(aloneMs), atOnce: judged(atOnceMs) };
  if (!figures.alone.kept) throw new Error(`not as promised: ${JSON.stringify(figures)}`);
  return figures;
});
