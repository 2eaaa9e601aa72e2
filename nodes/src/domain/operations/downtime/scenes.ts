/** What a site knows, and every machine of one line as it is at a moment. */
import type { Hash } from '../../ports.ts';
import type { SitePackResource } from '../../site/resource.ts';
import type { Scene } from './desired.ts';
import { runsOf } from './runs.ts';
import { type DowntimeSettings, ruleFor } from './settings.ts';
import type { DowntimeState } from './state.ts';
import { stopsOf } from './stops.ts';

export interface DowntimePlan {
  readonly settings: DowntimeSettings;
  readonly site: SitePackResource;
  readonly hash: Hash;
  readonly reportsShifts: boolean;
}

export const DAY_MS = 86_400_000;

/** What began before is said for good: the start of a shift, so that no sum is cut. */
export const horizonOf = ({ settings, site }: DowntimePlan, nowMs: number): number =>
  Date.parse(site.calendar.at(nowMs - settings.keepDays * DAY_MS).start);

export const linesOf = (plan: DowntimePlan, state: DowntimeState): string[] => [
  ...new Set([...state.machines.keys()].map((id) => ruleFor(plan.settings, id).line)),
];

/** Every machine of one line as it is now. */
export function scenesOf(plan: DowntimePlan, state: DowntimeState, line: string, nowMs: number): Scene[] {
  const { settings, site } = plan;
  const members = [...state.machines].filter(([id]) => ruleFor(settings, id).line === line);
  const shown = members.map(([equipmentId, machine]) => {
    const rule = ruleFor(settings, equipmentId);
    // A clock that was set back must not undo what was seen.
    const seenMs = Math.max(nowMs, machine.samples.at(-1)?.atMs ?? 0);
    const runs = runsOf(machine.samples, rule, seenMs);
    const stops = stopsOf(runs, machine.entries, settings, rule, seenMs);
    return { equipmentId, rule, runs, stops, seenMs };
  });
  const stops = new Map(shown.map((one) => [one.equipmentId, one.stops]));
  const fromMs = horizonOf(plan, nowMs);
  return shown.map(({ equipmentId, rule, runs, seenMs }) => ({
    ...{ settings, rule, calendar: site.calendar, equipmentId, runs, stops, fromMs, nowMs: seenMs },
  }));
}
