/**
 * The rationalised alarm list of a site (ISA-18.2): which conditions ask somebody to act, on which asset, how urgently,
 * and how long they must last. What is not on the list never becomes work.
 */
import { z } from 'zod';

const seconds = z.number().min(0).max(86_400);

/** Usual starting points by what is measured; a row may say otherwise. */
const KINDS = {
  temperature: { onDelay: 60, offDelay: 60, deadbandPct: 1 },
  pressure: { onDelay: 15, offDelay: 15, deadbandPct: 2 },
  level: { onDelay: 60, offDelay: 60, deadbandPct: 5 },
  flow: { onDelay: 15, offDelay: 15, deadbandPct: 5 },
  other: { onDelay: 0, offDelay: 0, deadbandPct: 0 },
} as const;

export const alarmSchema = z.strictObject({
  /** Name of the condition, or its beginning and `*`; the longest match counts. */
  condition: z.string().min(1).max(80),
  /** Kind of trouble: conditions of one asset and class share a maintenance request. */
  class: z.string().min(1).max(80),
  /** Asset to be maintained; absent: what the event names, else its equipment. */
  asset: z.string().min(1).max(80).optional(),
  action: z.enum(['request', 'none']).default('request'),
  /** As in Odoo: 0 very low to 3 high. */
  priority: z.int().min(0).max(3).default(1),
  stopsProduction: z.boolean().default(false),
  title: z.string().min(1).max(200).optional(),
  kind: z.enum(['temperature', 'pressure', 'level', 'flow', 'other']).default('other'),
  onDelaySeconds: seconds.optional(),
  offDelaySeconds: seconds.optional(),
  deadbandPct: z.number().min(0).max(100).optional(),
});

export const alarmLimitsSchema = z.strictObject({
  requestsPerLineAndHour: z.int().min(1).max(60).default(6),
  chatterActivations: z.int().min(2).max(100).default(3),
  chatterSeconds: z.int().min(1).max(3_600).default(60),
  muteMinutes: z.int().min(1).max(1_440).default(30),
  fleetingSeconds: seconds.default(5),
  staleHours: z.int().min(1).max(720).default(24),
  floodStart: z.int().min(2).max(1_000).default(10),
  floodEnd: z.int().min(1).max(1_000).default(5),
  floodMinutes: z.int().min(1).max(60).default(10),
  /** A request's cycle ends when all its conditions were quiet for so long. */
  quietMinutes: z.int().min(1).max(10_080).default(60),
  /** Repetitions of an open request are told at most this often. */
  tallyMinutes: z.int().min(1).max(10_080).default(60),
});

export const alarmsSchema = z.strictObject({
  list: z.array(alarmSchema).default([]),
  limits: alarmLimitsSchema.prefault({}),
});

export type AlarmRow = z.output<typeof alarmSchema>;
export type AlarmLimits = z.output<typeof alarmLimitsSchema>;
export type Alarms = z.output<typeof alarmsSchema>;

export interface Rule {
  readonly row: AlarmRow;
  readonly onDelayMs: number;
  readonly offDelayMs: number;
  readonly deadbandPct: number;
}

const ruleOf = (row: AlarmRow): Rule => {
  const usual = KINDS[row.kind];
  return {
    row,
    onDelayMs: (row.onDelaySeconds ?? usual.onDelay) * 1_000,
    offDelayMs: (row.offDelaySeconds ?? usual.offDelay) * 1_000,
    deadbandPct: row.deadbandPct ?? usual.deadbandPct,
  };
};

/** Finds the rule of a condition; undefined when nobody rationalised it. */
export function alarmList(rows: readonly AlarmRow[]): (condition: string) => Rule | undefined {
  const exact = new Map(
    rows.filter(({ condition }) => !condition.endsWith('*')).map((row) => [row.condition, ruleOf(row)]),
  );
  const prefixes = rows
    .filter(({ condition }) => condition.endsWith('*'))
    .map((row) => ({ start: row.condition.slice(0, -1), rule: ruleOf(row) }))
    .sort((left, right) => right.start.length - left.start.length);
  return (condition) => exact.get(condition) ?? prefixes.find(({ start }) => condition.startsWith(start))?.rule;
}
