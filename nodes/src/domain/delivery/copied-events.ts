/** Which events were copied already, for a while, as a fixed number of rows of the journal. */
import { z } from 'zod';
import type { CounterState } from '../journal.ts';
import type { Hash } from '../ports.ts';

const memorySchema = z.record(z.string(), z.number());

export class CopiedEvents {
  /** Row → hash of an event's name → when. */
  readonly #rows = new Map<string, ReadonlyMap<string, number>>();
  readonly #hash: Hash;
  readonly #keepMs: number;

  constructor(saved: readonly CounterState[], hash: Hash, keepMs: number) {
    this.#hash = hash;
    this.#keepMs = keepMs;
    for (const { tag, memory } of saved) this.#rows.set(tag, new Map(Object.entries(memorySchema.parse(memory))));
  }

  knows(name: string): boolean {
    const { tag, mark } = this.#placeOf(name);
    return this.#rows.get(tag)?.has(mark) ?? false;
  }

  /** The row as it will be; `add` the event when it is stored. */
  rowOf(name: string, nowMs: number): CounterState {
    const { tag } = this.#placeOf(name);
    const memory = Object.fromEntries(this.#with(name, nowMs));
    const at = new Date(nowMs).toISOString();
    return { tag, epoch: 0, total: String(Object.keys(memory).length), openFrom: '0', at, memory };
  }

  add(name: string, nowMs: number): void {
    this.#rows.set(this.#placeOf(name).tag, this.#with(name, nowMs));
  }

  #with(name: string, nowMs: number): ReadonlyMap<string, number> {
    const { tag, mark } = this.#placeOf(name);
    const kept = [...(this.#rows.get(tag) ?? [])].filter(([, atMs]) => atMs + this.#keepMs >= nowMs);
    return new Map([...kept, [mark, nowMs]]);
  }

  /** Two characters of the hash: 4096 rows, so that a busy plant writes short ones. */
  #placeOf(name: string): { readonly tag: string; readonly mark: string } {
    const mark = this.#hash(name);
    return { tag: `copied ${mark.slice(0, 2)}`, mark };
  }
}
