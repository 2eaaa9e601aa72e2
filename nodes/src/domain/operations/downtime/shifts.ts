/** Standstills by shift: one that lasts over the end of a shift has a part in each, and all know the first. */
import type { Calendar, ShiftMoment } from '../../site/calendar.ts';
import type { Part } from './overlaps.ts';

export interface ShiftPart extends Part {
  readonly shift: ShiftMoment;
}

export function byShift(part: Part, calendar: Calendar, nowMs: number): ShiftPart[] {
  const parts: ShiftPart[] = [];
  const end = part.toMs ?? Number.POSITIVE_INFINITY;
  for (let fromMs = part.fromMs; fromMs < end; ) {
    const shift = calendar.at(fromMs);
    const boundary = Date.parse(shift.end);
    // The shift of now is not over: what stands still in it stays open.
    const toMs = Math.min(end, boundary);
    const isOpen = part.toMs === undefined && boundary > nowMs;
    parts.push({ ...part, fromMs, toMs: isOpen ? undefined : toMs, shift });
    if (isOpen) break;
    fromMs = toMs;
  }
  return parts;
}

/** Shifts that overlap `[fromMs, toMs)`, oldest first. */
export function shiftsBetween(calendar: Calendar, fromMs: number, toMs: number): ShiftMoment[] {
  const shifts: ShiftMoment[] = [];
  for (let at = fromMs; at < toMs; ) {
    const shift = calendar.at(at);
    shifts.push(shift);
    at = Date.parse(shift.end);
  }
  return shifts;
}
