/**
 * The states of a queued message and of a dead letter, and every move between them. A move that is not in the table
 * does not exist; the journal asks `move` and treats `undefined` as a bug.
 */

/** `looking` is a lease on a message in doubt: its holder searches Odoo before it does anything. */
export type OutboxState = 'ready' | 'leased' | 'verifying' | 'looking' | 'delivered' | 'buried';

export type OutboxEvent =
  | 'lease'
  | 'deliver'
  | 'postpone'
  | 'absent'
  | 'doubt'
  | 'expire'
  | 'extend'
  | 'refuse'
  | 'replay'
  | 'recheck';

export type DeadLetterState = 'open' | 'replayed' | 'discarded';
export type DeadLetterEvent = 'replay' | 'discard';

export interface Move<S, E> {
  readonly from: S;
  readonly on: E;
  readonly to: S;
  readonly because: string;
}

type OutboxMove = Move<OutboxState, OutboxEvent>;

export const outboxMoves: readonly OutboxMove[] = [
  { from: 'ready', on: 'lease', to: 'leased', because: 'It is its lane’s turn and it goes out under a lease.' },
  { from: 'leased', on: 'deliver', to: 'delivered', because: 'The target holds it and said so when read back.' },
  { from: 'leased', on: 'postpone', to: 'ready', because: 'It was surely not done and is tried again later.' },
  { from: 'leased', on: 'absent', to: 'ready', because: 'The holder looked and the target does not have it.' },
  { from: 'leased', on: 'doubt', to: 'verifying', because: 'It was sent and the answer is lost.' },
  { from: 'leased', on: 'expire', to: 'verifying', because: 'The holder is gone; nobody knows whether it sent.' },
  { from: 'leased', on: 'extend', to: 'leased', because: 'The holder is still working and asks for more time.' },
  { from: 'leased', on: 'refuse', to: 'buried', because: 'It is final, or its time is spent: a person decides.' },
  { from: 'verifying', on: 'lease', to: 'looking', because: 'The next holder looks before it does anything.' },
  { from: 'looking', on: 'deliver', to: 'delivered', because: 'It was found, or done now, and read back.' },
  { from: 'looking', on: 'absent', to: 'ready', because: 'It is certainly not there, so it may be sent again.' },
  { from: 'looking', on: 'postpone', to: 'verifying', because: 'The look itself failed, so the doubt stays.' },
  { from: 'looking', on: 'doubt', to: 'verifying', because: 'It was sent again and that answer is lost as well.' },
  { from: 'looking', on: 'expire', to: 'verifying', because: 'The holder is gone; the doubt stays.' },
  { from: 'looking', on: 'extend', to: 'looking', because: 'The holder is still looking and asks for more time.' },
  { from: 'looking', on: 'refuse', to: 'buried', because: 'The target refuses it, or the doubt outlived its time.' },
  { from: 'buried', on: 'replay', to: 'ready', because: 'A person put it back, same key, same lane.' },
  { from: 'buried', on: 'recheck', to: 'verifying', because: 'A person put back a message that was in doubt.' },
];

export const deadLetterMoves: readonly Move<DeadLetterState, DeadLetterEvent>[] = [
  { from: 'open', on: 'replay', to: 'replayed', because: 'A person sent it on its way again.' },
  { from: 'open', on: 'discard', to: 'discarded', because: 'A person decided, with a reason, that it is not needed.' },
];

/** State after `on`, or `undefined` where the table has no such move. */
export function move<S, E>(table: readonly Move<S, E>[], from: S, on: E): S | undefined {
  return table.find((row) => row.from === from && row.on === on)?.to;
}

/** A message under a lease: somebody may be talking to the target about it right now. */
export function isInFlight(state: OutboxState): boolean {
  return state === 'leased' || state === 'looking';
}
