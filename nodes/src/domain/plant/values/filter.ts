/**
 * Values in, fewer values out: deadband, debounce and a repeat now and then, per tag. Pure: samples and what is known so
 * far in; what changes, what is passed on and the counts out. Every sample is counted once: passed, or with the reason
 * why not; what waits whether it holds is in neither yet.
 */
import type { CounterState } from '../../journal.ts';
import type { Sample } from '../../ports.ts';
import { counted, type Load, newLoad } from './load.ts';
import type { FindRule } from './rule.ts';
import { age, hear, heardAt, type Move, type Tag } from './tag.ts';

export interface Values {
  readonly tags: ReadonlyMap<string, Tag>;
  readonly load: Load;
  /** Of messages and notices that left. */
  readonly sequence: number;
}

export interface Reading {
  readonly source: string;
  readonly samples: readonly Sample[];
}

/** What a step changes; nothing has happened before it is stored. */
export interface ValueStep {
  readonly changed: ReadonlyMap<string, Tag>;
  readonly forgotten: readonly string[];
  readonly load: Load;
  readonly passed: readonly Reading[];
  /** What of it the journal holds. */
  readonly rows: readonly CounterState[];
}

/** A tag of which nothing came for so long is watched no more. */
const FORGET_AFTER_MS = 30 * 86_400_000;

export const emptyValues = (nowMs: number): Values => ({ tags: new Map(), load: newLoad(nowMs), sequence: 0 });

class Step {
  readonly #values: Values;
  readonly #nowMs: number;
  readonly #changed = new Map<string, Tag>();
  readonly #forgotten: string[] = [];
  readonly #passed = new Map<string, Sample[]>();
  #load: Load;

  constructor(values: Values, nowMs: number) {
    this.#values = values;
    this.#nowMs = nowMs;
    this.#load = values.load;
  }

  tag(key: string): Tag | undefined {
    return this.#changed.get(key) ?? this.#values.tags.get(key);
  }

  move(key: string, move: Move, heard: number): void {
    this.#changed.set(key, move.tag);
    this.#load = counted(this.#load, move, heard);
    const { source } = move.tag;
    const left = this.#passed.get(source);
    if (left) left.push(...move.passed);
    else if (move.passed.length > 0) this.#passed.set(source, [...move.passed]);
  }

  forget(key: string): void {
    this.#forgotten.push(key);
  }

  done(): ValueStep {
    const passed = [...this.#passed].map(([source, samples]) => ({ source, samples }));
    const step = { changed: this.#changed, forgotten: this.#forgotten, load: this.#load, passed };
    return { ...step, rows: rowsOf(this.#values, step, this.#nowMs) };
  }
}

/** Samples in the order in which they came, at `nowMs` of our clock (ms since the epoch); never fails. */
export function take(find: FindRule, values: Values, readings: readonly Reading[], nowMs: number): ValueStep {
  const step = new Step(values, nowMs);
  for (const { source, samples } of readings) {
    for (const sample of samples) {
      const key = JSON.stringify([source, sample.tag]);
      step.move(key, hear(source, step.tag(key), heardAt(sample, nowMs), find(sample.tag)), 1);
    }
  }
  return step.done();
}

/** Time passes: values have held, others are told again, tags that nobody watches any more are forgotten. */
export function tick(find: FindRule, values: Values, nowMs: number): ValueStep {
  const step = new Step(values, nowMs);
  for (const [key, tag] of values.tags) {
    const move = age(tag, find(tag.newest.sample.tag), nowMs);
    if (nowMs - tag.newest.atMs > FORGET_AFTER_MS) step.forget(key);
    else if (move) step.move(key, move, 0);
  }
  return step.done();
}

/** Tags of which something else would be told after a restart; what was heard last in the deadband is not worth a write. */
function rowsOf(values: Values, step: Omit<ValueStep, 'rows'>, nowMs: number): readonly CounterState[] {
  const tags = [...step.changed].filter(([key, tag]) => {
    const before = values.tags.get(key);
    return before?.told !== tag.told || before.toldMs !== tag.toldMs || before.pending !== tag.pending;
  });
  const isIdle = tags.length === 0 && step.load === values.load && step.forgotten.length === 0;
  if (isIdle) return [];
  const sequence = values.sequence + step.passed.length;
  return [
    ...tags.map(([key, tag]) => rowOf(tagRow(key), tag, nowMs)),
    rowOf(LOAD_ROW, { load: step.load, sequence }, nowMs),
  ];
}

const LOAD_ROW = 'values';
export const tagRow = (key: string): string => `value ${key}`;

export const rowOf = (tag: string, memory: unknown, nowMs: number): CounterState => ({
  ...{ tag, epoch: 0, total: '0', openFrom: '0', at: new Date(nowMs).toISOString(), memory },
});

/** What is known once the step is stored. */
export function applied({ tags, sequence }: Values, { changed, forgotten, load, passed }: ValueStep): Values {
  if (changed.size + forgotten.length === 0) return { tags, load, sequence };
  const next = new Map(tags);
  for (const [key, tag] of changed) next.set(key, tag);
  for (const key of forgotten) next.delete(key);
  return { tags: next, load, sequence: sequence + passed.length };
}

/** The hour was told: counting begins anew. */
export function toldLoad(values: Values, nowMs: number): { readonly values: Values; readonly row: CounterState } {
  const next = { ...values, load: newLoad(nowMs), sequence: values.sequence + 1 };
  return { values: next, row: rowOf(LOAD_ROW, { load: next.load, sequence: next.sequence }, nowMs) };
}

export function restoreValues(rows: readonly CounterState[], nowMs: number): Values {
  const kept = rows.find(({ tag }) => tag === LOAD_ROW)?.memory as Pick<Values, 'load' | 'sequence'> | undefined;
  const ours = rows.filter(({ tag }) => tag.startsWith(tagRow('')));
  const tags = new Map(ours.map(({ tag, memory }) => [tag.slice(tagRow('').length), memory as Tag]));
  return { ...emptyValues(nowMs), ...kept, tags };
}
