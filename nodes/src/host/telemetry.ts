/**
 * Counters of this process since it started. Labels are event types, sites, rules and names of calls; never orders, lots or
 * ids. What a peer invents (types, sites) must not fill the memory: past `MOST_SERIES` of a name, new ones count as `other`.
 */

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Histogram {
  /** Upper bounds in seconds with cumulative counts; the last is +Inf. */
  readonly buckets: readonly { readonly le: number; readonly count: number }[];
  readonly sum: number;
  readonly count: number;
}

export interface Timing {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly histogram: Histogram;
}

/** From "a second" to "since last week": a queue that waits for Odoo is normal, a day is not. */
const LATENCY_S = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400, Number.POSITIVE_INFINITY];
/** From a read that is at hand to a call that runs into its deadline. */
const CALL_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, Number.POSITIVE_INFINITY];

export const MOST_SERIES = 500;

export interface Telemetry {
  count(name: string, labels?: Readonly<Record<string, string>>): void;
  latency(seconds: number): void;
  /** How long one call of another system took. */
  took(name: string, labels: Readonly<Record<string, string>>, seconds: number): void;
  series(): readonly Series[];
  latencies(): Histogram;
  timings(): readonly Timing[];
}

export function createTelemetry(): Telemetry {
  const counters = seriesOf(() => ({ value: 0 }));
  const timings = seriesOf(() => createBins(CALL_S));
  const latencies = createBins(LATENCY_S);
  return {
    count(name, labels = {}) {
      counters.find(name, labels).value += 1;
    },
    latency: (seconds) => latencies.add(seconds),
    took: (name, labels, seconds) => timings.find(name, labels).add(seconds),
    series: () => counters.all().map(({ name, labels, held: { value } }) => ({ name, labels, value })),
    latencies: () => latencies.read(),
    timings: () => timings.all().map(({ name, labels, held }) => ({ name, labels, histogram: held.read() })),
  };
}

interface Held<T> {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly held: T;
}

function seriesOf<T>(create: () => T) {
  const series = new Map<string, Held<T>>();
  const sizes = new Map<string, number>();
  const add = (key: string, name: string, labels: Readonly<Record<string, string>>): T => {
    const held = create();
    series.set(key, { name, labels, held });
    sizes.set(name, (sizes.get(name) ?? 0) + 1);
    return held;
  };
  return {
    find(name: string, labels: Readonly<Record<string, string>>): T {
      const key = keyOf(name, labels);
      const known = series.get(key)?.held;
      if (known !== undefined) return known;
      if ((sizes.get(name) ?? 0) < MOST_SERIES) return add(key, name, labels);
      const others = Object.fromEntries(Object.keys(labels).map((label) => [label, 'other']));
      const otherKey = keyOf(name, others);
      return series.get(otherKey)?.held ?? add(otherKey, name, others);
    },
    all: (): readonly Held<T>[] => [...series.values()],
  };
}

/** Neither name nor value of a label holds a control character; several of these are counted for every message. */
function keyOf(name: string, labels: Readonly<Record<string, string>>): string {
  let key = name;
  for (const label in labels) key += `\u0000${label}\u0001${labels[label]}`;
  return key;
}

interface Bins {
  add(seconds: number): void;
  read(): Histogram;
}

function createBins(bounds: readonly number[]): Bins {
  const counts = bounds.map(() => 0);
  let sum = 0;
  return {
    add(seconds) {
      sum += seconds;
      const bucket = bounds.findIndex((bound) => seconds <= bound);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    },
    read() {
      let below = 0;
      const buckets = bounds.map((le, index) => {
        below += counts[index] ?? 0;
        return { le, count: below };
      });
      return { buckets, sum, count: below };
    },
  };
}

/** The one of this process; `/metrics` shows it. */
export const telemetry = createTelemetry();
