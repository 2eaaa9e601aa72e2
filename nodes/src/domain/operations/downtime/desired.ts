/**
 * Everything there is to say about one machine between two moments: standstills to book, sums of microstops, how the
 * shifts were spent. Pure; `told.ts` compares it with what was said before.
 */
import type { EventData } from '../../canonical/registry.ts';
import type { Calendar, ShiftMoment } from '../../site/calendar.ts';
import { type Part, partsOf, type StopsByMachine } from './overlaps.ts';
import type { Run } from './runs.ts';
import type { DowntimeSettings, LineRule } from './settings.ts';
import { byShift, type ShiftPart, shiftsBetween } from './shifts.ts';
import type { Stop } from './stops.ts';
import { timeUse } from './time-use.ts';

export const STOP = 'equipment.downtime.recorded';
export const MICROSTOPS = 'equipment.microstops.reported';
export const TIMEUSE = 'equipment.timeuse.reported';

type Unnumbered<T> = Omit<T, 'revision'>;
export type Saying =
  | { readonly name: typeof STOP; readonly data: Unnumbered<EventData<typeof STOP>> }
  | { readonly name: typeof MICROSTOPS; readonly data: Unnumbered<EventData<typeof MICROSTOPS>> }
  | { readonly name: typeof TIMEUSE; readonly data: Unnumbered<EventData<typeof TIMEUSE>> };

/** One thing that is said once and then only corrected. */
export type Desired = Saying & { readonly key: string; readonly startMs: number };

export interface Scene {
  readonly settings: DowntimeSettings;
  readonly rule: LineRule;
  readonly calendar: Calendar;
  readonly equipmentId: string;
  readonly runs: readonly Run[];
  /** Of all machines of the line. */
  readonly stops: StopsByMachine;
  /** What began earlier is said for good. */
  readonly fromMs: number;
  readonly nowMs: number;
}

export const iso = (ms: number): string => new Date(ms).toISOString();
export const durationText = (ms: number): string => `PT${ms / 1_000}S`;

export function desired(scene: Scene): Desired[] {
  const parts = partsOf(scene.equipmentId, scene.stops, scene.rule).flatMap((part) =>
    byShift(part, scene.calendar, scene.nowMs),
  );
  return [...parts.map((part) => standstill(scene, part)), ...microstops(scene), ...shifts(scene)].filter(
    ({ startMs }) => startMs >= scene.fromMs,
  );
}

/** Standstills that nobody explained and that are booked on this machine. */
export const unclassifiedOf = ({ equipmentId, stops, rule, fromMs }: Scene): Stop[] => {
  const booked = new Set(partsOf(equipmentId, stops, rule).map(({ wholeMs }) => wholeMs));
  return (stops.get(equipmentId) ?? []).filter(
    (stop) => stop.isUnclassified && stop.fromMs >= fromMs && booked.has(stop.fromMs),
  );
};

function standstill({ equipmentId }: Scene, part: ShiftPart): Desired {
  const { stop, cause, shift } = part;
  const isPart = part.fromMs !== part.wholeMs || part.toMs !== stop.toMs;
  const { person } = stop.entry ?? {};
  const note = noteOf(part, isPart);
  return {
    ...{ key: `stop ${part.fromMs}`, startMs: part.fromMs, name: STOP },
    data: {
      ...{ equipmentId, start: iso(part.fromMs) },
      ...(part.toMs === undefined ? {} : { end: iso(part.toMs) }),
      category: stop.category,
      reason: { code: stop.reason, scheme: 'site' },
      basis: 'measured',
      ...(isPart ? { partOf: iso(part.wholeMs) } : {}),
      ...(cause ? { causedBy: { equipmentId: cause.equipmentId, start: iso(cause.startMs) } } : {}),
      shiftId: shift.shiftId,
      ...(stop.timeElement === undefined ? {} : { timeElement: stop.timeElement }),
      ...(person === undefined ? {} : { personId: person }),
      ...(note === '' ? {} : { note }),
    },
  };
}

function noteOf({ stop, cause, wholeMs }: Part, isPart: boolean): string {
  const said = [
    ...(stop.entry?.note === undefined ? [] : [stop.entry.note]),
    ...(stop.isUnclassified && stop.named !== undefined ? [`The machine named ${stop.named}.`] : []),
    ...(isPart ? [`Part of the standstill since ${iso(wholeMs)}.`] : []),
    ...(cause ? [`Because of ${cause.equipmentId}.`] : []),
  ];
  return said.join(' ').slice(0, 1_000);
}

function microstops({ equipmentId, settings, rule, calendar, stops, nowMs }: Scene): Desired[] {
  const reason = settings.microstop;
  if (reason === undefined) return [];
  const periods = new Map<number, { untilMs: number; shift: ShiftMoment; lengths: number[] }>();
  for (const stop of stops.get(equipmentId) ?? []) {
    if (stop.size !== 'short' || stop.toMs === undefined) continue;
    const shift = calendar.at(stop.fromMs);
    const [startMs, untilMs] = periodOf(stop.fromMs, shift, rule.microstopPeriodMs);
    const period = periods.get(startMs) ?? { untilMs, shift, lengths: [] };
    periods.set(startMs, { ...period, lengths: [...period.lengths, stop.toMs - stop.fromMs] });
  }
  const settled = [...periods].filter(([, { untilMs }]) => untilMs + settings.settleMinutes * 60_000 <= nowMs);
  return settled.map(([startMs, { untilMs, shift, lengths }]): Desired => {
    const sumMs = lengths.reduce((sum, length) => sum + length, 0);
    return {
      ...{ key: `micro ${startMs}`, startMs, name: MICROSTOPS },
      data: {
        ...{ equipmentId, sumId: `microstops ${iso(startMs)}` },
        interval: { start: iso(startMs), end: iso(untilMs) },
        ...{ count: lengths.length, duration: durationText(sumMs) },
        booked: { start: iso(startMs), end: iso(startMs + sumMs) },
        reason: { code: reason, scheme: 'site' },
        shiftId: shift.shiftId,
        note: `${lengths.length} short standstills until ${iso(untilMs)}, ${durationText(sumMs)} together`,
      },
    };
  });
}

function periodOf(atMs: number, shift: ShiftMoment, lengthMs: number | undefined): readonly [number, number] {
  const [startMs, endMs] = [Date.parse(shift.start), Date.parse(shift.end)];
  if (lengthMs === undefined) return [startMs, endMs];
  const fromMs = startMs + Math.floor((atMs - startMs) / lengthMs) * lengthMs;
  return [fromMs, Math.min(fromMs + lengthMs, endMs)];
}

function shifts(scene: Scene): Desired[] {
  const { runs, calendar, settings, nowMs, fromMs, equipmentId } = scene;
  const firstMs = Math.max(fromMs, runs[0]?.fromMs ?? nowMs);
  const over = shiftsBetween(calendar, firstMs, nowMs - settings.settleMinutes * 60_000).filter(
    ({ end }) => Date.parse(end) + settings.settleMinutes * 60_000 <= nowMs,
  );
  return over.map((shift): Desired => {
    const data = timeUse(equipmentId, shift, runs, scene.stops.get(equipmentId) ?? []);
    return { key: `use ${shift.start}`, startMs: Date.parse(shift.start), name: TIMEUSE, data };
  });
}
