/** All conditions of one asset and class: they share a maintenance request, and a cycle while the trouble lasts. */
import type { AlarmLimits } from './list.ts';

/** The alarm that a request would be about. */
export interface Alarm {
  readonly conditionId: string;
  readonly equipmentId: string;
  readonly summary: string;
  readonly priority: number;
  readonly stopsProduction: boolean;
  readonly details: readonly string[];
}

/** Plain JSON: it survives a restart in the journal. */
export interface Group {
  readonly asset: string;
  readonly class: string;
  readonly line: string;
  readonly cycle: number;
  /** Reports of this cycle so far; 0: none is open. */
  readonly reports: number;
  readonly reportedMs: number;
  readonly heardMs: number;
  /** Alarms that no report told of yet. */
  readonly untold: number;
  readonly last?: Alarm;
  /** Conditions that sound. */
  readonly on: readonly string[];
}

export const newGroup = (asset: string, family: string, line: string): Group => ({
  ...{ asset, class: family, line, cycle: 0, reports: 0, reportedMs: 0, heardMs: 0, untold: 0, on: [] },
});

export const isOpen = (group: Group): boolean => group.reports > 0;

/** The most urgent of what is not told yet stands for it. */
export function heard(group: Group, alarm: Alarm, nowMs: number): Group {
  const isMoreUrgent = group.untold === 0 || !group.last || alarm.priority >= group.last.priority;
  return { ...group, heardMs: nowMs, untold: group.untold + 1, ...(isMoreUrgent ? { last: alarm } : {}) };
}

export const sounds = (group: Group, condition: string, isOn: boolean): Group => {
  if (group.on.includes(condition) === isOn) return group;
  const others = group.on.filter((name) => name !== condition);
  return { ...group, on: isOn ? [...others, condition] : others };
};

/** A cycle is numbered by its second: after the loss of a journal its numbers do not come again. */
export function told(group: Group, nowMs: number): Group {
  const cycle = isOpen(group) ? group.cycle : Math.max(group.cycle + 1, Math.floor(nowMs / 1_000));
  return { ...group, cycle, reports: group.reports + 1, reportedMs: nowMs, untold: 0 };
}

export const isQuiet = (group: Group, nowMs: number, limits: AlarmLimits): boolean =>
  isOpen(group) && group.on.length === 0 && nowMs - group.heardMs >= limits.quietMinutes * 60_000;

/** Repetitions wait until the last report is old enough; a trouble that found no room waits for it while it lasts. */
export const wantsReport = (group: Group, nowMs: number, limits: AlarmLimits): boolean => {
  if (group.untold === 0) return false;
  if (!isOpen(group)) return group.on.length > 0;
  return nowMs - group.reportedMs >= limits.tallyMinutes * 60_000 || isQuiet(group, nowMs, limits);
};

/** What was never told and is over stays in the hourly load alone; a cycle that is quiet and told ends. */
export function settled(group: Group, nowMs: number, limits: AlarmLimits): Group {
  if (!isOpen(group)) return group.on.length === 0 && group.untold > 0 ? { ...group, untold: 0 } : group;
  return isQuiet(group, nowMs, limits) && group.untold === 0 ? { ...group, reports: 0 } : group;
}
