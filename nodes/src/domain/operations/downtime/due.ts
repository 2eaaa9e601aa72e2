/** When a machine wants to be looked at again although nothing is heard of it. */
import type { Scene } from './desired.ts';
import type { Machine } from './state.ts';

/** Nothing is later than this: a limit that changes with the site pack is seen soon. */
const AT_MOST_MS = 60_000;

export function nextDue({ rule, settings, calendar, stops, equipmentId, nowMs }: Scene, machine?: Machine): number {
  const last = machine?.samples.at(-1);
  const heardMs = last?.base?.heardMs ?? last?.atMs ?? nowMs;
  const shift = calendar.at(nowMs);
  const open = (stops.get(equipmentId) ?? []).filter(
    ({ toMs, isUnclassified }) => toMs === undefined || isUnclassified,
  );
  const moments = [
    heardMs + rule.debounceMs,
    heardMs + (rule.silentMs ?? 0),
    last?.untilMs ?? 0,
    ...open.flatMap(({ fromMs }) => [fromMs + rule.microstopMs, fromMs + rule.unclassifiedMs]),
    Date.parse(shift.end),
    Date.parse(shift.start) + settings.settleMinutes * 60_000,
  ];
  return Math.min(nowMs + AT_MOST_MS, ...moments.filter((moment) => moment > nowMs));
}
