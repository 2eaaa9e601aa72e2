/** What an MES tells by itself: how jobs go, what a shift came to, and that material is short. */
import type { Ground } from '../senders/ground.ts';
import { before, type Line, type Round } from '../senders/story.ts';

const [PRESS, JOB, NEXT_JOB] = ['ACME/MUC1/PRESS/P1', 'Mould', 'Pack'];
const TROUBLE_EVERY = 3;
const WHY = { reason: { code: '17', scheme: 'site' } };

/** A job with an interruption; every third time the next job is interrupted before it began, which a person has to see. */
export function jobsOf(ground: Ground, key: string): Round {
  const line = (name: string, data: Line['data']): Line => ({
    path: '/jobs',
    system: 'mes',
    name,
    proof: { key },
    data,
  });
  return async (round, say) => {
    const [order] = ground.orders();
    if (order === undefined) return;
    const state = (jobOrderId: string | undefined, toState: string, minutesAgo: number, more: object = {}): Line =>
      line('job.state.changed', (nowMs) => ({
        ...{
          operationsRequestId: order,
          jobOrderId,
          toState,
          changedAt: before(nowMs, minutesAgo),
          equipmentId: PRESS,
        },
        ...more,
      }));
    await say(
      line('labor.time.reported', (nowMs) => ({
        ...{ operationsRequestId: order, jobOrderId: JOB, activity: 'setup' },
        interval: { start: before(nowMs, 75), end: before(nowMs, 61) },
      })),
    );
    await say(state(JOB, 'Running', 60));
    await say(state(JOB, 'Interrupted.Suspended', 40, WHY));
    await say(state(JOB, 'Running', 30));
    await say(state(JOB, 'Ended.Completed', 1));
    if (round % TROUBLE_EVERY === 0) await say(state(NEXT_JOB, 'Interrupted.Held', 0, WHY));
  };
}

/** Yesterday's early shift, and what somebody entered late: the same facts however often they are told. */
export function shiftOf(key: string, nowMs = Date.now()): Round {
  const day = new Date(nowMs - 86_400_000).toISOString().slice(0, 10);
  // Between 06:00 and 14:00 in Berlin, in summer and in winter.
  const at = (time: string): string => `${day}T${time}:00Z`;
  let number = 0;
  const line = (name: string, data: object): Line => {
    number += 1;
    const shown = { equipmentId: PRESS, ...data };
    const id = `shift-${day}-${number}`;
    return { path: '/production/shift-facts', system: 'mes', name, proof: { key }, id, data: () => shown };
  };
  const made = (value: string, more: object) => ({
    ...{ operationsRequestId: `SHIFT-${day}`, material: { materialDefinitionId: 'FG-1000' } },
    ...{ quantity: { value, uom: 'C62' }, interval: { start: at('06:00'), end: at('11:00') }, ...more },
  });
  const stop = (start: string, end: string, code: string, more: object) => ({
    ...{ start: at(start), end: at(end), reason: { code, scheme: 'site' }, revision: 1, ...more },
  });
  return async (round, say) => {
    if (round > 1)
      return say(
        line(
          'production.scrap.reported',
          made('40', { scrapStage: 'output', transactionId: `S${day}-late`, reason: { code: '2', scheme: 'site' } }),
        ),
      );
    await say(
      line('production.output.reported', made('7000', { reportKind: 'partial', transactionId: `S${day}-good` })),
    );
    await say(
      line(
        'production.scrap.reported',
        made('250', { scrapStage: 'output', transactionId: `S${day}-scrap`, reason: { code: '1', scheme: 'site' } }),
      ),
    );
    await say(line('equipment.downtime.recorded', stop('06:00', '06:30', '23', { category: 'planned' })));
    await say(
      line('equipment.downtime.recorded', stop('09:00', '09:35', '21', { category: 'unplanned', timeElement: 'ADOT' })),
    );
    const meter = { meterId: 'M1', medium: 'electricity', register: { epoch: 1, from: '1000', to: '1310.5' } };
    const used = { interval: { start: at('06:00'), end: at('11:00') }, quantity: { value: '310.5', uom: 'KWH' } };
    await say(line('energy.usage.reported', { ...meter, ...used }));
  };
}

/** Material that comes too late for an order, and then comes after all. */
export function shortagesOf(ground: Ground, key: string): Round {
  return async (round, say) => {
    const [order] = ground.awaited();
    if (order === undefined) return;
    const status = round % 2 === 1 ? 'raised' : 'cleared';
    await say({
      ...{ path: '/commitments/questions', system: 'mes', name: 'sales.commitment.questioned', proof: { key } },
      data: () => ({
        ...{ operationsRequestId: order, cause: 'shortage', causeId: `RM-20-${Math.ceil(round / 2)}`, status },
        ...(status === 'raised' ? { says: 'RM-20 is short' } : {}),
      }),
    });
  };
}
