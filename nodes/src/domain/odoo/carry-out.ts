/**
 * Carries one intent out in Odoo and proves it. State based: what Odoo should show is computed from everything the
 * journal knows about the order; only the difference is written, and success is what is read back. Carrying the same
 * intent out again therefore changes nothing, and a lost answer is a question that the next attempt answers.
 */
import type { OrderLedger } from '../journal.ts';
import type { Receipt } from '../message.ts';
import type { Erp, Result } from '../ports.ts';
import { inRounds } from './batch/rounds.ts';
import type { Intent } from './intent.ts';
import { type Deps, type Job, openJob, whereOf } from './post/job.ts';
import { openOrder } from './post/order.ts';
import { produce } from './post/produce.ts';
import { recordMaterial } from './post/record.ts';
import { scrap } from './post/scrap.ts';

/** A failed result says by its class whether to try again, to look first, or to ask a person. */
export function carryOut(erp: Erp, intent: Intent, ledger: OrderLedger, deps: Deps): Promise<Result<Receipt>> {
  const { batch } = erp;
  if (!batch) return byCalls(erp, intent, ledger, deps);
  let binding = ledger.binding;
  return inRounds(erp, batch, {
    key: intent.key,
    where: whereOf(intent),
    run: (view, bind) => byCalls(view, intent, { ...ledger, ...(binding ? { binding } : {}) }, { ...deps, bind }),
    bind: async (next) => {
      const bound = await deps.bind(next);
      if (bound.ok) binding = next;
      return bound;
    },
  });
}

async function byCalls(erp: Erp, intent: Intent, ledger: OrderLedger, deps: Deps): Promise<Result<Receipt>> {
  const opening = await openJob(erp, intent, ledger, deps);
  if (!opening.ok) return opening;
  const job = await openOrder(opening.value);
  return job.ok ? dispatch(job.value) : job;
}

function dispatch(job: Job): Promise<Result<Receipt>> {
  const { intent } = job;
  switch (intent.kind) {
    case 'produce':
      return produce({ ...job, intent });
    case 'consume':
    case 'byproduct':
      return recordMaterial({ ...job, intent });
    case 'scrap':
      return scrap({ ...job, intent });
  }
}
