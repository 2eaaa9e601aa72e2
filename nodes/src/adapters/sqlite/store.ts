/** All operations of the journal over one open database; what one request does is one method here. */

import type { QueueStats } from '../../domain/journal.ts';
import { ok } from '../../domain/ports.ts';
import { auditTable } from './audit.ts';
import { batchTables } from './batches.ts';
import { deadLetterTable } from './dead-letters.ts';
import { decisionOperations } from './decisions.ts';
import { endingTable } from './endings.ts';
import { createFactStore } from './fact-store.ts';
import { enqueueing, takeAway } from './intake.ts';
import { createKeyStore } from './key-store.ts';
import { laneTable } from './lanes.ts';
import { ledgerTables } from './ledger.ts';
import { letterLists } from './letter-lists.ts';
import { orderTables } from './orders.ts';
import { outboxTable } from './outbox.ts';
import type { Operations, WorkHint } from './protocol.ts';
import { queueTable } from './queues.ts';
import { reservationTable } from './reservations.ts';
import type { Session } from './session.ts';
import { settlementMoves } from './settlements.ts';
import { underWayReader } from './under-way.ts';
import { upkeep } from './upkeep.ts';

/** Rows forgotten per request, so that a sweep never holds up a commit for long. */
const SWEEP_ROWS = 500;

export type StoreOperations = Omit<Operations, 'stats'>;

export interface Store {
  readonly operations: StoreOperations;
  /** After a commit: queues and owners that may have work. */
  hints(): { readonly work: readonly WorkHint[]; readonly owners: readonly string[] };
  queueStats(): Readonly<Record<string, QueueStats>>;
  letters(): { readonly open: number; readonly oldestAgeMs: number };
  keys(): number;
  /** Between two batches, in small steps: true when there is more to do. */
  upkeep(): boolean;
}

export function createStore(session: Session): Store {
  const { tallies, stirred } = session;
  const queues = queueTable(session);
  const lanes = laneTable(session);
  const facts = createFactStore(session);
  const orders = orderTables(session, facts);
  const outbox = outboxTable(session, lanes, queues);
  const endings = endingTable(session);
  const keys = createKeyStore(session);
  const reservations = reservationTable(session, { keys, endings });
  const letters = deadLetterTable(session, queues);
  const batches = batchTables(session);
  const ledger = ledgerTables(session, orders, batches, auditTable(session));
  const tables = { queues, lanes, orders, outbox, reservations, letters, ledger, batches };
  const settlements = settlementMoves(session, tables);
  const lists = letterLists(session, queues);
  const enqueue = enqueueing(session, tables);

  // Whoever held a lease is gone with the process that had the file.
  for (const queue of queues.all()) outbox.takeBackAll(queue);
  let sweeps = 0;
  const age = (since: number | undefined): number => (since === undefined ? 0 : Math.max(0, session.now - since));

  const operations: StoreOperations = {
    reserve: (request) => ok(reservations.reserve(request)),
    recall: (key, fingerprint) => ok(reservations.recall(key, fingerprint)),
    release: (token) => ok(reservations.release(token)),
    openQueue: (options) => ok(queues.open(options)),
    enqueue,
    lease(name, max) {
      const queue = queues.named(name);
      return ok(queue === undefined ? [] : outbox.lease(queue, max));
    },
    settle(token, settlement) {
      const answer = settlements.settle(token, settlement);
      const handOn = settlement.kind === 'delivered' ? settlement.handOn : undefined;
      if (handOn && answer.kind === 'settled') ledger.addEvent(handOn.owner, handOn);
      return ok(answer);
    },
    ...decisionOperations(session, tables, settlements),
    deadLetters: (filter) => ok(letters.list(filter)),
    deadLetterPage: (filter) => ok(lists.page(filter)),
    deadLetterCauses: (filter) => ok(lists.causes(filter)),
    counters: (owner) => ok(ledger.counters(owner)),
    recordStep(step) {
      ledger.recordStep(step);
      for (const { partition } of step.segments) lanes.stirNamed(partition);
      return ok(undefined);
    },
    untaken: (owner, limit) => ok(ledger.untaken(owner, limit)),
    underWay: underWayReader(session),
    take: (eventId, why) => ok(takeAway(tables, eventId, why)),
    isBatchOpen: (owner, name) => ok(batches.isOpen(owner, name)),
    batchRows: (owner, name, after, limit) => ok(batches.rows(owner, name, after, limit)),
    forgetBatch: (owner, name) => ok(batches.forget(owner, name, SWEEP_ROWS)),
    orderLedger: (partition) => ok(orders.ledger(partition)),
    bindOrder: (partition, binding) => ok(orders.bind(partition, binding)),
    sweep() {
      keys.tidy(sweeps++);
      return ok(reservations.forget(SWEEP_ROWS, orders.forgetFact) === SWEEP_ROWS);
    },
  };

  return {
    operations,
    hints() {
      const work = [...new Set([...stirred.queues, ...stirred.asked])].map((id): WorkHint => {
        const queue = queues.byId(id);
        const due = queue && lanes.soonest(id, queues.capacity(queue) > 0);
        const moved = stirred.queues.has(id);
        return { queue: queue?.options.queue ?? '', moved, ...(due === undefined ? {} : { due }) };
      });
      const owners = [...stirred.owners];
      stirred.queues.clear();
      stirred.asked.clear();
      stirred.owners.clear();
      return { work, owners };
    },
    queueStats: () =>
      Object.fromEntries(
        queues.all().map((queue) => [queue.options.queue, queues.stats(queue, age(outbox.oldestEnqueuedAt(queue.id)))]),
      ),
    upkeep: () => upkeep(session, [keys, facts]),
    keys: () => tallies.get('reservations') + reservations.held(),
    letters: () => ({ open: tallies.get('letters'), oldestAgeMs: age(letters.oldestBuriedAt()) }),
  };
}
