/** The one switch: what an outcome means for ports, status line, journal and `done`. Each input is settled once. */
import { explain, type Failure } from '../domain/failure.ts';
import type { SettleAnswer, Settlement } from '../domain/journal.ts';
import type { Message, TrailEntry } from '../domain/message.ts';
import type { DropReason, Outcome } from '../domain/outcome.ts';
import type { StatusReport } from './node.ts';
import { openJournals } from './resources.ts';

/** One input on its way through one node. `register` makes it; nothing else calls `send` or `done` for an input. */
export interface Work {
  readonly message: Message;
  /** What arrived, before anything was made of it. */
  readonly original: unknown;
  readonly stage: string;
  readonly flow: string;
  /** The journal this node is configured with, if any. */
  readonly journalId?: string;
  /** False when the port does not exist or no enabled node listens to it. */
  reaches(port: string): boolean;
  send(messages: readonly Message[], port: string | undefined): void;
  status(report: StatusReport): void;
  count(outcome: Outcome): void;
  step(verdict: string): TrailEntry;
  done(error?: Error): void;
}

export const REJECTED = 'rejected';

export async function settle(outcome: Outcome, work: Work): Promise<void> {
  work.count(outcome);
  switch (outcome.kind) {
    case 'pass':
      work.send([outcome.message], outcome.port);
      work.status({ health: 'ok', text: outcome.note ?? outcome.port ?? 'passed' });
      return work.done();
    case 'pass-all':
      work.send(outcome.messages, outcome.port);
      work.status({ health: 'ok', text: `${outcome.messages.length} passed` });
      return work.done();
    case 'drop':
      await letGo(work, outcome.reason);
      work.status({ health: 'ok', text: outcome.note ?? outcome.reason });
      return work.done();
    case 'reject':
      return refuse(outcome.failure, outcome.versions ? judgedBy(outcome.versions, work) : work);
    case 'retry':
      if (!work.message.delivery) return refuse(outcome.failure, work);
      return later(work, 'waiting', {
        kind: 'failed',
        failure: outcome.failure,
        ...(outcome.afterMs === undefined ? {} : { afterMs: outcome.afterMs }),
      });
    case 'unknown':
      if (!work.message.delivery) return refuse(outcome.failure, work);
      return later(work, 'degraded', { kind: 'unknown', failure: outcome.failure });
    default:
      return outcome satisfies never;
  }
}

/** The dead letter says which map refused the message. */
function judgedBy(versions: Message['versions'], work: Work): Work {
  return { ...work, message: { ...work.message, ...(versions ? { versions } : {}) } };
}

/** A bug of ours: the message is kept like any other rejected one, the stack goes to the log and the catch node. */
export async function settleBug(bug: unknown, work: Work): Promise<void> {
  const error = bug instanceof Error ? bug : new Error(String(bug));
  const failure: Failure = {
    code: 'internal-error',
    class: 'data',
    attempted: 'handle a message',
    on: work.stage,
    reason: 'an unexpected error inside Plantwire',
    nextStep: 'Report the stack in the log together with the version; the message can be replayed afterwards.',
    cause: error.message,
  };
  work.count({ kind: 'reject', failure });
  await refuse(failure, { ...work, done: () => undefined });
  work.done(error);
}

/** The queue keeps the message; when its patience is spent the journal buries it, and that is worth a message. */
async function later(
  work: Work,
  health: 'waiting' | 'degraded',
  settlement: Extract<Settlement, { failure: Failure }>,
): Promise<void> {
  const state = await settleDelivery(work, settlement);
  if (state === 'buried') return conclude(settlement.failure, work, true);
  work.status({ health, text: settlement.failure.reason });
  work.done();
}

/** Final: out by `rejected`; where nobody listens, into the journal; where there is none, to the catch node. */
async function refuse(failure: Failure, work: Work): Promise<void> {
  const state = work.message.delivery ? await settleDelivery(work, { kind: 'refused', failure }) : undefined;
  return conclude(failure, work, state === 'buried');
}

async function conclude(failure: Failure, work: Work, isBuried: boolean): Promise<void> {
  work.status({ health: 'degraded', text: failure.reason });
  if (work.reaches(REJECTED)) {
    work.send([{ ...work.message, failure }], REJECTED);
    return work.done();
  }
  return isBuried || (await bury(failure, work)) ? work.done() : work.done(new Error(explain(failure)));
}

async function bury(failure: Failure, work: Work): Promise<boolean> {
  const message = { ...work.message, failure, trail: [...work.message.trail, work.step(failure.code)] };
  for (const journal of openJournals(work.journalId)) {
    const buried = await journal.bury({
      stage: work.stage,
      flow: work.flow,
      message,
      original: work.original,
      failure,
    });
    if (buried.ok) return true;
  }
  return false;
}

/** What a step filters out needs nobody any more; should this fail, the source sends it again and it ends here again. */
async function letGo({ message, journalId }: Work, why: DropReason): Promise<void> {
  if (message.intake === undefined || message.delivery) return;
  for (const journal of openJournals(journalId)) await journal.take(message.intake, why);
}

type SettledState = Extract<SettleAnswer, { kind: 'settled' }>['state'];

/** A behaviour that settled already leaves a stale lease, which the journal refuses without effect. */
async function settleDelivery(work: Work, settlement: Settlement): Promise<SettledState | undefined> {
  const token = work.message.delivery;
  if (!token) return undefined;
  for (const journal of openJournals(work.journalId)) {
    const answer = await journal.settle(token, settlement);
    if (answer.ok && answer.value.kind === 'settled') return answer.value.state;
  }
  return undefined;
}
