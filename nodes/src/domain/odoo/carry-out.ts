/**
 * Carries one intent out in Odoo and proves it. State based: what Odoo should show is computed from everything the
 * journal knows about the order; only the difference is written, and success is what is read back. Carrying the same
 * intent out again therefore changes nothing, and a lost answer is a question that the next attempt answers.
 */
import type { Failure } from '../failure.ts';
import type { OrderLedger } from '../journal.ts';
import type { Receipt } from '../message.ts';
import { type Erp, fail, type Result } from '../ports.ts';
import { inRounds } from './batch/rounds.ts';
import type { Deps } from './deps.ts';
import type { Intent } from './intent.ts';
import { type StandingIntent, specOf } from './intents/catalogue.ts';
import type { Memory, Need } from './intents/spec.ts';
import { isOrderIntent, type OrderIntent } from './order-intent.ts';
import { type Job, openJob, orderWhere } from './post/job.ts';
import { openOrder } from './post/order.ts';
import { produce } from './post/produce.ts';
import { recordMaterial } from './post/record.ts';
import { scrap } from './post/scrap.ts';
import { refusal, type Where } from './refusals.ts';
import { namingRights, ORDER_NEEDS } from './rights.ts';
import { guarding } from './values/guarding.ts';

/** A failed result says by its class whether to try again, to look first, or to ask a person. */
export async function carryOut(erp: Erp, intent: Intent, ledger: OrderLedger, deps: Deps): Promise<Result<Receipt>> {
  return namedRight(erp, intent, await posted(erp, intent, ledger, deps));
}

/** Odoo refuses in words of its own, at any of the calls; the right that is missing is asked for afterwards. */
async function namedRight(erp: Erp, intent: Intent, answer: Result<Receipt>): Promise<Result<Receipt>> {
  if (answer.ok) return answer;
  const { code, cause } = answer.failure;
  const where = whereOf(intent);
  // The message chose it: a matter of this message, not of the connection.
  if (
    'model' in intent &&
    (code === 'odoo-model-missing' || (await isUnknownInBatch(erp, intent.model, answer.failure)))
  )
    return fail({ ...refusal('model-unknown', where, intent.model), ...(cause ? { cause } : {}) });
  const profile = await erp.profile();
  return profile.ok ? namingRights({ erp, profile: profile.value, where }, needsOf(intent), answer) : answer;
}

/** The batch action fails over an unknown model without saying that it is one. */
async function isUnknownInBatch(erp: Erp, model: string, { code, class: kind }: Failure): Promise<boolean> {
  if (!erp.batch || kind !== 'business' || !code.startsWith('odoo-')) return false;
  const args = { allfields: ['id'], attributes: ['type'] };
  const asked = await erp.call({ model, method: 'fields_get', args, repeatable: true });
  return !asked.ok && asked.failure.code === 'odoo-model-missing';
}

function needsOf(intent: Intent): readonly Need[] {
  if (isOrderIntent(intent)) return ORDER_NEEDS;
  const spec = specOf(intent.kind);
  return spec?.needsOf?.(intent) ?? spec?.needs ?? [];
}

function posted(erp: Erp, intent: Intent, ledger: OrderLedger, deps: Deps): Promise<Result<Receipt>> {
  const { batch } = erp;
  const checked = (view: Erp): Erp => guarding(view, { direct: erp, where: whereOf(intent), deps });
  if (!batch) return byCalls(checked(erp), intent, ledger, deps);
  let binding = ledger.binding;
  return inRounds(erp, batch, {
    key: intent.key,
    where: whereOf(intent),
    run: (view, bind) =>
      byCalls(checked(view), intent, { ...ledger, ...(binding ? { binding } : {}) }, { ...deps, bind }),
    bind: async (next) => {
      const bound = await deps.bind(next);
      if (bound.ok) binding = next;
      return bound;
    },
  });
}

/** What is attempted and on what, for every failure of this posting. */
export const whereOf = (intent: Intent): Where => {
  if (isOrderIntent(intent)) return orderWhere(intent);
  return specOf(intent.kind)?.where(intent) ?? { attempted: intent.kind, on: intent.partition };
};

function byCalls(erp: Erp, intent: Intent, ledger: OrderLedger, deps: Deps): Promise<Result<Receipt>> {
  return isOrderIntent(intent) ? ofOrder(erp, intent, ledger, deps) : standing(erp, intent, ledger, deps);
}

async function standing(erp: Erp, intent: StandingIntent, ledger: OrderLedger, deps: Deps): Promise<Result<Receipt>> {
  const where = whereOf(intent);
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const spec = specOf(intent.kind);
  if (!spec) return fail(refusal('unknown-intent', where));
  // Beside what the postings of an order remember in the same ordering scope, never among it.
  const others = ledger.binding ?? {};
  let memory = (others['standing'] ?? {}) as Memory;
  const remember = async (change: Memory): Promise<Result<void>> => {
    const next = { ...memory, ...change };
    const kept = await deps.bind({ ...others, standing: next });
    if (kept.ok) memory = next;
    return kept;
  };
  return spec.carryOut({ erp, profile: profile.value, intent, where, deps, memory: () => memory, remember });
}

async function ofOrder(erp: Erp, intent: OrderIntent, ledger: OrderLedger, deps: Deps): Promise<Result<Receipt>> {
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
