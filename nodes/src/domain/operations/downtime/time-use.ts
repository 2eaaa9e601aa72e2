/** How one machine spent one shift, to the millisecond: every moment is in exactly one of the five parts. */
import type { EventData } from '../../canonical/registry.ts';
import type { ShiftMoment } from '../../site/calendar.ts';
import type { Run } from './runs.ts';
import type { Stop } from './stops.ts';

type TimeUse = Omit<EventData<'equipment.timeuse.reported'>, 'revision'>;
type Loss = TimeUse['losses'][number];

const text = (ms: number): string => `PT${ms / 1_000}S`;

export function timeUse(
  equipmentId: string,
  shift: ShiftMoment,
  runs: readonly Run[],
  stops: readonly Stop[],
): TimeUse {
  const [startMs, endMs] = [Date.parse(shift.start), Date.parse(shift.end)];
  const within = ({ fromMs, toMs }: Run): number =>
    Math.max(0, Math.min(toMs ?? Number.POSITIVE_INFINITY, endMs) - Math.max(fromMs, startMs));
  const sum = (list: readonly Run[]): number => list.reduce((total, one) => total + within(one), 0);
  const inside = stops.filter((stop) => within(stop) > 0);
  const micro = inside.filter(({ size }) => size === 'short');
  const long = inside.filter(({ size }) => size !== 'short');
  const unplanned = long.filter(({ category }) => category === 'unplanned');
  const running = sum(runs.filter(({ is }) => is === 'running'));
  const standing = sum(inside);
  return {
    ...{ equipmentId, shiftId: shift.shiftId, businessDate: shift.businessDate },
    interval: { start: shift.start, end: shift.end },
    running: text(running),
    planned: text(sum(long.filter(({ category }) => category === 'planned'))),
    unplanned: text(sum(unplanned)),
    microstops: text(sum(micro)),
    // Also before the first word of the machine.
    unknown: text(endMs - startMs - running - standing),
    unclassified: text(sum(unplanned.filter(({ isUnclassified }) => isUnclassified))),
    stopCount: long.length,
    microstopCount: micro.length,
    losses: lossesOf(inside, within),
  };
}

function lossesOf(stops: readonly Stop[], within: (stop: Stop) => number): Loss[] {
  const groups = new Map<string, { reason: string; category: Loss['category']; count: number; ms: number }>();
  for (const stop of stops) {
    const category = stop.size === 'short' ? 'microstop' : stop.category;
    const key = JSON.stringify([category, stop.reason]);
    const group = groups.get(key) ?? { reason: stop.reason, category, count: 0, ms: 0 };
    groups.set(key, { ...group, count: group.count + 1, ms: group.ms + within(stop) });
  }
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { reason, category, count, ms }]) => ({ reason, category, count, duration: text(ms) }));
}
