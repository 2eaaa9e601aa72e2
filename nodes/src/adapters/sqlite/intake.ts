/** Taking a message: row, fact, key and source event in one transaction, or nothing at all. */
import type { Failure } from '../../domain/failure.ts';
import type { DropReason } from '../../domain/outcome.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { Batches } from './batches.ts';
import type { FactPlace } from './fact-store.ts';
import type { Ledger } from './ledger.ts';
import type { EnqueueWire } from './protocol.ts';
import type { Commitment } from './reservations.ts';
import type { Session } from './session.ts';
import type { Tables } from './settlements.ts';

export interface Intake extends Pick<Tables, 'queues' | 'lanes' | 'outbox' | 'orders' | 'reservations'> {
  readonly ledger: Ledger;
  readonly batches: Batches;
}

export function enqueueing(session: Session, tables: Intake) {
  const { queues, lanes, outbox, orders, reservations, batches } = tables;

  return function enqueue(request: EnqueueWire): Result<{ readonly id: number }> {
    const queue = queues.named(request.queue);
    if (queue === undefined) return fail(queueMissing(request));
    const id = session.tallies.next('message');
    let claimed: Extract<Commitment, { kind: 'committed' }> | undefined;
    if (request.reservation) {
      const key = reservations.commit(request.reservation, id);
      if (key.kind === 'lost') return fail(reservationLost(request));
      if (key.kind === 'stored') return ok({ id: key.id });
      claimed = key;
    }
    let fact: FactPlace | undefined;
    if (request.fact) {
      fact = orders.addFact(request.fact, id, request.fact.key === request.reservation?.key ? claimed?.key : undefined);
      if (fact === undefined) return fail(factExists(request));
    }
    const { priority } = request;
    const lane = lanes.join(queue.id, request.lane, { id, priority, due: session.now });
    outbox.addBody(id, request.body);
    outbox.insert({
      queue: queue.id,
      id,
      lane: lane.id,
      state: 'ready',
      priority,
      enqueuedAt: session.now,
      attempt: 0,
      ...(request.reservation ? { key: request.reservation.key } : {}),
      ...(claimed ? { retention: claimed.retention, keyHash: claimed.key } : {}),
      ...(fact ? { fact } : {}),
    });
    lanes.joined(lane);
    takeEvent(tables, request.eventId);
    batches.ofEvent(request.eventId, 'queue', { message: id });
    return ok({ id });
  };
}

/** The event needs no source any more; whoever waits for its order may look again. */
export function takeEvent({ ledger, lanes }: Pick<Intake, 'ledger' | 'lanes'>, eventId: string | undefined): void {
  const partition = eventId === undefined ? undefined : ledger.take(eventId);
  if (partition !== undefined) lanes.stirNamed(partition);
}

/** A step of the flow needs it no more, and no queue will have it. */
export function takeAway(tables: Intake, eventId: string, why: DropReason | undefined): void {
  takeEvent(tables, eventId);
  tables.batches.ofEvent(eventId, why === 'duplicate' ? 'repeat' : 'filter');
}

const queueMissing = (request: EnqueueWire): Failure => ({
  code: 'queue-missing',
  class: 'configuration',
  attempted: 'queue a message',
  on: request.queue,
  reason: 'the queue was never opened',
  nextStep: 'Deploy the flow again; if it happens again, report it together with the version.',
});

const reservationLost = (request: EnqueueWire): Failure => ({
  code: 'reservation-lost',
  class: 'business',
  attempted: 'queue a message',
  on: request.lane,
  reason: 'its reservation ran out and another message has the key',
  nextStep: 'Compare it with the message that has the key; raise the lease of the guard if the flow is slow.',
});

const factExists = (request: EnqueueWire): Failure => ({
  code: 'fact-exists',
  class: 'data',
  attempted: 'queue a message',
  on: request.lane,
  reason: 'the order holds a quantity under this key already',
  nextStep: 'Put an idempotency guard before the outbox, or discard the message when it is the same fact.',
});
