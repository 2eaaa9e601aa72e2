/** Puts events of one source back in the order it numbered them, as far as the outbox is told to wait for missing ones. */
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
} from '../../domain/delivery/reorder.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Leased } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
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
  decide(leased: Leased, nowMs: number): Decision;
}

const MOST = 1_000;
const SOURCES = 1_000;

/** What came before a restart is not known after it: the first event of each source begins its row again. */
export function openOrdering({ waitMs, onGap }: OrderingRules): Ordering {
  if (waitMs === 0) return { arrived: () => undefined, decide: () => ({ kind: 'go' }) };
  const policy: ReorderPolicy = { waitMs, most: MOST, sources: SOURCES };
  let state: Reorder = new Map();

  const end = (numbered: Numbered, missing: number): Decision => {
    state = handed(state, numbered);
    telemetry.count('plantwire_sequence_gaps_total', { ended: onGap });
    return onGap === 'release' ? { kind: 'go' } : { kind: 'park', failure: gapFailure(numbered, missing, 'business') };
  };
  return {
    arrived(message) {
      const numbered = numberOf(message);
      if (numbered) state = arrived(state, numbered, policy);
    },
    decide({ message, enqueuedAt, token }, nowMs) {
      const numbered = numberOf(message);
      // In doubt it may be there already: nothing that follows helps to find out.
      if (!numbered || token.verify) return { kind: 'go' };
      // It may be leased before `arrived` is told of it.
      state = arrived(state, numbered, policy);
      const verdict = judge(state, numbered, nowMs - enqueuedAt, policy);
      switch (verdict.kind) {
        case 'go':
          state = handed(state, numbered);
          return verdict;
        case 'gap':
          return end(numbered, verdict.missing);
        case 'behind':
          return { kind: 'wait', failure: behindFailure(numbered, verdict.first) };
        case 'wait': {
          const failure = gapFailure(numbered, verdict.missing, 'waiting');
          return { kind: 'wait', failure: { ...failure, retryAfterMs: verdict.forMs } };
        }
      }
    },
  };
}
