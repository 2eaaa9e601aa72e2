/** Maps of maintenance: requests, their closing, and meters that ask for preventive work. */
import type { EventMap, Rule } from './rules.ts';

const ofAsset: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'time', convert: 'instant' },
  asset: { from: 'data.physicalAssetId', lookup: 'asset-record' },
};

export const maintenanceMaps: readonly EventMap[] = [
  {
    type: 'maintenance.request.raised',
    to: 'maintenanceRequest',
    fields: {
      ...ofAsset,
      class: { from: 'data.class' },
      title: { from: 'data.summary' },
      priority: { from: 'data.priority' },
      work: { from: 'data.work' },
      details: { from: 'data.details', optional: true },
      occurrences: { from: 'data.occurrences', optional: true },
      wanted: { from: 'data.wanted', optional: true },
    },
  },
  {
    type: 'maintenance.request.closed',
    to: 'closeMaintenance',
    fields: {
      ...ofAsset,
      class: { from: 'data.class' },
      findings: { from: 'data.findings', optional: true },
    },
  },
  {
    type: 'equipment.runtime.reported',
    to: 'preventiveByMeter',
    fields: {
      ...ofAsset,
      meter: { from: 'data.meterId' },
      epoch: { from: 'data.epoch' },
      reading: { from: 'data.reading' },
      interval: { from: 'data.threshold' },
    },
  },
];
