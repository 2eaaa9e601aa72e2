/**
 * Puts events of one source back in the order it numbered them, as far as the outbox is told to wait for missing ones.
 * Where each source stands is kept in the journal before anything leaves by it. What came and did not leave lies in the
 * queue; after a restart it is looked at again, and both together are what was known before.
 */

import { positionNote, positionsIn, positionTag } from '../../domain/delivery/position-rows.ts';
import {
  arrived,
  behindFailure,
  gapFailure,
  handed,
  judge,
  type Numbered,
  numberOf,
  type Reorder,
  type ReorderPolicy,
  type Seen,
  stillWaiting,
} from '../../domain/delivery/reorder.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Journal, Leased } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Clock, ok, type Result } from '../../domain/ports.ts';
import { telemetry } from '../../host/telemetry.ts';

export interface OrderingRules {
  /** 0: numbers are not looked at. */
  readonly waitMs: number;
  readonly onGap: 'release' | 'park';
}

export type Decision =
  | { readonly kind: 'go' }
  /** Back into the queue until the missing ones came. */
  | { readonly kind: 'wait'; readonly failure: Failure }
  /** To a person. */
  | { readonly kind: 'park'; readonly failure: Failure };

export interface Ordering {
  arrived(message: Message): void;
  decide(leased: Leased): Promise<Decision>;
}

export interface OrderingParts {
  readonly journal: Pick<Journal, 'counters' | 'recordStep' | 'underWay'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Id of the outbox. */
  readonly outbox: string;
  readonly queue: string;
  readonly rules: OrderingRules;
}

const MOST = 1_000;
const SOURCES = 1_000;
/** Of a longer queue the oldest are looked at after a restart: what lies behind them is far from leaving. */
const LOOKED_AT = 10_000;

export async function openOrdering(parts: OrderingParts): Promise<Result<Ordering>> {
  const { journal, outbox, queue, rules } = parts;
  const owner = `outbox-order:${outbox}`;
  const notes = await journal.counters(owner);
  if (!notes.ok) return notes;
  if (rules.waitMs === 0) {
    // Numbers that pass unseen would be missing later.
    const forget = notes.value.map(({ tag }) => tag);
    const gone = forget.length === 0 ? ok(undefined) : await journal.recordStep({ owner, ...NOTHING, forget });
    return gone.ok ? ok(unordered) : gone;
  }
  const stored: Reorder = positionsIn<Seen>(notes.value);
  const queued = await journal.underWay(LOOKED_AT);
  if (!queued.ok) return queued;
  const waiting = queued.value.messages
    .filter((one) => one.at === 'queue' && one.queue === queue)
    .flatMap(({ message }) => numberOf(message) ?? []);
  const known = queued.value.isWhole ? stillWaiting(stored, waiting) : stored;
  const policy: ReorderPolicy = { waitMs: rules.waitMs, most: MOST, sources: SOURCES };
  const state = waiting.reduce((before, numbered) => arrived(before, numbered, policy), known);
  return ok(new SourceOrder(parts, owner, policy, { state, stored }));
}

const NOTHING = { counters: [], events: [], segments: [] };
const unordered: Ordering = { arrived: () => undefined, decide: async () => ({ kind: 'go' }) };

class SourceOrder implements Ordering {
  readonly #parts: OrderingParts;
  readonly #owner: string;
  readonly #policy: ReorderPolicy;
  #state: Reorder;
  #stored: Reorder;

  constructor(
    parts: OrderingParts,
    owner: string,
    policy: ReorderPolicy,
    { state, stored }: { readonly state: Reorder; readonly stored: Reorder },
  ) {
    this.#parts = parts;
    this.#owner = owner;
    this.#policy = policy;
    this.#state = state;
    this.#stored = stored;
  }

  arrived(message: Message): void {
    const numbered = numberOf(message);
    if (numbered) this.#state = arrived(this.#state, numbered, this.#policy);
  }

  async decide({ message, enqueuedAt, token }: Leased): Promise<Decision> {
    const numbered = numberOf(message);
    // In doubt it may be there already: nothing that follows helps to find out.
    if (!numbered || token.verify) return { kind: 'go' };
    // It may be leased before `arrived` is told of it.
    this.#state = arrived(this.#state, numbered, this.#policy);
    const waitedMs = this.#parts.clock.now() - enqueuedAt;
    const verdict = judge(this.#state, numbered, waitedMs, this.#policy);
    switch (verdict.kind) {
      case 'go':
      case 'gap': {
        const failure = await this.#hand(numbered);
        if (failure) return { kind: 'wait', failure };
        return verdict.kind === 'go' ? verdict : this.#end(numbered, verdict.missing);
      }
      case 'behind':
        return { kind: 'wait', failure: behindFailure(numbered, verdict.first) };
      case 'wait': {
        const failure = gapFailure(numbered, verdict.missing, 'waiting');
        return { kind: 'wait', failure: { ...failure, retryAfterMs: verdict.forMs } };
      }
    }
  }

  #end(numbered: Numbered, missing: number): Decision {
    const { onGap } = this.#parts.rules;
    telemetry.count('plantwire_sequence_gaps_total', { ended: onGap });
    return onGap === 'release' ? { kind: 'go' } : { kind: 'park', failure: gapFailure(numbered, missing, 'business') };
  }

  /** Kept first; what cannot be kept has not left. Others may arrive meanwhile. */
  async #hand(numbered: Numbered): Promise<Failure | undefined> {
    const before = this.#state;
    const after = handed(before, numbered);
    const failure = await this.#keep(after);
    if (!failure) this.#state = this.#state === before ? after : handed(this.#state, numbered);
    return failure;
  }

  async #keep(state: Reorder): Promise<Failure | undefined> {
    const nowMs = this.#parts.clock.now();
    const counters = [...state]
      .filter(([source, seen]) => this.#stored.get(source) !== seen)
      .map(([source, seen]) => positionNote(source, seen, nowMs));
    const forget = [...this.#stored.keys()].filter((source) => !state.has(source)).map(positionTag);
    if (counters.length + forget.length === 0) return undefined;
    const kept = await this.#parts.journal.recordStep({ owner: this.#owner, ...NOTHING, counters, forget });
    if (!kept.ok) return kept.failure;
    this.#stored = state;
    return undefined;
  }
}
