/**
 * What was last seen of a record. Odoo shows `write_date` in whole seconds, so the same record may change twice under
 * the same time: only its content tells. `turn` counts such changes, so that A, B, A within a second are three.
 */
export interface Sight {
  readonly at: string;
  readonly print: string;
  readonly turn: number;
}

/** The sight to remember when the row is news; undefined when it was seen like this. */
export function judge(row: Pick<Sight, 'at' | 'print'>, known: Sight | undefined): Sight | undefined {
  const { at, print } = row;
  if (!known) return { at, print, turn: 0 };
  if (known.at === at && known.print === print) return undefined;
  return { at, print, turn: known.at === at ? known.turn + 1 : 0 };
}

export type Shard = Readonly<Record<string, Sight>>;

const IDS_PER_SHARD = 64;
const SHARDS = 512;

/**
 * Sights of every record that a poll may still meet again, in shards: a batch of neighbours touches few, so little is
 * written with it, and their number has a bound.
 */
export class SeenRows {
  readonly #shards: Map<number, Shard>;

  constructor(saved: Iterable<readonly [number, Shard]> = []) {
    this.#shards = new Map(saved);
  }

  get(id: number): Sight | undefined {
    return this.#shards.get(shardOf(id))?.[String(id)];
  }

  ids(): readonly number[] {
    return [...this.#shards.values()].flatMap((shard) => Object.keys(shard).map(Number));
  }

  /** The shards as they will be; `adopt` makes it so, after they were stored. What no poll meets again goes. */
  with(fresh: ReadonlyMap<number, Sight>, since: string): ReadonlyMap<number, Shard> {
    const touched = new Map<number, Record<string, Sight>>();
    for (const [id, sight] of fresh) {
      const shard = shardOf(id);
      const rows = touched.get(shard) ?? kept(this.#shards.get(shard) ?? {}, since);
      rows[String(id)] = sight;
      touched.set(shard, rows);
    }
    return touched;
  }

  adopt(shards: ReadonlyMap<number, Shard>): void {
    for (const [shard, rows] of shards) this.#shards.set(shard, rows);
  }
}

const shardOf = (id: number): number => Math.floor(id / IDS_PER_SHARD) % SHARDS;

const kept = (shard: Shard, since: string): Record<string, Sight> =>
  Object.fromEntries(Object.entries(shard).filter(([, sight]) => sight.at >= since));
