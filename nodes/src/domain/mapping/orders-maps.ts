/** Maps of orders, jobs and work centres: what the shop floor says besides quantities. */
import type { EventMap, Rule } from './rules.ts';

const head: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'time', convert: 'instant' },
};

const ofOrder: Readonly<Record<string, Rule>> = { ...head, order: { from: 'data.operationsRequestId' } };
const workCentre: Rule = { from: 'data.equipmentId', lookup: 'equipment-record' };

/** Equipment and start name a standstill; its end and a better reason come with the same ones. */
const ofStandstill: Readonly<Record<string, Rule>> = {
  ...head,
  stop: { from: 'data.start', convert: 'instant' },
  workCentre,
  from: { from: 'data.start', convert: 'instant' },
  note: { from: 'data.note', optional: true },
};

export const ordersMaps: readonly EventMap[] = [
  {
    type: 'operations.request.acknowledged',
    to: 'acknowledgeRelease',
    fields: {
      ...ofOrder,
      version: { from: 'data.requestVersion' },
      decision: { from: 'data.decision' },
      reason: { from: 'data.reason.text', optional: true },
      expectedStart: { from: 'data.expectedStart', convert: 'instant', optional: true },
    },
  },
  {
    type: 'integration.acknowledgement.overdue',
    to: 'acknowledgeRelease',
    when: [{ path: 'data.about', is: ['operationsRequestId'] }],
    fields: {
      ...{ ...head, order: { from: 'data.subject' } },
      version: { from: 'data.revision' },
      decision: { from: 'data.level' },
    },
  },
  {
    type: 'operations.change.requested',
    to: 'changeQuantity',
    when: [{ path: 'data.change', is: ['quantity'] }],
    fields: {
      ...ofOrder,
      quantity: { from: 'data.quantity', convert: 'quantity', material: 'data.material.materialDefinitionId' },
    },
  },
  {
    type: 'operations.change.requested',
    to: 'reschedule',
    when: [{ path: 'data.change', is: ['schedule'] }],
    fields: { ...ofOrder, start: { from: 'data.plannedStart', convert: 'instant' } },
  },
  {
    type: 'operations.change.requested',
    to: 'cancelOrder',
    when: [{ path: 'data.change', is: ['cancel'] }],
    fields: { ...ofOrder, reason: { from: 'data.reason.text', optional: true } },
  },
  {
    type: 'production.output.withdrawn',
    to: 'unbuild',
    fields: {
      ...ofOrder,
      quantity: { from: 'data.quantity', convert: 'quantity', material: 'data.material.materialDefinitionId' },
      lot: { from: 'data.lot.lotId', lookup: 'lot', optional: true },
      reason: { from: 'data.reason.text', optional: true },
    },
  },
  {
    type: 'job.state.changed',
    to: 'workOrderState',
    fields: {
      ...ofOrder,
      at: { from: 'data.changedAt', convert: 'instant' },
      workOrder: { from: 'data.jobOrderId' },
      state: { from: 'data.toState' },
    },
  },
  {
    type: 'labor.time.reported',
    to: 'timeLog',
    fields: {
      ...head,
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
  {
    type: 'equipment.downtime.recorded',
    to: 'plannedDowntime',
    when: [
      { path: 'data.category', is: ['planned'] },
      { path: 'data.basis', is: [null, 'announced'] },
    ],
    fields: { ...ofStandstill, to: { from: 'data.end', convert: 'instant' } },
  },
  {
    /** Lost time, and planned time as it was measured. */
    type: 'equipment.downtime.recorded',
    to: 'downtime',
    fields: {
      ...ofStandstill,
      loss: { from: 'data.reason.code', lookup: 'reason-record' },
      to: { from: 'data.end', convert: 'instant', optional: true },
      basis: { from: 'data.basis', optional: true },
    },
  },
  {
    /** One row of the right length, so that the sum is in Odoo's figures. */
    type: 'equipment.microstops.reported',
    to: 'downtime',
    fields: {
      ...head,
      stop: { from: 'data.sumId' },
      workCentre,
      loss: { from: 'data.reason.code', lookup: 'reason-record' },
      from: { from: 'data.booked.start', convert: 'instant' },
      to: { from: 'data.booked.end', convert: 'instant' },
      basis: { value: 'measured' },
      note: { from: 'data.note', optional: true },
    },
  },
  {
    type: 'equipment.kpi.reported',
    to: 'shiftSummary',
    when: [{ path: 'data.grain', is: ['shift'] }],
    fields: {
      ...head,
      workCentre,
      shift: { from: 'data.shiftId' },
      start: { from: 'data.interval.start', convert: 'instant' },
      end: { from: 'data.interval.end', convert: 'instant' },
      revision: { from: 'data.revision' },
      figures: { from: 'data', convert: 'shift-figures' },
    },
  },
];
