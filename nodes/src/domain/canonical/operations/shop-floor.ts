/** What the shop floor says about orders, jobs, people and machines, besides quantities. */
import { changeRequested } from './change-requested.ts';
import { downtimeClassified } from './downtime-classified.ts';
import { downtimeRecorded } from './downtime-recorded.ts';
import { downtimeUnclassified } from './downtime-unclassified.ts';
import { energyReported } from './energy-reported.ts';
import { equipmentKpiReported } from './equipment-kpi-reported.ts';
import { equipmentStateChanged } from './equipment-state-changed.ts';
import { figuresReported } from './figures-reported.ts';
import { jobDispatched } from './job-dispatched.ts';
import { jobStateChanged } from './job-state-changed.ts';
import { laborReported } from './labor-reported.ts';
import { microstopsReported } from './microstops-reported.ts';
import { outputWithdrawn } from './output-withdrawn.ts';
import { requestAcknowledged } from './request-acknowledged.ts';
import { timeuseReported } from './timeuse-reported.ts';

export const shopFloor = {
  'operations.request.acknowledged': requestAcknowledged,
  'operations.change.requested': changeRequested,
  'production.output.withdrawn': outputWithdrawn,
  'job.order.dispatched': jobDispatched,
  'job.state.changed': jobStateChanged,
  'labor.time.reported': laborReported,
  'equipment.state.changed': equipmentStateChanged,
  'equipment.downtime.recorded': downtimeRecorded,
  'equipment.downtime.classified': downtimeClassified,
  'equipment.downtime.unclassified': downtimeUnclassified,
  'equipment.microstops.reported': microstopsReported,
  'equipment.timeuse.reported': timeuseReported,
  'equipment.kpi.reported': equipmentKpiReported,
  'operations.figures.reported': figuresReported,
  'energy.usage.reported': energyReported,
} as const;
