/** What the action says about one event, in the terms of the port: by the same fault table as any other answer of Odoo. */
import type { Failure } from '../../domain/failure.ts';
import { ownReason, type Verdict } from '../../domain/odoo/batch/protocol.ts';
import { type ErpCall, fail, ok, type Posted, type Result } from '../../domain/ports.ts';
import { judge } from './faults.ts';

type Refused = Extract<Verdict, { status: 'refused' }>;

export function postedBy(verdict: Verdict, steps: readonly ErpCall[]): Result<Posted> {
  if (verdict.status === 'done') return ok({ kind: 'done', results: verdict.results });
  if (verdict.status === 'duplicate') return ok({ kind: 'duplicate', id: verdict.id });
  const own = ownReason(verdict.message);
  if (own?.reason === 'stale') return ok({ kind: 'stale', detail: own.detail });
  if (own?.reason === 'question') return ok({ kind: 'question', answer: verdict.answer });
  return fail(judgeVerdict(verdict, steps[verdict.step]));
}

/** The class of the exception and its text are what a call of its own would have answered. */
export function judgeVerdict(verdict: Verdict, call: ErpCall | undefined): Failure {
  const asked = call ?? { model: 'ir.actions.server', method: 'run' };
  const refused = verdict.status === 'refused' ? verdict : NOTHING;
  const own = ownReason(refused.message);
  const name = `odoo.exceptions.${own ? NAMES[own.reason] : refused.name}`;
  // Inside `load` a conflict comes back as text (measured on 19.0).
  const conflict = /could not serialize access|deadlock detected|could not obtain lock/i.test(refused.message);
  return judge(
    {
      status: 422,
      name: conflict ? 'psycopg2.errors.SerializationFailure' : name,
      message: own?.detail ?? refused.message,
    },
    asked,
    asked.model,
  );
}

const NAMES = {
  stale: 'LockError',
  method: 'AccessError',
  missing: 'MissingError',
  load: 'ValidationError',
  question: 'UserError',
} as const;

const NOTHING: Refused = { status: 'refused', name: 'UserError', message: 'no answer', step: 0, answer: null };
