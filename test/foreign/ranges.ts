/** Published ranges of counts, laid side by side. */

export interface Published {
  readonly id: string;
  readonly tag: string;
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
  readonly order: string;
}

/** One event per line, as a counter sent it; events without a range (the end of an order) are left out. */
export function publishedIn(text: string): readonly Published[] {
  return text
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const { id, data } = JSON.parse(line) as Event;
      if (!data.counter) return [];
      const { tag, epoch, from, to } = data.counter;
      return [{ id, tag, epoch, from: Number(from), to: Number(to), order: data.operationsRequestId ?? '' }];
    });
}

interface Event {
  readonly id: string;
  readonly data: {
    readonly operationsRequestId?: string;
    readonly counter?: { readonly tag: string; readonly epoch: number; readonly from: string; readonly to: string };
  };
}

export interface Coverage {
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
  readonly ranges: number;
}

/** What the ranges of a tag cover, one entry per unbroken run: a gap or an overlap makes one entry too many. */
export function coverage(published: readonly Published[], tag: string): readonly Coverage[] {
  const own = published.filter((one) => one.tag === tag).sort((a, b) => a.epoch - b.epoch || a.from - b.from);
  const runs: Coverage[] = [];
  for (const { epoch, from, to } of own) {
    const last = runs.at(-1);
    if (last?.epoch === epoch && last.to === from) runs[runs.length - 1] = { ...last, to, ranges: last.ranges + 1 };
    else runs.push({ epoch, from, to, ranges: 1 });
  }
  return runs;
}

export function sum(published: readonly Published[], tag: string): number {
  return published.filter((one) => one.tag === tag).reduce((total, { from, to }) => total + to - from, 0);
}
