/** Rows of lanes that were used lately, so that a lane is not read again at each step of each message. */
import type { Candidate } from '../../domain/delivery/lanes.ts';

export interface LaneRow {
  readonly id: number;
  readonly queue: number;
  readonly name: string;
  readonly state: number;
  /** Messages that have stepped aside. */
  readonly asides: number;
  /** How often a message of the lane settled while others stood aside. */
  readonly stir: number;
  /** Buried messages that hold the lane. */
  readonly holds: number;
  readonly leased: number | null;
  /** In a copy, as far as it is known: the lane's head while nothing has stepped aside. */
  readonly first?: Candidate | undefined;
}

/** About 5 MB of rows. */
const KEPT_ROWS = 20_000;

export function laneCopies() {
  const byId = new Map<number, LaneRow>();
  const byName = new Map<string, LaneRow>();
  const nameOf = (queue: number, name: string): string => `${queue} ${name}`;
  const clear = (): void => {
    byId.clear();
    byName.clear();
  };
  return {
    byId: (id: number): LaneRow | undefined => byId.get(id),
    byName: (queue: number, name: string): LaneRow | undefined => byName.get(nameOf(queue, name)),
    keep(lane: LaneRow): void {
      if (byId.size >= KEPT_ROWS) clear();
      byId.set(lane.id, lane);
      byName.set(nameOf(lane.queue, lane.name), lane);
    },
    drop(lane: LaneRow): void {
      byId.delete(lane.id);
      byName.delete(nameOf(lane.queue, lane.name));
    },
    clear,
  };
}
