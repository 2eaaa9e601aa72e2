/** Leases what is due whenever the journal says there may be work, and hands it out. */
import type { Failure } from '../../domain/failure.ts';
import type { Journal, Leased, QueueOptions } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import type { Result } from '../../domain/ports.ts';
import type { Gate } from './gate.ts';
import type { Decision } from './ordering.ts';

export interface Outlets {
  deliver(message: Message): void;
  /** Whether it may go now, as far as the order of its source is concerned. */
  decide(leased: Leased): Promise<Decision>;
  /** Buried already: for whoever shows dead letters. */
  park(message: Message): void;
  /** Each new reason once. */
  trouble(failure: Failure): void;
  /** Messages moved in or out. */
  moved(): void;
}

export interface Pump {
  /** Hands out nothing more; what was leased too late goes back. */
  close(): Promise<void>;
}

export function pump(journal: Journal, options: QueueOptions, gate: Gate, outlets: Outlets): Pump {
  const { queue } = options;
  let allowed = options.concurrency ?? 1;
  let isClosed = false;
  let isAskedAgain = false;
  let running: Promise<void> | undefined;
  let lastReason = '';

  /** The journal counts what is in flight over all users of the queue, so it has to know the present bound. */
  const leaseAtMost = async (room: number): Promise<Result<readonly Leased[]>> => {
    if (room !== allowed) {
      const told = await journal.openQueue({ ...options, concurrency: room });
      if (!told.ok) return told;
      allowed = room;
    }
    return journal.lease(queue, room);
  };
  const hand = async (one: Leased): Promise<void> => {
    const decision = await outlets.decide(one);
    // Deciding may have to wait for the disk.
    if (isClosed) return giveBack(journal, one);
    if (decision.kind === 'go') return outlets.deliver(one.message);
    const { failure } = decision;
    if (decision.kind === 'wait') await journal.settle(one.token, { kind: 'failed', failure });
    else {
      const buried = await journal.settle(one.token, { kind: 'refused', failure });
      if (buried.ok && buried.value.kind === 'settled') outlets.park({ ...one.message, failure });
    }
  };
  const once = async (): Promise<void> => {
    const room = gate.room();
    if (room === 0) return outlets.moved();
    const leased = await leaseAtMost(room);
    if (!leased.ok) {
      if (leased.failure.reason !== lastReason && !isClosed) outlets.trouble(leased.failure);
      lastReason = leased.failure.reason;
      return;
    }
    lastReason = '';
    for (const one of leased.value) {
      if (isClosed) await giveBack(journal, one);
      else await hand(one);
    }
    outlets.moved();
  };
  const run = async (): Promise<void> => {
    do {
      isAskedAgain = false;
      await once();
    } while (isAskedAgain && !isClosed);
  };
  const ask = (): void => {
    isAskedAgain = true;
    running ??= run().finally(() => {
      running = undefined;
    });
  };

  const stop = journal.onWork(queue, ask);
  gate.onChange(ask);
  ask();
  return {
    async close() {
      isClosed = true;
      gate.close();
      stop();
      await running;
    },
  };
}

/** It was never handed out, so it was surely not done. */
async function giveBack(journal: Journal, { token, message }: Leased): Promise<void> {
  const failure: Failure = {
    code: 'outbox-closing',
    class: 'transient',
    attempted: 'deliver a message',
    on: message.intent?.partition ?? token.queue,
    reason: 'the outbox is being closed',
    nextStep: 'Nothing: it goes out after the restart.',
  };
  await journal.settle(token, { kind: 'failed', failure, afterMs: 0 });
}
