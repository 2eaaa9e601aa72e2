/** Burying, replaying and discarding: a message is in a queue or a dead letter, never in both and never in none. */
import { type Decision, UNNAMED } from '../../domain/delivery/dead-letter.ts';
import type { Failure } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { Audit } from './audit.ts';
import type { CrosswalkTables } from './crosswalk.ts';
import { type FullRow, withoutSecrets } from './dead-letters.ts';
import { type Intake, takeEvent } from './intake.ts';
import { type LetterRow, stateOf } from './letter-row.ts';
import type { BuryWire, CorrectionWire, LetterWire } from './protocol.ts';
import { leaseNumber, type Session } from './session.ts';
import type { Settlements, Tables } from './settlements.ts';

export interface Records {
  readonly audit: Audit;
  readonly crosswalk: CrosswalkTables;
}

export function burying(
  session: Session,
  tables: Tables & Intake,
  settlements: Settlements,
  { audit, crosswalk }: Records,
) {
  const { queues, outbox, lanes, letters, orders, reservations, ledger, batches } = tables;

  /** The letter this message has already, or the failure that says why it may not get one. */
  const existing = (request: BuryWire): Result<{ readonly id: number }> | undefined => {
    const { delivery, failure } = request;
    if (delivery && leaseNumber(session, delivery.lease) !== undefined) {
      const queue = queues.named(delivery.queue);
      const id = queue && letters.ofDelivery(queue.id, delivery.id, delivery.attempt);
      return id === undefined ? fail(staleDelivery(request)) : ok({ id });
    }
    const known =
      (request.eventId === undefined ? undefined : letters.openOfEvent(request.eventId, failure.code)) ??
      (request.reservation === undefined ? undefined : letters.openOfKey(request.reservation.key));
    return known === undefined ? undefined : ok({ id: known });
  };

  const bury = (request: BuryWire): Result<{ readonly id: number }> => {
    const { delivery, reservation, eventId } = request;
    const said = { code: request.failure.code, words: request.failure.reason };
    const held = delivery && settlements.held(delivery);
    if (held) {
      const place = { stage: request.stage, ...(request.flow === undefined ? {} : { flow: request.flow }) };
      const answer = settlements.bury(held, request.failure, request.failure.class === 'unknown', place);
      const id = answer.kind === 'settled' ? (answer.deadLetterId ?? 0) : 0;
      letters.describe(id, request);
      return ok({ id });
    }
    const ours = reservation !== undefined && reservations.refuseHeld(reservation);
    const before = ours ? undefined : existing(request);
    if (before?.ok) {
      letters.locate(before.value.id, request);
      letters.describe(before.value.id, request);
    }
    if (before) {
      if (before.ok) {
        takeEvent(tables, eventId);
        batches.ofEvent(eventId, 'bury', said);
      }
      return before;
    }
    const message = session.tallies.next('message');
    outbox.addBody(message, withoutSecrets(request.body));
    const id = letters.addDirect(request, message);
    letters.describe(id, request);
    crosswalk.missed(request.failure.unknownCodes ?? []);
    takeEvent(tables, eventId);
    batches.ofEvent(eventId, 'bury', said);
    return ok({ id });
  };

  /** Back to the old place of its lane, under its old number. */
  const requeue = (letter: LetterRow, slot: number, body: string): Failure | undefined => {
    const queue = letter.queue === null ? undefined : queues.byId(letter.queue);
    if (queue === undefined) return notReplayable(letter, 'its queue does not exist any more');
    if (letter.key !== null && !reservations.replay(letter.key, slot)) return notReplayable(letter, keyTaken);
    const fact =
      letter.fact_order === null || letter.fact_key === null
        ? undefined
        : { order: letter.fact_order, key: letter.fact_key };
    if (fact) orders.setFactState(fact, 'queued');
    const { priority, lane: name } = letter;
    const lane = lanes.join(queue.id, name ?? '', { priority, due: session.now });
    outbox.setBody(slot, body);
    outbox.insert({
      queue: queue.id,
      id: slot,
      lane: lane.id,
      state: letter.in_doubt === 1 ? 'verifying' : 'ready',
      priority,
      enqueuedAt: letter.enqueued_at,
      attempt: letter.attempts,
      ...(letter.key === null ? {} : { key: letter.key }),
      ...(fact ? { fact } : {}),
    });
    batches.ofMessage(slot, 'queue');
    lanes.rejoined({ ...lane, holds: Math.max(0, lane.holds - letter.holds) });
    return undefined;
  };

  /** Through the whole flow again, as an event nobody has taken. */
  const republish = (letter: LetterRow, body: string, correction?: CorrectionWire): Failure | undefined => {
    if (letter.outlet === null) return notReplayable(letter, 'no dead-letter node took it in, so none can send it');
    if (letter.key !== null && !reservations.resubmit(letter.key)) return notReplayable(letter, keyTaken);
    batches.ofEvent(letter.event ?? undefined, 'replay');
    const partition = correction?.partition ?? letter.lane ?? undefined;
    ledger.addEvent(letter.outlet, {
      eventId: correction?.eventId ?? letter.event ?? `dead-letter-${letter.id}`,
      body,
      ...(partition === undefined ? {} : { partition }),
    });
    return undefined;
  };

  const replay = (id: number, correction?: CorrectionWire, decision?: Decision): Result<LetterWire> => {
    const letter = letters.byId(id);
    if (letter === undefined) return fail(noLetter(id));
    if (stateOf(letter) !== 'open') return fail(notReplayable(letter, `it is ${stateOf(letter)} already`));
    const body = correction?.body ?? letter.body;
    const refused = letter.slot === null ? republish(letter, body, correction) : requeue(letter, letter.slot, body);
    if (refused) return fail(refused);
    if (correction?.fact && letter.fact_order !== null && letter.fact_key !== null) {
      orders.correctFact({ order: letter.fact_order, key: letter.fact_key }, correction.fact);
    }
    const note = correction?.note ?? (decision?.reason || null);
    letters.close(letter, 'replay', note, keepCopy(letter));
    audit.add(correction ? 'correct' : 'replay', id, decision ?? unnamed(note));
    if (letter.lane !== null) lanes.stirNamed(letter.lane);
    return ok(letters.toWire(letters.byId(id) ?? letter));
  };

  /** The queue's row uses the text under its own number, so the record keeps a copy of what was buried. */
  const keepCopy = (letter: FullRow): number => {
    if (letter.slot === null) return letter.message;
    const copy = session.tallies.next('message');
    outbox.addBody(copy, letter.body);
    return copy;
  };

  const discard = (id: number, reason: string, decision?: Decision): Result<void> => {
    const letter = letters.byId(id);
    if (letter === undefined) return fail(noLetter(id));
    if (!letters.close(letter, 'discard', reason, letter.message)) {
      return fail(notReplayable(letter, `it is ${stateOf(letter)} already`));
    }
    if (letter.slot === null) batches.ofEvent(letter.event ?? undefined, 'discard', { words: reason });
    else batches.ofMessage(letter.slot, 'discard', { words: reason });
    audit.add('discard', id, decision ?? unnamed(reason));
    if (letter.lane !== null) lanes.stirNamed(letter.lane);
    if (letter.holds === 1 && letter.queue !== null) lanes.hold(letter.queue, letter.lane ?? '', -1);
    if (letter.queue !== null) session.stirred.queues.add(letter.queue);
    return ok(undefined);
  };

  return { bury, replay, discard };
}

const unnamed = (reason: string | null): Decision => ({ actor: UNNAMED, reason: reason ?? '' });

const keyTaken = 'another message with the same key is queued or posted, replaying would do it twice';

const noLetter = (id: number): Failure => ({
  code: 'letter-missing',
  class: 'data',
  attempted: 'find a dead letter',
  on: `dead letter ${id}`,
  reason: 'there is none with this number',
  nextStep: 'Reload the list of dead letters.',
});

const notReplayable = (letter: LetterRow, reason: string): Failure => ({
  code: 'letter-not-replayable',
  class: 'business',
  attempted: 'replay or discard a dead letter',
  on: `dead letter ${letter.id}`,
  reason,
  nextStep: 'Compare it with the order in Odoo; discard it with a reason when nothing is missing there.',
});

const staleDelivery = (request: BuryWire): Failure => ({
  code: 'stale-delivery',
  class: 'conflict',
  attempted: 'bury a message',
  on: request.lane ?? request.stage,
  reason: 'its lease is over and somebody else has the message',
  nextStep: 'Nothing: the message goes on with its present holder.',
});
