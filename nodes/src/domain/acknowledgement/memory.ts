/** Exchanges as the journal keeps them: what waits until somebody was told so twice, settled ones for a while. */
import type { CounterState } from '../journal.ts';
import type { Hash } from '../ports.ts';
import { SubjectRows } from '../subject-rows.ts';
import { type Exchange, exchangeSchema, latest } from './exchange.ts';
import { isSettled } from './standing.ts';

export class ExchangeMemory extends SubjectRows<Exchange> {
  constructor(saved: readonly CounterState[], hash: Hash, keepMs: number) {
    const isDone = (one: Exchange): boolean => isSettled(one) || latest(one)?.wait === 'escalated';
    super(
      {
        ...{ called: 'exchanges', schema: exchangeSchema, hash },
        isOpen: (one) => !isSettled(one),
        isOver: (one, nowMs) => isDone(one) && one.touchedMs + keepMs < nowMs,
      },
      saved,
    );
  }
}
