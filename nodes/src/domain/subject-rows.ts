/** What is remembered by subject, as rows of the journal: a fixed number of rows, each with a share of the subjects. */
import type { z } from 'zod';
import type { CounterState } from './journal.ts';
import type { Hash } from './ports.ts';

export interface SubjectRules<T extends { readonly subject: string }> {
  /** First word of the rows' tags. */
  readonly called: string;
  readonly schema: z.ZodType<T>;
  readonly hash: Hash;
  /** Something is still to be done about it as time goes by. */
  isOpen(one: T): boolean;
  /** It may be forgotten. */
  isOver(one: T, nowMs: number): boolean;
}

export class SubjectRows<T extends { readonly subject: string }> {
  readonly #rules: SubjectRules<T>;
  readonly #shares = new Map<string, ReadonlyMap<string, T>>();
  readonly #open = new Set<string>();

  constructor(rules: SubjectRules<T>, saved: readonly CounterState[]) {
    this.#rules = rules;
    for (const { tag, memory } of saved) {
      const share = rules.schema.array().parse(memory);
      this.#shares.set(tag, new Map(share.map((one) => [one.subject, one])));
      for (const one of share) this.#follow(one);
    }
  }

  get(subject: string): T | undefined {
    return this.#shares.get(this.#tagOf(subject))?.get(subject);
  }

  open(): readonly T[] {
    return [...this.#open].flatMap((subject) => this.get(subject) ?? []);
  }

  /** Rows to be stored for this change; `put` it when they are. */
  rowsOf(changed: readonly T[], nowMs: number): readonly CounterState[] {
    const at = new Date(nowMs).toISOString();
    return [...this.#tagsOf(changed)].map((tag) => {
      const memory = [...this.#share(tag, changed, nowMs).values()];
      return { tag, epoch: 0, total: String(memory.length), openFrom: '0', at, memory };
    });
  }

  put(changed: readonly T[], nowMs: number): void {
    for (const tag of this.#tagsOf(changed)) {
      const share = this.#share(tag, changed, nowMs);
      for (const subject of this.#shares.get(tag)?.keys() ?? []) if (!share.has(subject)) this.#open.delete(subject);
      this.#shares.set(tag, share);
    }
    for (const one of changed) this.#follow(one);
  }

  #share(tag: string, changed: readonly T[], nowMs: number): ReadonlyMap<string, T> {
    const own = changed.filter(({ subject }) => this.#tagOf(subject) === tag);
    const share = new Map([...(this.#shares.get(tag) ?? []), ...own.map((one) => [one.subject, one] as const)]);
    for (const [subject, one] of share) if (this.#rules.isOver(one, nowMs)) share.delete(subject);
    return share;
  }

  /** The first character of a hash: 64 rows. */
  #tagOf(subject: string): string {
    return `${this.#rules.called} ${this.#rules.hash(subject).slice(0, 1)}`;
  }

  #tagsOf(changed: readonly T[]): ReadonlySet<string> {
    return new Set(changed.map(({ subject }) => this.#tagOf(subject)));
  }

  #follow(one: T): void {
    if (this.#rules.isOpen(one)) this.#open.add(one.subject);
    else this.#open.delete(one.subject);
  }
}
