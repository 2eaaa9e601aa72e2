/** The end of an attempt: delivered, again, in doubt or buried, with everything that follows in the same transaction. */
import { type Decision, decide } from '../../domain/delivery/decide.ts';
import { isInFlight } from '../../domain/delivery/states.ts';
import type { Failure } from '../../domain/failure.ts';
import type { SettleAnswer } from '../../domain/journal.ts';
import type { DeliveryToken, Receipt } from '../../domain/message.ts';
import type { Batches } from './batches.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { LaneRow, Lanes } from './lanes.ts';
import type { Orders } from './orders.ts';
import { factOf, type Outbox, type OutboxRow, progressOf, stateAfter, stateOf } from './outbox.ts';
import type { SettlementWire } from './protocol.ts';
import type { Queue, Queues } from './queues.ts';
import type { Reservations } from './reservations.ts';
import { leaseNumber, type Session } from './session.ts';

/** A message under a valid lease. */
export interface Held {
  readonly queue: Queue;
  readonly row: OutboxRow;
  readonly lane: LaneRow;
}

export interface Tables {
  readonly queues: Queues;
  readonly lanes: Lanes;
  readonly outbox: Outbox;
  readonly orders: Orders;
  readonly reservations: Reservations;
  readonly letters: DeadLetters;
  readonly batches: Batches;
}

export type Settlements = ReturnType<typeof settlementMoves>;

export function settlementMoves(session: Session, tables: Tables) {
  const { queues, lanes, outbox, orders, reservations, letters, batches } = tables;
  const { tallies, stirred } = session;

  /** The row behind a token, `undefined` when the lease is not the holder's any more. */
  const held = (token: DeliveryToken): Held | undefined => {
    const queue = queues.named(token.queue);
    const row = queue && outbox.find(queue.id, token.id);
    if (queue === undefined || row === undefined || row.lease === null) return undefined;
    if (!isInFlight(stateOf(row)) || row.lease !== leaseNumber(session, token.lease)) return undefined;
    return { queue, row, lane: lanes.byId(row.lane) };
  };

  const leave = ({ row, lane }: Held, holds: 0 | 1): void => {
    outbox.remove(row);
    const stir = lane.asides > 0 ? lane.stir + 1 : lane.stir;
    lanes.free(lane, { asides: lane.asides - row.aside, stir, holds: lane.holds + holds });
    stirred.queues.add(row.queue);
  };

  const deliver = (message: Held, receipt: Receipt): SettleAnswer => {
    const { row } = message;
    stateAfter(row, 'deliver');
    if (row.key !== null) reservations.finish(row.key, row, 'apply', receipt);
    batches.ofMessage(row.id, 'deliver', { words: receipt.summary });
    leave(message, 0);
    outbox.dropBody(row.id);
    tallies.add(`${row.queue}:delivered`, 1);
    return { kind: 'settled', state: 'delivered' };
  };

  /** `inDoubt`: the target may hold the effect all the same. */
  const bury = (message: Held, failure: Failure, inDoubt: boolean, at: Place = queueItself): SettleAnswer => {
    const { queue, row, lane } = message;
    stateAfter(row, 'refuse');
    if (row.key !== null) reservations.finish(row.key, row, inDoubt ? 'doubt' : 'refuse');
    const fact = factOf(row);
    if (fact) orders.setFactState(fact, 'buried');
    batches.ofMessage(row.id, 'bury', { code: failure.code, words: failure.reason });
    const holds = queue.options.holdLaneOnBury ? 1 : 0;
    const deadLetterId = letters.addFromQueue({ row, lane: lane.name, failure, inDoubt, holds, ...at });
    leave(message, holds);
    return { kind: 'settled', state: 'buried', deadLetterId };
  };

  const putOff = (message: Held, decision: Exclude<Decision, { kind: 'bury' }>, absent: boolean): SettleAnswer => {
    const { row, lane } = message;
    const event = decision.kind === 'verify' ? 'doubt' : absent ? 'absent' : 'postpone';
    const state = stateAfter(row, event);
    outbox.putBack(row, lane, state, {
      progress: decision.progress,
      aside: decision.aside,
      due: session.now + decision.afterMs,
      putOff: 1,
    });
    stirred.queues.add(row.queue);
    return { kind: 'settled', state: state === 'verifying' ? 'verifying' : 'ready' };
  };

  const afterFailure = (message: Held, failure: Failure, askedMs?: number, absent = false): SettleAnswer => {
    const { now: nowMs, random } = session;
    const attempt = { progress: progressOf(message.row), failure, nowMs, random };
    const asked = askedMs === undefined ? attempt : { ...attempt, askedMs };
    const decision = decide(asked, message.queue.options.retry);
    if (decision.kind !== 'bury') return putOff(message, decision, absent);
    const stillInDoubt = stateOf(message.row) === 'looking' && !absent && !isVerdict(failure);
    return bury(message, decision.failure, failure.class === 'unknown' || stillInDoubt);
  };

  return {
    held,
    bury,

    settle(token: DeliveryToken, settlement: SettlementWire): SettleAnswer {
      const message = held(token);
      if (message === undefined) return { kind: 'stale' };
      switch (settlement.kind) {
        case 'delivered':
          return deliver(message, settlement.receipt);
        case 'failed':
          return afterFailure(message, settlement.failure, settlement.afterMs, settlement.absent === true);
        case 'unknown':
          return afterFailure(message, { ...settlement.failure, class: 'unknown' });
        case 'refused':
          return bury(message, settlement.failure, settlement.failure.class === 'unknown');
        case 'still-working':
          stateAfter(message.row, 'extend');
          lanes.extend(message.lane, session.now + message.queue.options.leaseMs);
          return { kind: 'settled', state: 'leased' };
      }
    },
  };
}

interface Place {
  readonly stage: string;
  readonly flow?: string;
}

/** Until the flow's dead-letter node says where it happened. */
export const queueItself: Place = { stage: 'delivery' };

/** The target answered about this message, so it does not hold the effect. */
const isVerdict = (failure: Failure): boolean => failure.class === 'business' || failure.class === 'data';
