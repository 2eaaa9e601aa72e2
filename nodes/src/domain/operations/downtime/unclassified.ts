/** The list of standstills that nobody explained yet, the longest first: what a person at a terminal works off. */
import { iso, unclassifiedOf } from './desired.ts';
import { type DowntimePlan, linesOf, scenesOf } from './scenes.ts';
import type { DowntimeState } from './state.ts';

export interface Unclassified {
  readonly equipmentId: string;
  readonly start: string;
  /** Absent while it lasts. */
  readonly end?: string;
  readonly ageSeconds: number;
  readonly lostSeconds: number;
  readonly named?: string;
  readonly shiftId: string;
}

export function unclassifiedList(plan: DowntimePlan, state: DowntimeState, nowMs: number): Unclassified[] {
  const found = linesOf(plan, state).flatMap((line) =>
    scenesOf(plan, state, line, nowMs).flatMap((scene) =>
      unclassifiedOf(scene).map(({ fromMs, toMs, named }) => ({
        ...{ equipmentId: scene.equipmentId, start: iso(fromMs) },
        ...(toMs === undefined ? {} : { end: iso(toMs) }),
        ageSeconds: Math.round((nowMs - fromMs) / 1_000),
        lostSeconds: Math.round(((toMs ?? nowMs) - fromMs) / 1_000),
        ...(named === undefined ? {} : { named }),
        shiftId: scene.calendar.at(fromMs).shiftId,
      })),
    ),
  );
  return found.sort((one, other) => other.lostSeconds - one.lostSeconds);
}
