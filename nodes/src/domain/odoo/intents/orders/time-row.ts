/** A row of time on a work centre: created once, every further message only adds what it knows better. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce, one, oneOrNone, rows, textOrNone } from '../../rows.ts';
import type { Task } from '../spec.ts';

export const TIMES = 'mrp.workcenter.productivity';

export interface TimeRow {
  readonly workCentre: number;
  readonly loss: number;
  readonly start: string;
  /** Absent: not known yet, an end that is there stays. `null`: it lasts, whatever was told before. */
  readonly end?: string | null | undefined;
  readonly workOrder?: number | undefined;
  readonly user?: number | undefined;
  readonly note?: string | undefined;
}

const row = z.object({
  id: z.number(),
  workcenter_id: one,
  workorder_id: oneOrNone,
  user_id: oneOrNone,
  loss_id: one,
  date_start: z.string(),
  date_end: textOrNone,
  description: textOrNone,
  duration: z.number(),
});
type Shown = z.output<typeof row>;

export interface Recorded {
  readonly shown: Shown;
  /** It was there, and as told. */
  readonly already: boolean;
}

export async function recordTime(task: Task<unknown>, externalId: string, wanted: TimeRow): Promise<Result<Recorded>> {
  const { erp, where } = task;
  if (typeof wanted.end === 'string' && wanted.end < wanted.start) {
    return fail(refusal('ends-before-start', where, `${wanted.start} to ${wanted.end}`));
  }
  const known = await resolveExternalId(erp, externalId, TIMES, where);
  if (!known.ok && known.failure.code !== 'unmapped') return known;
  const id = known.ok ? known : await createOnce(erp, TIMES, cellsOf(externalId, wanted));
  if (!id.ok) return id;
  const before = await read(task, id.value);
  if (!before.ok) return before;
  const vals = differences(before.value, wanted);
  if (Object.keys(vals).length > 0) {
    const written = await act(erp, TIMES, 'write', [id.value], { vals }, { repeatable: true });
    if (!written.ok) return written;
  }
  const after = await read(task, id.value);
  if (!after.ok) return after;
  const shown = after.value;
  const isSo =
    shown.workcenter_id === wanted.workCentre &&
    shown.workorder_id === wanted.workOrder &&
    Object.keys(differences(shown, wanted)).length === 0;
  if (!isSo) return fail(refusal('not-posted', where, JSON.stringify(shown)));
  return ok({ shown, already: known.ok && Object.keys(vals).length === 0 });
}

function cellsOf(id: string, wanted: TimeRow): Readonly<Record<string, string>> {
  return {
    id,
    'workcenter_id/.id': String(wanted.workCentre),
    'loss_id/.id': String(wanted.loss),
    date_start: wanted.start,
    ...(typeof wanted.end === 'string' ? { date_end: wanted.end } : {}),
    ...(wanted.workOrder === undefined ? {} : { 'workorder_id/.id': String(wanted.workOrder) }),
    ...(wanted.user === undefined ? {} : { 'user_id/.id': String(wanted.user) }),
    ...(wanted.note === undefined ? {} : { description: wanted.note }),
  };
}

/** Its end, a reason or words that came later; a start that was told differently is told with it. */
function differences(shown: Shown, wanted: TimeRow): Readonly<Record<string, unknown>> {
  return {
    ...(shown.loss_id === wanted.loss ? {} : { loss_id: wanted.loss }),
    ...(shown.date_start === wanted.start ? {} : { date_start: wanted.start }),
    ...(wanted.end === undefined || (shown.date_end ?? null) === wanted.end ? {} : { date_end: wanted.end ?? false }),
    ...(wanted.note === undefined || shown.description === wanted.note ? {} : { description: wanted.note }),
    ...(wanted.user === undefined || shown.user_id === wanted.user ? {} : { user_id: wanted.user }),
  };
}

async function read({ erp, where }: Task<unknown>, id: number): Promise<Result<Shown>> {
  const found = await rows(erp, { model: TIMES, row, domain: [['id', '=', id]] });
  if (!found.ok) return found;
  const [first] = found.value;
  return first ? ok(first) : fail(refusal('not-posted', where, 'the time row is gone'));
}
