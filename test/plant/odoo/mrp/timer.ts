/** Timers and time logs of work orders. */
import type { Rec } from '../orm/record.ts';
import { dateTimeMs, dateTimeText, roundTo } from '../orm/value.ts';
import { lossOfType } from './workcenter.ts';

const minutesSince = (work: Rec, from: string): number => (work.env.world.now() - dateTimeMs(from)) / 60_000;

/** Closed logs plus the timers that are running. */
export const durationOf = (work: Rec): number =>
  roundTo(
    work.many('time_ids').reduce((sum, log) => {
      const running = !log.get('date_end') && ['productive', 'performance'].includes(log.text('loss_type'));
      return sum + (running ? minutesSince(work, log.text('date_start')) : log.num('duration'));
    }, 0),
    2,
  );

export const progressOf = (work: Rec): number => {
  if (work.text('state') === 'done') return 100;
  const expected = work.num('duration_expected');
  return expected > 0 ? roundTo((durationOf(work) * 100) / expected, 2) : 0;
};

export const ownTimer = (work: Rec): Rec | undefined =>
  work.many('time_ids').find((log) => !log.get('date_end') && log.get('user_id') === work.env.uid);

export function createLog(work: Rec, from: string, to: string | false): void {
  const kind =
    work.num('duration_expected') === 0 || durationOf(work) <= work.num('duration_expected')
      ? 'productive'
      : 'performance';
  work.env.create('mrp.workcenter.productivity', {
    workorder_id: work.id,
    workcenter_id: work.get('workcenter_id'),
    description: `Time Tracking: ${work.env.user.text('name')}`,
    loss_id: lossOfType(work.env, kind).id,
    date_start: from,
    date_end: to,
    user_id: work.env.uid,
  });
}

/** Closes running timers: the caller's, or everybody's. */
export function endTimers(works: readonly Rec[], everybody: boolean): void {
  for (const work of works)
    for (const log of work.many('time_ids'))
      if (!log.get('date_end') && (everybody || log.get('user_id') === work.env.uid))
        log.write({ date_end: work.env.now });
}

/** Makes the logged time add up to `minutes`, with one log that ends now. */
export function logDuration(work: Rec, minutes: number): void {
  const missing = minutes - durationOf(work);
  if (missing <= 0) return;
  const now = work.env.world.now();
  createLog(work, dateTimeText(now - missing * 60_000), dateTimeText(now));
}
