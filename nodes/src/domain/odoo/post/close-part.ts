/** Closes one part of an order: records what is in it, lets Odoo finish it, proves it, remembers it. */
import { fail, ok, type Result } from '../../ports.ts';
import { type Amount, amount, equal, sum, text } from '../amount.ts';
import type { Closing } from '../binding.ts';
import type { OrderDocument } from '../dialect.ts';
import type { OrderIntentOf } from '../order-intent.ts';
import type { CloseStep } from '../production-plan.ts';
import { refusal } from '../refusals.ts';
import { questionIn } from '../wizard.ts';
import { type Job, remember } from './job.ts';
import { lateWrite, noteShown, noteWrite } from './late-writes.ts';
import { lotIds } from './lots.ts';
import { partClosed, reread, rereadOne } from './order.ts';
import { linesBefore, prepareLines } from './part-lines.ts';

type ProduceJob = Job<OrderIntentOf<'produce'>>;

export async function closePart(job: ProduceJob, order: OrderDocument, step: CloseStep): Promise<Result<void>> {
  const closing = announce(job, order, step);
  const noted = await remember(job, { closing });
  if (!noted.ok) return noted;
  const room = await makeRoom(job, order, closing);
  if (!room.ok) return room;
  const before = await linesBefore(job, order);
  if (!before.ok) return before;
  const recorded = await recordProducing(job, room.value, amount(closing.producing), step.lots);
  if (!recorded.ok) return recorded;
  const ready = await prepareLines(job, recorded.value, step, before.value);
  if (!ready.ok) return ready;
  return finish(job, recorded.value, closing);
}

function announce(job: ProduceJob, order: OrderDocument, step: CloseStep): Closing {
  const earlier = job.binding.closing?.id === order.id ? job.binding.closing : undefined;
  const [lot] = step.lots;
  // Scrapped units used up part of the ordered quantity: the rest must still be made in full. Of an order that is all made
  // Odoo leaves no rest in which another lot could be made.
  const room = step.scrap.plus(step.extra);
  const needsRoom = step.ending === 'backorder' && room.greaterThan(0);
  const raised = earlier?.raise && equal(order.ordered, amount(earlier.raise.to), job.digits);
  const from = raised && earlier.raise ? amount(earlier.raise.from) : order.ordered;
  return {
    id: order.id,
    totals: { ...step.totals },
    producing: text(step.good.plus(step.scrap)),
    good: text(step.good),
    scrap: text(step.scrap),
    ...(lot === undefined ? {} : { lot }),
    ...(step.lots.length > 1 ? { lots: [...step.lots] } : {}),
    ending: step.ending,
    ...(needsRoom ? { raise: { from: text(from), to: text(from.plus(room)) } } : {}),
    ...(step.extra.isZero() ? {} : { extra: text(step.extra) }),
    ...(Object.keys(step.rest).length === 0 ? {} : { rest: step.rest }),
  };
}

async function makeRoom(job: ProduceJob, order: OrderDocument, closing: Closing): Promise<Result<OrderDocument>> {
  const target = closing.raise ? amount(closing.raise.to) : undefined;
  if (!target || equal(order.ordered, target, job.digits)) return ok(order);
  job.wrote = true;
  const raised = await job.dialect.raiseOrdered(job.erp, order, target);
  if (!raised.ok) return raised;
  const now = await rereadOne(job, order.id);
  if (!now.ok || equal(now.value.ordered, target, job.digits)) return now;
  return fail(
    refusal('not-posted', job.where, `ordered quantity is ${text(now.value.ordered)} instead of ${text(target)}`),
  );
}

/** Sets quantity made and lots on the open record, absolute, and reads them back. */
export async function recordProducing(
  job: ProduceJob,
  order: OrderDocument,
  quantity: Amount,
  lotNames: readonly string[],
): Promise<Result<OrderDocument>> {
  const tracked = job.product.tracking !== 'none';
  const lots = await lotIds(job, job.product.id, tracked ? lotNames : [], 'made');
  if (!lots.ok) return lots;
  const holds = (shown: OrderDocument) =>
    equal(shown.producing, quantity, job.digits) &&
    (lots.value.length === 0 ||
      (lots.value.length === shown.lots.length && lots.value.every((lot) => shown.lots.includes(lot))));
  if (holds(order)) {
    const shown = await noteShown(job, text(quantity));
    return shown.ok ? ok(order) : shown;
  }
  if (order.producing.isZero()) {
    const started = await job.dialect.startWorkOrders(job.erp, order, job.mine.at);
    if (!started.ok) return started;
  }
  job.wrote = true;
  const sent = await job.dialect.setProducing(job.erp, order, quantity, lots.value);
  const written = await noteWrite(job, text(quantity), sent);
  if (!written.ok) return written;
  if (job.erp.foresight) return ok({ ...order, producing: quantity, lots: lots.value });
  const now = await rereadOne(job, order.id);
  if (!now.ok || holds(now.value)) return now;
  return fail(
    refusal(
      'not-posted',
      job.where,
      `${now.value.name} shows ${text(now.value.producing)} instead of ${text(quantity)}`,
    ),
  );
}

async function finish(job: ProduceJob, order: OrderDocument, closing: Closing): Promise<Result<void>> {
  const { policy } = job.intent;
  const late = lateWrite(job);
  if (late) return fail(late);
  job.wrote = true;
  const answer = await job.dialect.markDone(job.erp, order, {
    backorder: closing.ending === 'backorder',
    // `flexible` and `warning` leave it to the policy; `strict` is a plant's own rule, overruled by name only.
    acceptConsumption: order.consumption !== 'strict' || policy.bomDifference === 'post',
  });
  if (!answer.ok) return answer;
  const now = await rereadOne(job, order.id);
  if (!now.ok) return now;
  if (now.value.state !== 'done') {
    return fail(
      questionIn(answer.value, job.where) ??
        refusal('not-posted', job.where, `${now.value.name} is ${now.value.state}`),
    );
  }
  const stocked = await job.dialect.finished(job.erp, now.value);
  if (!stocked.ok) return stocked;
  const made = sum(stocked.value.map((line) => line.quantity));
  if (!equal(made, amount(closing.producing), job.digits)) {
    return fail(
      refusal(
        'not-posted',
        job.where,
        `${now.value.name} brought ${text(made)} into stock instead of ${closing.producing}`,
      ),
    );
  }
  const kept = await partClosed(job, closing, now.value);
  if (!kept.ok) return kept;
  const after = await reread(job);
  return after.ok ? ok(undefined) : after;
}
