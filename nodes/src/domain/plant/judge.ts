/**
 * The state machine of one counter, written as a table: the first row whose condition holds says what a good reading
 * means. Everything that is done about it follows from the move (`ledger.ts`).
 */
import { Decimal } from 'decimal.js';
import type { Position } from './position.ts';

export interface Reading {
  readonly value: Decimal;
  readonly ms: number;
  readonly arrivedMs: number;
}

export interface Limits {
  /** Counts per second the machine can make. */
  readonly rate: Decimal;
  /** Number of values the register has; absent when it never starts again. */
  readonly period?: Decimal | undefined;
  /** Longest time in which a change of a good counter goes unnoticed; absent for polled sources. */
  readonly observedMs?: number | undefined;
}

export type MoveKind =
  | 'out-of-range'
  | 'first'
  | 'clock-back'
  | 'stale'
  | 'same'
  | 'jump-withdrawn'
  | 'wraps-unknown'
  | 'count'
  | 'jump'
  | 'rollover'
  | 'reset'
  | 'replaced';

export interface Move {
  readonly kind: MoveKind;
  /** Counts this reading adds to the total; zero where the total starts again at the reading. */
  readonly by: Decimal;
  /** Counts that were possible since the last good reading. */
  readonly allowed: Decimal;
  readonly elapsedMs: number;
}

/** Stamps that go back by less than this are jitter of the source, not a clock that was set. */
export const CLOCK_JITTER_MS = 5_000;
const HEADROOM = 1.2;
/** Two seconds' worth: samples are taken, queued and stamped with jitter. Never less than a handful of counts. */
const SLACK_MS = 2_000;
const SLACK_COUNTS = 5;

const ZERO = new Decimal(0);

interface Case {
  readonly known: Position;
  readonly register: Decimal;
  readonly reading: Reading;
  readonly limits: Limits;
  readonly elapsedMs: number;
  readonly allowed: Decimal;
}

interface Row {
  readonly kind: MoveKind;
  /** Why this row comes before the next ones. */
  readonly because: string;
  readonly when: (c: Case) => boolean;
  readonly by: (c: Case) => Decimal;
}

const nothing = (): Decimal => ZERO;
const rise = (c: Case): Decimal => c.reading.value.minus(c.register);
const wrapped = (c: Case): Decimal => (c.limits.period ?? ZERO).minus(c.register).plus(c.reading.value);
const least = (c: Case): Decimal => (rise(c).isNegative() ? wrapped(c) : rise(c));

const TABLE: readonly Row[] = [
  {
    kind: 'clock-back',
    because: 'inside an epoch an older reading is never higher: the source set its clock back',
    when: (c) => c.reading.ms < c.known.atMs - CLOCK_JITTER_MS && c.reading.ms >= c.known.epochAtMs && rise(c).gt(0),
    by: rise,
  },
  {
    kind: 'stale',
    because: 'read before, or delivered twice',
    when: (c) =>
      c.reading.ms < c.known.atMs - CLOCK_JITTER_MS || (c.reading.ms <= c.known.atMs && rise(c).isNegative()),
    by: nothing,
  },
  { kind: 'same', because: 'nothing was made', when: (c) => rise(c).isZero(), by: nothing },
  {
    kind: 'stale',
    because: 'a jittering stamp from before the epoch began belongs to the epoch before',
    when: (c) => c.reading.ms < c.known.epochAtMs,
    by: nothing,
  },
  {
    kind: 'jump-withdrawn',
    because: 'the device is back where it was before a jump: the jump was a glitch, the counts since then are real',
    when: (c) => rise(c).isNegative() && c.known.jump !== undefined && backFrom(c, c.known.jump) !== undefined,
    by: (c) => (c.known.jump ? (backFrom(c, c.known.jump) ?? ZERO) : ZERO),
  },
  {
    kind: 'wraps-unknown',
    because: 'unwatched for so long that the register may have started again more than once',
    when: (c) =>
      c.limits.period !== undefined &&
      (c.known.held !== undefined || rise(c).isNegative()) &&
      possible(c.limits, unobservedMs(c)).gte(c.limits.period),
    by: least,
  },
  { kind: 'count', because: 'possible in the time', when: (c) => rise(c).gt(0) && rise(c).lte(c.allowed), by: rise },
  { kind: 'jump', because: 'more than the machine can make in the time', when: (c) => rise(c).gt(0), by: rise },
  {
    kind: 'rollover',
    because: 'lower, and the way over the end of the register is plausible',
    when: (c) =>
      c.limits.period !== undefined && wrapped(c).gte(0) && wrapped(c).lte(allowance(c.limits, unobservedMs(c))),
    by: wrapped,
  },
  {
    kind: 'reset',
    because: 'lower, and small enough to have been counted since the device started again at zero',
    when: (c) => c.reading.value.lte(allowance(c.limits, unobservedMs(c))),
    by: (c) => c.reading.value,
  },
  {
    kind: 'replaced',
    because: 'lower, and too high for a restart at zero: another device, or set by hand',
    when: () => true,
    by: nothing,
  },
];

export function judge(known: Position | undefined, reading: Reading, limits: Limits): Move {
  const none = { by: ZERO, allowed: ZERO, elapsedMs: 0 };
  if (limits.period && reading.value.gte(limits.period)) return { kind: 'out-of-range', ...none };
  if (!known) return { kind: 'first', ...none };
  const elapsedMs = elapsed(known, reading);
  const allowed = allowance(limits, elapsedMs);
  const c: Case = { known, register: new Decimal(known.register), reading, limits, elapsedMs, allowed };
  const row = TABLE.find((candidate) => candidate.when(c));
  if (!row) throw new Error('the table ends with a row that always holds');
  return { kind: row.kind, by: row.by(c), allowed, elapsedMs };
}

/** A clock that was set back says nothing about elapsed time; ours does. */
function elapsed(known: Position, reading: Reading): number {
  const bySource = reading.ms - known.atMs;
  return bySource >= 0 ? bySource : Math.max(0, reading.arrivedMs - known.arrivedMs);
}

/** How long changes may have gone unnoticed: a watched counter tells at once, a polled or held one does not. */
function unobservedMs(c: Case): number {
  const { observedMs } = c.limits;
  const { held } = c.known;
  if (observedMs === undefined) return c.elapsedMs;
  if (held === undefined) return Math.min(c.elapsedMs, observedMs);
  if (held.sinceMs === undefined) return c.elapsedMs;
  return Math.min(c.elapsedMs, Math.max(0, c.reading.arrivedMs - held.sinceMs) + observedMs);
}

function possible(limits: Limits, elapsedMs: number): Decimal {
  return limits.rate.times(elapsedMs).times(HEADROOM).div(1000);
}

function allowance(limits: Limits, elapsedMs: number): Decimal {
  return Decimal.max(possible(limits, elapsedMs), limits.rate.times(SLACK_MS).div(1000), SLACK_COUNTS);
}

function backFrom(c: Case, jump: { register: string; atMs: number }): Decimal | undefined {
  const since = c.reading.value.minus(jump.register);
  const allowed = allowance(c.limits, Math.max(0, c.reading.ms - jump.atMs));
  return since.gte(0) && since.lte(allowed) ? since : undefined;
}
