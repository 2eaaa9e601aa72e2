/** The life of one running node: start (again until it works), messages in order per lane, close within the bound. */
import { explain, type Failure } from '../domain/failure.ts';
import type { System } from '../domain/ports.ts';
import { fail, ok, type Result } from '../domain/ports.ts';
import { outcomeOf } from './attempts.ts';
import { bounded } from './bounded.ts';
import { logOf } from './context.ts';
import { createLanes } from './lanes.ts';
import { lane } from './message.ts';
import type { Behaviour, Started, StatusReport } from './node.ts';
import { patience, pauseMs } from './pause.ts';
import type { RedNode } from './red.ts';
import { settle, settleBug, type Work } from './settle.ts';

const RESTART = { baseMs: 1_000, maxMs: 30_000 };
/** Together 10 s: Node-RED stops waiting at 15 s and resources close after their users. */
const DRAIN_BOUND_MS = 7_000;
const CLOSE_BOUND_MS = 3_000;

export interface Host {
  readonly node: RedNode;
  readonly system: System;
  readonly name: string;
  status(report: StatusReport): void;
}

export interface Life {
  accept(work: Work): Promise<void>;
  close(): Promise<void>;
}

export function live(host: Host, start: () => Started | Promise<Started>): Life {
  const { clock, ids } = host.system;
  const { patient, started } = starting(host, start);
  const lanes = createLanes(clock);

  const behaviour: Behaviour = {
    async handle(message) {
      const current = await started();
      if (current.ok) {
        if (current.value.handle) return current.value.handle(message);
        return { kind: 'drop', reason: 'filtered', note: 'takes no input' };
      }
      const { failure } = current;
      return failure.code === 'internal-error' ? { kind: 'reject', failure } : { kind: 'retry', failure };
    },
  };
  const attempts = (work: Work) => ({
    clock,
    ids,
    patience: patient,
    retrying: ({ failure }: { failure: Failure }) => work.status({ health: 'waiting', text: failure.reason }),
  });
  return {
    accept: (work) =>
      lanes.run(lane(work.message), async () => {
        try {
          await settle(await outcomeOf(behaviour, work.message, attempts(work)), work);
        } catch (bug) {
          await settleBug(bug, work).catch((second: unknown) => work.done(asError(second)));
        }
      }),
    async close() {
      patient.hurry();
      if (!(await lanes.drained(DRAIN_BOUND_MS))) {
        host.node.warn(`${lanes.inFlight()} messages were still under way after ${DRAIN_BOUND_MS / 1000} s`);
      }
      const closing = started().then((current) => (current.ok ? current.value.close?.() : undefined));
      const end = await bounded(clock, CLOSE_BOUND_MS, closing);
      if (end === 'late') host.node.warn(`did not close within ${CLOSE_BOUND_MS / 1000} s`);
    },
  };
}

/** `started()` resolves with the attempt that is under way or the last one; failed ones are followed by another. */
function starting(host: Host, start: () => Started | Promise<Started>) {
  const { clock, ids } = host.system;
  const patient = patience(clock);
  const log = logOf(host.node);
  let lastReason = '';

  const attempt = async (number: number): Promise<Result<Behaviour>> => {
    try {
      const result = asResult(await start());
      if (result.ok) return result;
      host.status({ health: 'failed', text: result.failure.reason });
      if (result.failure.reason !== lastReason) log.failure(result.failure);
      lastReason = result.failure.reason;
      void again(number);
      return result;
    } catch (bug) {
      const failure = startBug(host.name, asError(bug));
      host.node.error(`${explain(failure)}\n${asError(bug).stack ?? ''}`);
      host.status({ health: 'failed', text: failure.reason });
      return fail(failure);
    }
  };
  const again = async (number: number): Promise<void> => {
    await patient.wait(pauseMs(RESTART, number, ids));
    if (!patient.hurried) current = attempt(number + 1);
  };
  let current = attempt(1);
  return { patient, started: () => current };
}

function asResult(started: Started): Result<Behaviour> {
  return 'ok' in started ? started : ok(started);
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

function startBug(name: string, bug: Error): Failure {
  return {
    code: 'internal-error',
    class: 'configuration',
    attempted: 'start the node',
    on: name,
    reason: 'an unexpected error inside Plantwire',
    nextStep: 'Report the stack in the log together with the version.',
    cause: bug.message,
  };
}
