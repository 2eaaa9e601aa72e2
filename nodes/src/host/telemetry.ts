/** Counters of this process since it started. Labels are event types, sites and rules; never orders, lots or ids. */

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

/** From "a second" to "since last week": a queue that waits for Odoo is normal, a day is not. */
const BOUNDS_S = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400, Number.POSITIVE_INFINITY];

export interface Telemetry {
  count(name: string, labels?: Readonly<Record<string, string>>): void;
  latency(seconds: number): void;
  series(): readonly Series[];
  latencies(): Histogram;
}

export function createTelemetry(): Telemetry {
  const counters = new Map<string, { name: string; labels: Readonly<Record<string, string>>; value: number }>();
  const counts = BOUNDS_S.map(() => 0);
  let sum = 0;
  return {
    count(name, labels = {}) {
      const key = `${name}${JSON.stringify(labels)}`;
      const counter = counters.get(key) ?? { name, labels, value: 0 };
      counter.value += 1;
      counters.set(key, counter);
    },
    latency(seconds) {
      sum += seconds;
      const bucket = BOUNDS_S.findIndex((bound) => seconds <= bound);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    },
    series: () => [...counters.values()],
    latencies() {
      let below = 0;
      const buckets = BOUNDS_S.map((le, index) => {
        below += counts[index] ?? 0;
        return { le, count: below };
      });
      return { buckets, sum, count: below };
    },
  };
}

/** The one of this process; `/metrics` shows it. */
export const telemetry = createTelemetry();
