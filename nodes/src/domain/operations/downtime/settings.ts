/**
 * What a site says about standstills: its reasons, what the states of its machines mean, limits, and which of two
 * standstills at the same time counts. No state word stands for a cause: `Held` and `Suspended` mean other things at
 * every vendor, so a cause comes from a code, or from a row of the site.
 */
import { z } from 'zod';

const code = z.string().min(1).max(80);
const path = z.string().regex(/^[^/\s]+(\/[^/\s]+){2,5}$/, 'an ISA-95 path such as ACME/MUC1/PACK/L3');

export const stopReasonSchema = z.strictObject({
  /** Canonical code; the crosswalk leads there, a binding leads on to Odoo. */
  code,
  category: z.enum(['planned', 'unplanned']).default('unplanned'),
  /** The cause lies at a neighbour: starved (upstream) or blocked (downstream). */
  follows: z.enum(['upstream', 'downstream']).optional(),
  /** Time element of ISO 22400. */
  timeElement: z.enum(['ADOT', 'ADET', 'AUST', 'APMT']).optional(),
});

export const stateRowSchema = z
  .strictObject({
    model: z.enum(['packml', 'machinery', 'site']),
    /** Absent: every state in this mode. */
    state: code.optional(),
    mode: code.optional(),
    is: z.enum(['running', 'stopped', 'planned', 'unknown']),
    reason: code.optional(),
  })
  .refine(({ is, reason }) => is !== 'planned' || reason !== undefined, 'a planned standstill needs its reason');

const perLine = {
  /** Shorter standstills are counted and summed, not booked one by one. */
  microstopSeconds: z.number().min(0).max(3_600),
  /** A state that lasts shorter has not been. */
  debounceSeconds: z.number().min(0).max(600),
  /** For sources that repeat their state: so long a state counts after it was last told. Then it is unknown. */
  silentAfterSeconds: z.number().min(1).max(86_400),
  unclassifiedAfterMinutes: z.number().min(0).max(10_080),
  /** Microstops are summed for so long; absent: for a shift. */
  microstopMinutes: z.int().min(5).max(480),
};

/** `first`: what stands still because of another is booked only with that other one. `each`: on every machine. */
const overlap = {
  /** A standstill of the line (a shorter path) against those of its machines. */
  lineStops: z.enum(['first', 'each']),
  /** Standstills that reasons with `follows` lead back to a neighbour. */
  neighbours: z.enum(['first', 'each']),
};

export const lineSchema = z.strictObject({
  line: path,
  /** Machines from upstream to downstream. */
  order: z.array(path).max(200).optional(),
  ...z.object({ ...perLine, ...overlap }).partial().shape,
});

export const downtimeSchema = z.strictObject({
  reasons: z.array(stopReasonSchema).max(2_000).default([]),
  unclassified: code.default('UNCLASSIFIED'),
  /** Reason of the sums of microstops; without it they are not posted. */
  microstop: code.optional(),
  states: z.array(stateRowSchema).max(2_000).default([]),
  limits: z
    .strictObject({
      microstopSeconds: perLine.microstopSeconds.default(120),
      debounceSeconds: perLine.debounceSeconds.default(3),
      silentAfterSeconds: perLine.silentAfterSeconds.optional(),
      unclassifiedAfterMinutes: perLine.unclassifiedAfterMinutes.default(30),
      microstopMinutes: perLine.microstopMinutes.optional(),
      lineStops: overlap.lineStops.default('first'),
      neighbours: overlap.neighbours.default('each'),
    })
    .prefault({}),
  lines: z.array(lineSchema).max(1_000).default([]),
  /** So long after its end a shift or a sum of microstops is told. */
  settleMinutes: z.number().min(0).max(1_440).default(5),
  /** So long states may come late and reasons may be corrected. */
  keepDays: z.int().min(1).max(28).default(7),
});

export type DowntimeSettings = z.output<typeof downtimeSchema>;
export type StopReason = z.output<typeof stopReasonSchema>;
export type StateRow = z.output<typeof stateRowSchema>;

/** Limits that hold at one line, in milliseconds. */
export interface LineRule {
  readonly line: string;
  readonly order: readonly string[];
  readonly microstopMs: number;
  readonly debounceMs: number;
  readonly silentMs: number | undefined;
  readonly unclassifiedMs: number;
  readonly microstopPeriodMs: number | undefined;
  readonly lineStops: 'first' | 'each';
  readonly neighbours: 'first' | 'each';
}

/** Enterprise, site, area and work centre. */
const usualLine = (equipmentId: string): string => equipmentId.split('/').slice(0, 4).join('/');

export const isWithin = (equipmentId: string, path: string): boolean =>
  equipmentId === path || equipmentId.startsWith(`${path}/`);

/** The longest line of the site pack that holds the equipment, else its work centre with the limits of the site. */
export function ruleFor({ limits, lines }: DowntimeSettings, equipmentId: string): LineRule {
  const [own] = lines
    .filter(({ line }) => isWithin(equipmentId, line))
    .sort((left, right) => right.line.length - left.line.length);
  const silentSeconds = own?.silentAfterSeconds ?? limits.silentAfterSeconds;
  const periodMinutes = own?.microstopMinutes ?? limits.microstopMinutes;
  return {
    line: own?.line ?? usualLine(equipmentId),
    order: own?.order ?? [],
    microstopMs: (own?.microstopSeconds ?? limits.microstopSeconds) * 1_000,
    debounceMs: (own?.debounceSeconds ?? limits.debounceSeconds) * 1_000,
    silentMs: silentSeconds === undefined ? undefined : silentSeconds * 1_000,
    unclassifiedMs: (own?.unclassifiedAfterMinutes ?? limits.unclassifiedAfterMinutes) * 60_000,
    microstopPeriodMs: periodMinutes === undefined ? undefined : periodMinutes * 60_000,
    lineStops: own?.lineStops ?? limits.lineStops,
    neighbours: own?.neighbours ?? limits.neighbours,
  };
}
