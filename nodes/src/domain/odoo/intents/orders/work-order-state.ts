/** What a machine or an MES says of a job, as state and exact times of the work order. */
import { z } from 'zod';
import { type Progress, type Step, stepFor, transition, WORK_STATES } from '../../../operations/work-order.ts';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce } from '../../rows.ts';
import { odooTime } from '../../time.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { noteCounts, notedCounts, putBackCounts } from './counts.ts';
import { announce, answered, stillUnderWay } from './sent.ts';
import { TIMES } from './time-row.ts';
import { beginTimer, endTimers, findWork, openTimers, type Timer, type Work } from './work-order.ts';

const schema = z.strictObject({
  kind: z.literal('workOrderState'),
  ...standing,
  order: z.string().min(1),
  /** Operation by its name, or by its place in the routing (`10`, `20`). */
  workOrder: z.string().min(1),
  /** What the job or the machine is in now; by ISA-95 Job Control or PackML. */
  state: z.enum(WORK_STATES),
});
type State = z.output<typeof schema>;
type StateTask = Task<State>;

export const workOrderState = defineIntent({
  kind: 'workOrderState',
  title: 'Start, pause, resume or finish a work order',
  schema,
  promised: {
    does: 'Brings the work order where the plant is, with the times of the plant; counts and components are not touched.',
    postCondition: 'The work order shows the state; its time runs or stands still since the time reported.',
    once: 'A state that Odoo shows already is left alone. A start whose answer was lost is looked for before it is sent again.',
    wizards: 'None.',
    undo: 'Correct the time rows of the work order in Odoo; a finished one is not reopened.',
  },
  needs: [
    ['mrp.workorder', 'write', 'Manufacturing'],
    [TIMES, 'create', 'Manufacturing'],
    [TIMES, 'write', 'Manufacturing'],
  ],
  where: ({ order, workOrder, state }) => ({ attempted: `bring ${workOrder} to ${state}`, on: order }),
  carryOut,
});

async function carryOut(task: StateTask): Promise<Result<Receipt>> {
  const work = await findWork(task, task.intent.order, task.intent.workOrder);
  if (!work.ok) return work;
  const timers = await openTimers(task, work.value.document);
  if (!timers.ok) return timers;
  const step = stepFor(task.intent.state);
  if (!step) return receipt(task, work.value, timers.value, 'noted');
  const from = progressOf(work.value, timers.value);
  const change = transition(from, step);
  const isMine = notedCounts(task, work.value.part) !== undefined;
  if (change.kind === 'already' && !isMine) return receipt(task, work.value, timers.value, 'already');
  if (change.kind === 'illegal') {
    return fail(refusal('transition-illegal', task.where, `${work.value.document.name} is ${from}`));
  }
  if (step === 'run' && change.kind === 'go' && work.value.document.isBlocked) {
    return fail(refusal('work-centre-blocked', task.where, work.value.document.name));
  }
  const counted = isMine ? ok(undefined) : await noteCounts(task, work.value.order, work.value.part);
  if (!counted.ok) return counted;
  if (change.kind === 'go') {
    const gone = await go(task, work.value, step, timers.value);
    if (!gone.ok) return gone;
  }
  return settle(task, step);
}

const progressOf = ({ document }: Work, timers: readonly Timer[]): Progress => {
  if (document.state === 'cancel') return 'cancelled';
  if (document.state !== 'progress') return document.state;
  return timers.length > 0 ? 'running' : 'paused';
};

async function go(task: StateTask, work: Work, step: Step, timers: readonly Timer[]): Promise<Result<unknown>> {
  const { erp, intent } = task;
  const { document } = work;
  const at = odooTime(intent.at);
  if (step !== 'run') {
    const ended = await endTimers(task, timers, at);
    if (!ended.ok || step === 'pause') return ended;
    return act(erp, 'mrp.workorder', 'button_finish', [document.id], {}, { repeatable: true });
  }
  if (document.state === 'progress') {
    return createOnce(erp, TIMES, {
      id: externalId('run', intent.key),
      'workcenter_id/.id': String(document.workCentre),
      'workorder_id/.id': String(document.id),
      'loss_id/id': 'mrp.block_reason7',
      date_start: at,
    });
  }
  const early = stillUnderWay(task, document.id, document.name);
  if (early) return fail(early);
  const announced = await announce(task, document.id);
  if (!announced.ok) return announced;
  const started = await act(erp, 'mrp.workorder', 'button_start', [document.id]);
  if (!started.ok && started.failure.class === 'unknown') return started;
  const told = await answered(task);
  return told.ok ? started : told;
}

/** The times of the plant instead of those of the call, and no counts that nobody made. */
async function settle(task: StateTask, step: Step): Promise<Result<Receipt>> {
  const { intent, where } = task;
  const at = odooTime(intent.at);
  const work = await findWork(task, intent.order, intent.workOrder);
  if (!work.ok) return work;
  const { document, orders } = work.value;
  const timers = await openTimers(task, document);
  if (!timers.ok) return timers;
  const shown = progressOf(work.value, timers.value);
  if (transition(shown, step).kind !== 'already') {
    return fail(refusal('not-posted', where, `${document.name} is ${shown}`));
  }
  const timed = step === 'run' ? await beginTimer(task, timers.value, at) : ok(undefined);
  if (!timed.ok) return timed;
  const times = timesFor(step, at, document);
  const dated = times ? await orders.date(task.erp, document.id, times) : ok(undefined);
  if (!dated.ok) return dated;
  const part = await putBackCounts(task, work.value.order, work.value.part);
  if (!part.ok) return part;
  const after = await findWork(task, intent.order, intent.workOrder);
  return after.ok ? receipt(task, after.value, timers.value, 'posted') : after;
}

/** Only the first start is the start of the work order. */
function timesFor(
  step: Step,
  at: string,
  { start, end }: Work['document'],
): { start?: string; end?: string } | undefined {
  if (step === 'run') return start !== undefined && start <= at ? undefined : { start: at };
  if (step === 'pause' || end === at) return undefined;
  return { end: at, ...(start === undefined || start > at ? { start: at } : {}) };
}

function receipt(
  task: StateTask,
  { document, part }: Work,
  timers: readonly Timer[],
  verdict: Receipt['verdict'],
): Result<Receipt> {
  const running = timers[0]?.date_start;
  return ok({
    verdict,
    summary: `${task.where.attempted} on ${part.name}: ${document.state}`,
    records: [
      { model: 'mrp.workorder', id: document.id, name: document.name, state: document.state },
      { model: 'mrp.production', id: part.id, name: part.name, state: part.state },
    ],
    readBack: {
      workOrder: document.name,
      state: document.state,
      start: document.start ?? null,
      end: document.end ?? null,
      runningSince: document.state === 'progress' ? (running ?? null) : null,
    },
  });
}
