/** Reads one sample: when it was true, whether it may be trusted, and what its value says as a count, text or flag. */
import { Decimal } from 'decimal.js';
import type { Sample } from '../ports.ts';

/** Whose clock stamped the sample. */
export type StampClock = 'source' | 'server' | 'arrival';

export interface Stamp {
  readonly ms: number;
  readonly clock: StampClock;
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** More decimals than any meter has; a 32-bit float shows noise behind them. */
const TOTAL_DECIMALS = 6;

/** `GoodNoData` says Good and delivers nothing. */
export function isGood(status: string): boolean {
  return status.startsWith('Good') && status !== 'GoodNoData';
}

/** A clock that was never set says 1601 or 1970; such a stamp is none. */
const FIRST_STAMP_MS = Date.UTC(2000, 0, 1);

export function stampOf(sample: Sample, arrivedAtMs: number): Stamp {
  const source = Date.parse(sample.sourceTimestamp ?? '');
  if (source >= FIRST_STAMP_MS) return { ms: source, clock: 'source' };
  const server = Date.parse(sample.serverTimestamp ?? '');
  return server >= FIRST_STAMP_MS ? { ms: server, clock: 'server' } : { ms: arrivedAtMs, clock: 'arrival' };
}

/**
 * A server that stamps what it samples reads the tags of one cycle one after the other (open62541 1.4: within a
 * millisecond or two), so counts made before a change may be stamped behind it.
 */
const CYCLE_MS = 20;

/** A change of context holds from the end of the cycle on in which it was read; `toldAt` is its own stamp again. */
export const holdsFrom = (stampMs: number): number => stampMs + CYCLE_MS;
export const toldAt = (holdsFromMs: number): number => holdsFromMs - CYCLE_MS;

/** A counter shows a number that is not negative; `whole` counters (pieces, pulses) show no fractions. */
export function readCount(value: Sample['value'], whole: boolean): Read<Decimal> {
  if (typeof value !== 'number') return { ok: false, reason: `a counter must be a number, not ${describe(value)}` };
  if (!Number.isFinite(value)) return { ok: false, reason: `a counter must be a finite number, not ${value}` };
  if (value < 0) return { ok: false, reason: `a counter cannot be negative (${value})` };
  if (value > Number.MAX_SAFE_INTEGER) return { ok: false, reason: `${value} is too large to be read exactly` };
  if (whole && !Number.isInteger(value)) return { ok: false, reason: `${value} is not a whole number` };
  return { ok: true, value: new Decimal(value).toDecimalPlaces(TOTAL_DECIMALS) };
}

/** Orders, lots, materials and reasons: text, or a number used as a code. Nothing there reads as empty text. */
export function readText(value: Sample['value']): Read<string> {
  if (value === null) return { ok: true, value: '' };
  if (typeof value === 'string') return { ok: true, value: value.trim() };
  if (Number.isSafeInteger(value)) return { ok: true, value: String(value) };
  return { ok: false, reason: `a name or code must be text, not ${describe(value)}` };
}

export function readFlag(value: Sample['value']): Read<string> {
  if (typeof value === 'boolean') return { ok: true, value: String(value) };
  if (value === 0 || value === 1) return { ok: true, value: String(value === 1) };
  return { ok: false, reason: `a flag must be true or false, not ${describe(value)}` };
}

function describe(value: Sample['value']): string {
  if (value === null) return 'nothing';
  return typeof value === 'string' ? `text "${value.slice(0, 40)}"` : `${typeof value} ${value}`;
}
