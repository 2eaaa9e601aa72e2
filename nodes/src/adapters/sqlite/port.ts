/** One user's view of an open journal: messages become text on the way in, and their own again on the way out. */

import { eventText, takenAs } from '../../domain/delivery/routing.ts';
import type { DeadLetter, DeadLetterRequest, Journal, Leased, LedgerStep, Settlement } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { factIn } from '../../domain/odoo/facts.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { anyText, fromText, jsonText } from './encode.ts';
import { failures } from './faults.ts';
import type {
  BuryWire,
  CorrectionWire,
  EnqueueWire,
  LeasedWire,
  LetterWire,
  SettlementWire,
  StepWire,
} from './protocol.ts';
import type { Thread } from './thread.ts';
import type { WorkBell } from './work-bell.ts';

export interface PortParts {
  readonly thread: Thread;
  readonly bell: WorkBell;
  readonly file: string;
  leave(): Promise<void>;
}

export function createPort({ thread, bell, file, leave }: PortParts): Journal {
  let closed: Promise<void> | undefined;
  const unsubscribe = new Set<() => void>();
  const call: Thread['call'] = (name, ...args) =>
    closed ? (Promise.resolve(fail(failures.closed(file))) as never) : thread.call(name, ...args);

  return {
    reserve: (request) => call('reserve', request),
    recall: (key, fingerprint) => call('recall', key, fingerprint),
    release: (token) => call('release', token),
    openQueue: (options) => call('openQueue', options),
    enqueue({ message, ...request }) {
      const eventId = takenAs(message);
      const wire: EnqueueWire = {
        ...request,
        body: jsonText(queueable(message)),
        ...(eventId === undefined ? {} : { eventId }),
        ...(message.reservation ? { reservation: message.reservation } : {}),
      };
      return call('enqueue', wire);
    },
    lease: async (queue, max) => mapped(await call('lease', queue, max), (leased) => leased.map(toLeased)),
    settle: (token, settlement) => call('settle', token, toSettlementWire(settlement)),
    onWork(queue, listener) {
      const stop = bell.listen(queue, listener);
      unsubscribe.add(stop);
      return () => {
        stop();
        unsubscribe.delete(stop);
      };
    },
    bury: (request) => call('bury', toBuryWire(request)),
    deadLetters: async (filter = {}) => mapped(await call('deadLetters', filter), (found) => found.map(toLetter)),
    deadLetterPage: (filter) => call('deadLetterPage', filter),
    deadLetterCauses: (filter) => call('deadLetterCauses', filter),
    async replay(id, correction, decision) {
      const wire = correction && toCorrection(correction.message, correction.note);
      return mapped(await call('replay', id, wire, decision), toLetter);
    },
    discard: (id, reason, decision) => call('discard', id, reason, decision),
    recordCheck: (ids, decision) => call('recordCheck', ids, decision),
    audit: (filter) => call('audit', filter),
    crosswalk: (site) => call('crosswalk', site),
    changeCrosswalk: (change, decision) => call('changeCrosswalk', change, decision),
    crosswalkMisses: (site, limit) => call('crosswalkMisses', site, limit),
    counters: (owner) => call('counters', owner),
    recordStep: (step) => call('recordStep', toStepWire(step)),
    async untaken(owner, limit) {
      return mapped(await call('untaken', owner, limit), (events) =>
        events.map(({ eventId, body }) => ({ eventId, message: toMessage(body) })),
      );
    },
    async underWay(limit) {
      return mapped(await call('underWay', limit), ({ messages, isWhole }) => ({
        messages: messages.map(({ body, ...place }) => ({ ...place, message: toMessage(body) })),
        isWhole,
      }));
    },
    take: (eventId, why) => call('take', eventId, why),
    isBatchOpen: (owner, name) => call('isBatchOpen', owner, name),
    batchRows: (owner, name, after, limit) => call('batchRows', owner, name, after, limit),
    forgetBatch: (owner, name) => call('forgetBatch', owner, name),
    orderLedger: (partition) => call('orderLedger', partition),
    bindOrder: (partition, binding) => call('bindOrder', partition, binding),
    async stats() {
      const answer = await call('stats');
      return answer.ok ? answer.value : { ...unknownStats, file, failure: answer.failure };
    },
    close() {
      closed ??= (async () => {
        for (const stop of unsubscribe) stop();
        await leave();
      })();
      return closed;
    },
  };
}

const empty = { ready: 0, leased: 0, waiting: 0, verifying: 0, oldestAgeMs: 0, delivered: 0 };
const unknownStats = {
  writable: false,
  bytes: 0,
  reservations: 0,
  outbox: empty,
  deadLetters: { open: 0, oldestAgeMs: 0 },
  untakenEvents: 0,
};

const mapped = <T, U>(result: Result<T>, change: (value: T) => U): Result<U> =>
  result.ok ? ok(change(result.value)) : result;

/** Tokens and verdicts belong to one passage through the flow and are not kept. */
function storable({ reservation: _r, delivery: _d, receipt: _c, failure: _f, ...message }: Message): Message {
  return message;
}

/** A queue that holds the message is where it is waited for no longer. */
function queueable({ intake: _i, ...message }: Message): Message {
  return storable(message);
}

/** What a source put aside is published with its reason, again after a restart. */
function published(message: Message): Message {
  return message.failure ? { ...storable(message), failure: message.failure } : storable(message);
}

const toMessage = (body: string): Message => fromText(body) as Message;

const toLeased = ({ token, body, enqueuedAt }: LeasedWire): Leased => ({
  token,
  enqueuedAt,
  message: { ...toMessage(body), delivery: token },
});

function toLetter({ body, original, trail, ...letter }: LetterWire): DeadLetter {
  const kept = toMessage(body);
  const message = trail === null ? kept : { ...kept, trail: JSON.parse(trail) as Message['trail'] };
  return { ...letter, message, original: original === null ? message.event : fromText(original) };
}

function toBuryWire({ message, original, ...request }: DeadLetterRequest): BuryWire {
  const eventId = takenAs(message);
  const lane = eventText(message, 'partitionkey') ?? message.intent?.partition;
  const key = message.reservation?.key ?? eventText(message, 'idempotencykey') ?? message.intent?.key;
  const eventType = eventText(message, 'type');
  return {
    ...request,
    versions: { ...message.versions, ...request.versions },
    trail: JSON.stringify(message.trail),
    ...(eventType === undefined ? {} : { eventType }),
    body: anyText(storable(message)),
    original: anyText(original),
    ...(eventId === undefined ? {} : { eventId }),
    ...(lane === undefined ? {} : { lane }),
    ...(key === undefined ? {} : { key }),
    ...(message.delivery ? { delivery: message.delivery } : {}),
    ...(message.reservation ? { reservation: message.reservation } : {}),
  };
}

function toCorrection(message: Message, note: string): CorrectionWire {
  const eventId = takenAs(message);
  const partition = eventText(message, 'partitionkey');
  return {
    note,
    body: anyText(storable(message)),
    ...factIn(message.intent),
    ...(eventId === undefined ? {} : { eventId }),
    ...(partition === undefined ? {} : { partition }),
  };
}

/** Its receipt goes along: what follows the delivery speaks of it. */
function toSettlementWire(settlement: Settlement): SettlementWire {
  if (settlement.kind !== 'delivered') return settlement;
  const { handOn, ...done } = settlement;
  if (!handOn) return done;
  const { owner, eventId, message } = handOn;
  const { receipt } = message;
  return {
    ...done,
    handOn: { owner, eventId, body: anyText({ ...storable(message), ...(receipt ? { receipt } : {}) }) },
  };
}

function toStepWire({ events, ...step }: LedgerStep): StepWire {
  return {
    ...step,
    events: events.map(({ eventId, message }) => {
      const partition = eventText(message, 'partitionkey');
      return { eventId, body: anyText(published(message)), ...(partition === undefined ? {} : { partition }) };
    }),
  };
}
