/** Maps of quality: results, nonconformances, and what is decided about a lot. */
import type { EventMap, Rule } from './rules.ts';

const material = 'data.material.materialDefinitionId';

const ofLot: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'data.effectiveAt', convert: 'instant' },
  material: { from: material, lookup: 'material' },
  lot: { from: 'data.lot.lotId', lookup: 'lot' },
  hold: { from: 'data.dispositionId' },
};

const about: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'time', convert: 'instant' },
  material: { from: material, lookup: 'material', optional: true },
  lot: { from: 'data.lot.lotId', lookup: 'lot', optional: true },
  order: { from: 'data.operationsRequestId', optional: true },
  responsible: { from: 'data.responsiblePersonId', lookup: 'person-record', optional: true },
};

export const qualityMaps: readonly EventMap[] = [
  {
    type: 'quality.disposition.changed',
    to: 'holdLot',
    when: [{ path: 'data.action', is: ['hold'] }],
    fields: {
      ...ofLot,
      quantity: { from: 'data.quantity', convert: 'quantity', material, optional: true },
      quarantine: { from: 'data.holdLocation', lookup: 'location-record', optional: true },
      downstream: { from: 'data', convert: 'downstream' },
      reason: { from: 'data.reason.text' },
    },
  },
  {
    type: 'quality.disposition.changed',
    to: 'releaseLot',
    when: [{ path: 'data.action', is: ['release'] }],
    fields: ofLot,
  },
  {
    type: 'quality.disposition.changed',
    to: 'disposition',
    when: [{ path: 'data.action', is: ['useAsIs', 'reject', 'rework', 'scrap', 'return'] }],
    fields: {
      ...ofLot,
      decision: { from: 'data.action' },
      reason: { from: 'data.reason.text', optional: true },
      decidedBy: { from: 'data.decidedBy', optional: true },
    },
  },
  {
    type: 'quality.test.reported',
    to: 'qualityResult',
    fields: {
      ...about,
      test: { from: 'data.testId' },
      revision: { from: 'data.revision' },
      specification: { from: 'data.testSpecificationId' },
      overall: { from: 'data.overall' },
      measurements: { from: 'data.measurements' },
    },
  },
  {
    type: 'quality.nonconformance.changed',
    to: 'nonconformance',
    fields: {
      ...about,
      nc: { from: 'data.ncId' },
      revision: { from: 'data.revision' },
      status: { from: 'data.status' },
      severity: { from: 'data.severity' },
      description: { from: 'data.description' },
      cause: { from: 'data.cause', optional: true },
      reason: { from: 'data.reason.code', lookup: 'reason', optional: true },
      due: { from: 'data.dueDate', optional: true },
    },
  },
];
