/**
 * Calls that Odoo would carry out twice. Each is announced before it goes out: while its answer is missing, what Odoo
 * shows proves nothing, because it finishes what it began although the connection broke.
 */
import { z } from 'zod';
import type { Failure } from '../../../failure.ts';
import { ok, type Result } from '../../../ports.ts';
import { refusal } from '../../refusals.ts';
import type { Task } from '../spec.ts';

type Keyed = Task<{ readonly key: string }>;

const noted = z.object({ calling: z.object({ key: z.string(), id: z.number(), atMs: z.number() }) });

export function announce(task: Keyed, id: number): Promise<Result<void>> {
  const { travel } = task.deps;
  // In a batch the ledger of the transaction itself knows the call.
  if (!travel || task.erp.foresight) return Promise.resolve(ok(undefined));
  return task.remember({ calling: { key: task.intent.key, id, atMs: travel.nowMs() } });
}

/** The first call may still be at work. */
export function stillUnderWay(task: Keyed, id: number, name: string): Failure | undefined {
  const { travel } = task.deps;
  const note = noted.safeParse(task.memory());
  const calling = note.success ? note.data.calling : undefined;
  if (!travel || calling?.key !== task.intent.key || calling.id !== id) return undefined;
  const leftMs = calling.atMs + travel.mostMs - travel.nowMs();
  if (leftMs <= 0) return undefined;
  return { ...refusal('call-under-way', task.where, name), retryAfterMs: leftMs };
}

/** Its answer is there, whatever it says. */
export const answered = (task: Keyed): Promise<Result<void>> =>
  'calling' in task.memory() ? task.remember({ calling: undefined }) : Promise.resolve(ok(undefined));
