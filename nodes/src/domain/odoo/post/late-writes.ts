/**
 * A quantity whose answer was lost may reach Odoo after later ones. On an open order that shows and is set right; on a
 * closed one it would change finished stock moves (Odoo 19.0, measured). So an order with such a write closes only when
 * the write has surely arrived or can arrive no more.
 */
import type { Failure } from '../../failure.ts';
import { ok, type Result } from '../../ports.ts';
import { type Job, remember } from './job.ts';

/** After a write of `value`: keeps in mind that its answer is missing, or that it was sent a second time. */
export async function noteWrite<T>(job: Job, value: string, answer: Result<T>): Promise<Result<T>> {
  const { travel } = job.deps;
  const known = job.binding.writing;
  if (!travel || job.erp.foresight) return answer;
  if (!answer.ok && answer.failure.answerLost)
    return kept(await remember(job, { writing: { value, atMs: travel.nowMs(), again: known !== undefined } }), answer);
  if (!answer.ok || !known || known.again) return answer;
  return kept(await remember(job, { writing: { ...known, again: true } }), answer);
}

/** Odoo shows `value` before we sent anything else: the write whose answer was lost has arrived. */
export async function noteShown(job: Job, value: string): Promise<Result<void>> {
  const { writing } = job.binding;
  if (!writing || writing.again || writing.value !== value) return ok(undefined);
  return remember(job, { writing: undefined });
}

/** Why the order may not be closed yet. */
export function lateWrite({ binding, deps, where }: Job): Failure | undefined {
  const { writing } = binding;
  if (!writing || !deps.travel) return undefined;
  const leftMs = writing.atMs + deps.travel.mostMs - deps.travel.nowMs();
  if (leftMs <= 0) return undefined;
  return {
    code: 'write-under-way',
    class: 'transient',
    ...where,
    reason: `a quantity of ${writing.value}, whose answer was lost, may still reach Odoo`,
    nextStep: 'Nothing: the order is closed by itself when that has surely ended.',
    retryAfterMs: leftMs,
  };
}

const kept = <T>(noted: Result<void>, answer: Result<T>): Result<T> => (noted.ok ? answer : noted);
