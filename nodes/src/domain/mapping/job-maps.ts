/** Maps of jobs: their state, and the time spent on them. */
import type { EventMap, Rule } from './rules.ts';

const standing: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
};

export const jobMaps: readonly EventMap[] = [
  {
    type: 'job.state.changed',
    to: 'workOrderState',
    fields: {
      ...standing,
      at: { from: 'data.changedAt', convert: 'instant' },
      order: { from: 'data.operationsRequestId' },
      workOrder: { from: 'data.jobOrderId' },
      state: { from: 'data.toState' },
    },
  },
  {
    type: 'labor.time.reported',
    to: 'timeLog',
    fields: {
      ...standing,
      at: { from: 'time', convert: 'instant' },
      order: { from: 'data.operationsRequestId', optional: true },
      workOrder: { from: 'data.jobOrderId', optional: true },
      workCentre: { from: 'data.equipmentId', lookup: 'equipment-record', optional: true },
      person: { from: 'data.personId', lookup: 'person-record', optional: true },
      activity: { from: 'data.activity' },
      loss: { from: 'data.reason.code', lookup: 'reason-record', optional: true },
      from: { from: 'data.interval.start', convert: 'instant' },
      to: { from: 'data.interval.end', convert: 'instant' },
      note: { from: 'data.note', optional: true },
    },
  },
];
