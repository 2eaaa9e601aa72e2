/** Events of jobs become the state of a work order and rows of time. */
import type { EventData } from '../../../nodes/src/domain/canonical/registry.ts';
import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant, event } from './plant.ts';

const map = prepareMapper(
  siteResource({
    ...demoPlant(),
    bindings: [
      { domain: 'person', canonicalId: 'p:11aa', by: 'code', value: 'anna' },
      { domain: 'equipment', canonicalId: 'ACME/MUC1/PRESS/P1', by: 'code', value: 'PRESS-1' },
      { domain: 'reason', canonicalId: 'NO-MATERIAL', by: 'name', value: 'Material Availability' },
    ],
  }),
);
const state: EventData<'job.state.changed'> = {
  operationsRequestId: 'WH/MO/00042',
  jobOrderId: '10',
  toState: 'Held',
  changedAt: '2026-11-20T09:00:00+01:00',
};
const time: EventData<'labor.time.reported'> = {
  personId: 'p:11aa',
  operationsRequestId: 'WH/MO/00042',
  jobOrderId: '10',
  interval: { start: '2026-11-20T08:00:00Z', end: '2026-11-20T09:00:00Z' },
  activity: 'run',
};

test('a state is that of the work order, at the time of the plant', () => {
  expect(map(event('job.state.changed', state))).toMatchObject({
    value: {
      intent: {
        kind: 'workOrderState',
        order: 'WH/MO/00042',
        workOrder: '10',
        state: 'Held',
        at: '2026-11-20T08:00:00.000Z',
        partition: 'MUC1:or:WH/MO/00042',
      },
    },
  });
});

test('the same state at another time is another fact, written in another zone it is not', () => {
  const key = (changedAt: string) => event('job.state.changed', { ...state, changedAt }).idempotencykey;
  expect(key('2026-11-20T08:00:00Z')).toBe(key(state.changedAt));
  expect(key('2026-11-20T08:00:01Z')).not.toBe(key(state.changedAt));
});

test('time of a person is a row of theirs; two people on one job are two facts', () => {
  const mine = event('labor.time.reported', time);
  expect(map(mine)).toMatchObject({
    value: { intent: { kind: 'timeLog', workOrder: '10', person: { by: 'code', value: 'anna' }, activity: 'run' } },
  });
  expect(event('labor.time.reported', { ...time, personId: 'p:22bb' }).idempotencykey).not.toBe(mine.idempotencykey);
});

test('time of a machine names its work centre and why it stood', () => {
  const { personId: _nobody, operationsRequestId: _order, jobOrderId: _job, ...machine } = time;
  const idle = { ...machine, equipmentId: 'ACME/MUC1/PRESS/P1', activity: 'idle' as const };
  expect(map(event('labor.time.reported', { ...idle, reason: { code: 'NO-MATERIAL', scheme: 'site' } }))).toMatchObject(
    {
      value: { intent: { workCentre: { value: 'PRESS-1' }, loss: { by: 'name', value: 'Material Availability' } } },
    },
  );
});

test('time that names neither a job nor a machine, and a job without its order, are no facts', () => {
  const { operationsRequestId: _order, ...withoutOrder } = time;
  expect(() => event('labor.time.reported', withoutOrder)).toThrow('names an order with its job');
  const { jobOrderId: _job, ...withoutJob } = time;
  expect(() => event('labor.time.reported', withoutJob)).toThrow('names an order with its job');
});
