/** Keeps the faults that are switched on and says which one hits a request. */
import { type Fault, type FaultKind, type FaultMatch, type Sighting, writes } from './fault.ts';

interface Armed {
  readonly id: number;
  readonly fault: Fault;
  readonly until: number;
  left: number;
  skip: number;
}

export interface FaultInjector {
  /** Switches a fault on; the function returned switches it off. */
  readonly arm: (fault: Fault) => () => void;
  readonly clear: () => void;
  /** The fault that hits this request, counted down by one. The oldest one wins. */
  readonly take: (sighting: Sighting) => Fault | undefined;
  /** Whether a fault of this kind is on, without using it up. */
  readonly active: (kind: FaultKind) => boolean;
  readonly list: () => readonly (Fault & { readonly left: number | 'unlimited' })[];
  /** Called whenever faults were switched on or off, or ran out. */
  readonly onChange: (listener: () => void) => void;
}

const matches = (match: FaultMatch | undefined, seen: Sighting): boolean =>
  (match?.model === undefined || match.model === seen.model) &&
  (match?.method === undefined || match.method === seen.method) &&
  (match?.path === undefined || (seen.path ?? '').includes(match.path)) &&
  (match?.writes === undefined || match.writes === writes(seen));

export function createFaultInjector(now: () => number = Date.now): FaultInjector {
  let armed: Armed[] = [];
  let serial = 0;
  const listeners: (() => void)[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const live = (): Armed[] => {
    armed = armed.filter((entry) => entry.left > 0 && entry.until > now());
    return armed;
  };
  const disarm = (id: number): void => {
    armed = armed.filter((entry) => entry.id !== id);
    changed();
  };

  const arm = (fault: Fault): (() => void) => {
    serial += 1;
    const id = serial;
    const until = fault.forMs === undefined ? Number.POSITIVE_INFINITY : now() + fault.forMs;
    armed.push({ id, fault, until, left: fault.times ?? Number.POSITIVE_INFINITY, skip: fault.skip ?? 0 });
    if (fault.forMs !== undefined) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        disarm(id);
      }, fault.forMs);
      timers.add(timer);
    }
    changed();
    return () => disarm(id);
  };

  const take = (sighting: Sighting): Fault | undefined => {
    for (const entry of live()) {
      if (!matches(entry.fault.match, sighting)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      if (entry.left <= 0) disarm(entry.id);
      return entry.fault;
    }
    return undefined;
  };

  return {
    arm,
    take,
    clear: () => {
      armed = [];
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      changed();
    },
    active: (kind) => live().some((entry) => entry.fault.kind === kind),
    list: () =>
      live().map((entry) => ({
        ...entry.fault,
        left: Number.isFinite(entry.left) ? entry.left : ('unlimited' as const),
      })),
    onChange: (listener) => listeners.push(listener),
  };
}
