/** One line: how many alarms its operator gets (flood), how many requests it may make (budget), and what became of all. */
import type { AlarmLimits } from './list.ts';

/** Plain JSON: it survives a restart in the journal. */
export interface Line {
  /** Alarms by slice of time, oldest first. */
  readonly slices: readonly (readonly [startMs: number, count: number])[];
  /** The latest alarms, as many as make a flood; the oldest of them is the first-out when one begins. */
  readonly latest: readonly string[];
  readonly flood?: Flood;
  /** When requests were made, within the last hour. */
  readonly requestsMs: readonly number[];
  readonly load: Load;
}

export interface Flood {
  readonly startedMs: number;
  readonly peak: number;
  readonly firstOut: string;
  readonly heldBack: Readonly<Record<string, number>>;
}

/** What came in since `startMs`, told once an hour. */
export interface Load {
  readonly startMs: number;
  readonly activations: number;
  /** Activations that made a report at once. */
  readonly passed: number;
  /** Reports that left: first ones, and those of repetitions. */
  readonly requests: number;
  readonly silenced: Readonly<Record<string, number>>;
  readonly byCondition: Readonly<Record<string, number>>;
  readonly chattering: readonly string[];
  readonly stale: readonly string[];
}

const SLICE_MS = 10_000;
const HOUR_MS = 3_600_000;
/** Names kept per line and hour; rarer ones are in the totals only. */
const MOST_NAMES = 200;

export const newLoad = (startMs: number): Load => ({
  ...{ startMs, activations: 0, passed: 0, requests: 0, silenced: {}, byCondition: {}, chattering: [], stale: [] },
});
export const newLine = (nowMs: number): Line => ({ slices: [], latest: [], requestsMs: [], load: newLoad(nowMs) });

const within = (line: Line, nowMs: number, limits: AlarmLimits): Line['slices'] =>
  line.slices.filter(([startMs]) => startMs + SLICE_MS > nowMs - limits.floodMinutes * 60_000);

export const alarmsOf = (line: Line, nowMs: number, limits: AlarmLimits): number =>
  within(line, nowMs, limits).reduce((sum, [, count]) => sum + count, 0);

/** An alarm sounded; the flood begins with the one that is too many. */
export function sounded(line: Line, condition: string, nowMs: number, limits: AlarmLimits): Line {
  const slices = [...within(line, nowMs, limits)];
  const last = slices.at(-1);
  const startMs = nowMs - (nowMs % SLICE_MS);
  if (last && last[0] === startMs) slices[slices.length - 1] = [startMs, last[1] + 1];
  else slices.push([startMs, 1]);
  const latest = [...line.latest, condition].slice(-(limits.floodStart + 1));
  const next = { ...line, slices, latest };
  const count = alarmsOf(next, nowMs, limits);
  if (line.flood) return { ...next, flood: { ...line.flood, peak: Math.max(line.flood.peak, count) } };
  if (count <= limits.floodStart) return next;
  return { ...next, flood: { startedMs: nowMs, peak: count, firstOut: latest[0] ?? condition, heldBack: {} } };
}

export const isOver = (line: Line, nowMs: number, limits: AlarmLimits): boolean =>
  line.flood !== undefined && alarmsOf(line, nowMs, limits) < limits.floodEnd;

export function drained(line: Line): Line {
  const { flood: _, ...rest } = line;
  return rest;
}

export const hasBudget = (line: Line, nowMs: number, limits: AlarmLimits): boolean =>
  line.requestsMs.filter((ms) => ms > nowMs - HOUR_MS).length < limits.requestsPerLineAndHour;

export function spent(line: Line, nowMs: number): Line {
  const requestsMs = [...line.requestsMs.filter((ms) => ms > nowMs - HOUR_MS), nowMs];
  return { ...line, requestsMs, load: { ...line.load, requests: line.load.requests + 1 } };
}

export const isDue = (line: Line, nowMs: number): boolean =>
  nowMs - line.load.startMs >= HOUR_MS && (line.load.activations > 0 || line.load.requests > 0);

/** One more of `name`; a name that is not known yet finds a full table closed. */
export function counted(table: Readonly<Record<string, number>>, name: string): Readonly<Record<string, number>> {
  const known = table[name];
  if (known === undefined && Object.keys(table).length >= MOST_NAMES) return table;
  return { ...table, [name]: (known ?? 0) + 1 };
}

export const topOf = (table: Readonly<Record<string, number>>): { conditionId: string; count: number }[] =>
  Object.entries(table)
    .map(([conditionId, count]) => ({ conditionId, count }))
    .sort((left, right) => right.count - left.count || (left.conditionId < right.conditionId ? -1 : 1))
    .slice(0, 10);
