/** Finished quantity: keeps the open record at the counted sum, closes parts where the policy says so. */
import type { Failure } from '../../failure.ts';
import type { FactRow } from '../../journal.ts';
import type { Receipt } from '../../message.ts';
import { fail, ok, type Result } from '../../ports.ts';
import { type Amount, amount, equal, sum, text } from '../amount.ts';
import type { Steps } from '../binding.ts';
import { exactIn } from '../conversion.ts';
import type { OrderDocument } from '../dialect.ts';
import type { OrderIntentOf } from '../order-intent.ts';
import { type Plan, planProduction } from '../production-plan.ts';
import { refusal } from '../refusals.ts';
import { stepOf, stepsAfter } from '../rounding.ts';
import { entriesOf, minus, plus, totalsOf } from '../totals.ts';
import { closePart, recordProducing } from './close-part.ts';
import { addable, factorsFor, isNews, type Job, remember } from './job.ts';
import { openDocument, openDocuments, rereadOne } from './order.ts';
import { receiptFor, withResidual } from './receipt.ts';
import { linesOf, scalesOf } from './scales.ts';
import { madeElsewhere } from './serials.ts';

type ProduceJob = Job<OrderIntentOf<'produce'>>;

export async function produce(job: ProduceJob): Promise<Result<Receipt>> {
  const { intent, product, binding } = job;
  if (product.id !== binding.product) return fail(refusal('order-other-product', job.where, product.name));
  const last = job.documents.at(-1);
  if (openDocuments(job).length === 0 && last && isAllClosed(job))
    return told(job, last, receiptFor(job, job.binding.parts.at(-1)?.id ?? last.id));
  const document = openDocument(job);
  if (!document.ok) return document;
  const waiting = intent.report === 'final' ? stillComing(job) : undefined;
  if (waiting) return fail(waitingFor(waiting, job));
  const isAddable = addable(job, document.value.unit);
  if (!isAddable.ok) return isAddable;
  const plan = planFor(job, document.value);
  if (!plan.ok) return plan;
  const touched = somebodyElse(job, document.value, plan.value);
  if (touched) return fail(refusal('conflicting-state', job.where, touched));
  const fresh = await madeElsewhere(job, plan.value.steps);
  if (!fresh.ok) return fresh;
  const bound = await remember(job, {
    ordered: { id: document.value.id, quantity: text(document.value.ordered) },
    made: stepsOf(job, document.value),
  });
  if (!bound.ok) return bound;
  return told(job, document.value, await carry(job, document.value, plan.value));
}

/** With what Odoo cannot hold. */
function told(job: ProduceJob, { unit }: OrderDocument, receipt: Result<Receipt>): Result<Receipt> {
  if (!receipt.ok) return receipt;
  const byLot = job.product.tracking !== 'none';
  const scales = scalesOf(job, { unit, byLot, material: job.mine.material });
  return scales.ok ? ok(withResidual(job, receipt.value, scales.value)) : scales;
}

const posted = (job: ProduceJob): FactRow[] =>
  job.ledger.facts.filter((fact) => fact.state === 'posted' && fact.key !== job.intent.key);

/** Everything this message reports is in closed parts already. */
function isAllClosed(job: ProduceJob): boolean {
  const { closed } = job.binding;
  const open = minus(plus(totalsOf(posted(job)), totalsOf([job.mine])), closed);
  const good = entriesOf(open).filter((entry) => entry.use === 'good');
  return Object.keys(closed).length > 0 && good.length === 0;
}

/** Short words first: this is what stands under the node. */
function waitingFor(what: string, { intent, where }: ProduceJob): Failure {
  const [date = '', time = ''] = intent.at.split('T');
  const { reason, ...rest } = refusal('waiting-for-counters', where);
  return { ...rest, reason: `${reason} since ${time.slice(0, 5)} UTC for ${what} (order ended ${date})` };
}

/** What a final count still has to wait for, in words. */
function stillComing(job: ProduceJob): string | undefined {
  const { ledger, intent } = job;
  const tags = intent.awaits.filter((tag) => !ledger.closedTags.includes(tag));
  if (tags.length > 0) return tags.join(', ');
  if (ledger.untaken > 0) return `${ledger.untaken} counts not yet queued`;
  // What was put aside may yet count for this order; closing it first would make that impossible.
  if (ledger.aside) return `${ledger.aside} dead letters of this order, to be replayed or discarded`;
  const queued = ledger.facts.filter(
    (fact) => fact.state === 'queued' && fact.key !== intent.key && fact.use !== 'scrap',
  );
  return queued.length > 0 ? `${queued.length} counts not yet posted` : undefined;
}

type GoodPlan = Extract<Plan, { ok: true }>;

function planFor(job: ProduceJob, order: OrderDocument, step = stepOf(job, order.unit)): Result<GoodPlan> {
  const { intent, binding, mine } = job;
  const scrap = intent.policy.rejects === 'producedThenScrapped' ? rejected(job, order) : [];
  // What was refused may be in a unit that does not fit, and is no part of any sum.
  const measures = [mine, ...posted(job), ...scrap, ...entriesOf(binding.closed)];
  const factor = factorsFor(
    job,
    measures.filter((entry) => entry.material === intent.material.id),
    order.unit,
  );
  if (!factor.ok) return factor;
  const lines = linesOf(job);
  if (!lines.ok) return lines;
  const raise = binding.closing?.id === order.id ? binding.closing.raise : undefined;
  const raised = raise !== undefined && equal(order.ordered, amount(raise.to), job.digits);
  const foreign = job.documents
    .filter((document) => binding.foreign.includes(document.id))
    .map((document) => document.produced);
  const plan = planProduction({
    policy: intent.policy,
    tracking: job.product.tracking,
    serialsPerRecord: job.dialect.serialsPerRecord,
    material: intent.material.id,
    factor: factor.value,
    step,
    lines: lines.value,
    report: intent.report,
    mine,
    posted: posted(job).filter((fact) => fact.use !== 'scrap'),
    scrap,
    closed: binding.closed,
    closedGood: sum([...foreign, ...binding.parts.map((part) => amount(part.good))]),
    ordered: raised ? amount(raise.from) : order.ordered,
    extra: amount(binding.extra ?? '0'),
  });
  return plan.ok ? ok(plan) : fail(refusal(plan.code, job.where, plan.detail));
}

/** Each scrap is a document of its own: one that is finer than a step is refused at its own event, so no part waits for it. */
function rejected(job: ProduceJob, { unit }: OrderDocument): FactRow[] {
  return job.ledger.facts.filter(
    ({ use, material, state, quantity, uom }) =>
      use === 'scrap' &&
      material === job.intent.material.id &&
      state !== 'buried' &&
      exactIn(job, { value: quantity, uom }, unit, job.where).ok,
  );
}

const stepsOf = (job: ProduceJob, { unit }: OrderDocument): Steps => stepsAfter(job.binding.made, stepOf(job, unit));

/** Values we may find: from before this message, from an earlier attempt of it, or announced by one. */
function somebodyElse(job: ProduceJob, order: OrderDocument, plan: GoodPlan): string | undefined {
  const { closing } = job.binding;
  const { stepBefore } = stepsOf(job, order);
  const rounded = stepBefore === undefined ? undefined : planFor(job, order, amount(stepBefore));
  const ours: Amount[] = [
    ...[plan.before, plan.after],
    ...(rounded?.ok ? [rounded.value.before] : []),
    ...(closing?.id === order.id ? [amount(closing.producing)] : []),
  ];
  // Changing the ordered quantity makes Odoo propose the new one as made (Odoo 19.0, measured). That is nobody's count.
  const asked = job.binding.ordered;
  const changed = asked?.id === order.id && !equal(amount(asked.quantity), order.ordered, job.digits);
  const proposed = changed && equal(order.producing, order.ordered, job.digits);
  if (proposed || ours.some((value) => equal(value, order.producing, job.digits))) return undefined;
  return `${order.name} shows ${text(order.producing)}, expected ${text(plan.before)}`;
}

async function carry(job: ProduceJob, order: OrderDocument, plan: GoodPlan): Promise<Result<Receipt>> {
  let current = order;
  for (const step of plan.steps) {
    const done = await take(job, current, step);
    if (!done.ok) return done;
    current = openDocuments(job)[0] ?? job.documents.find((document) => document.id === current.id) ?? current;
  }
  job.carried = !job.wrote && isNews(job) && plan.before.equals(plan.after);
  const lastPart = job.binding.parts.at(-1);
  const subject = plan.steps.at(-1)?.kind === 'close' && lastPart ? lastPart.id : current.id;
  return receiptFor(job, subject, { parts: job.binding.parts });
}

async function take(job: ProduceJob, order: OrderDocument, step: GoodPlan['steps'][number]): Promise<Result<unknown>> {
  switch (step.kind) {
    case 'close':
      return closePart(job, order, step);
    case 'record':
      return step.producing.isZero() && order.producing.isZero()
        ? ok(undefined)
        : recordProducing(job, order, step.producing, step.lots);
    case 'cancel-rest': {
      const closed = await remember(job, {
        closed: plus(job.binding.closed, step.totals),
        rest: plus(job.binding.rest ?? {}, step.rest),
      });
      if (!closed.ok) return closed;
      job.wrote = true;
      const cancelled = await job.dialect.cancelOrder(job.erp, order);
      if (!cancelled.ok) return cancelled;
      const now = await rereadOne(job, order.id);
      if (!now.ok || now.value.state === 'cancel') return now;
      return fail(refusal('not-posted', job.where, `${now.value.name} is ${now.value.state} instead of cancelled`));
    }
    case 'leave-rest':
      return ok(undefined);
  }
}
