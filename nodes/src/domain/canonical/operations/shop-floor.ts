/** What the shop floor says about orders, jobs, people and machines, besides quantities. */
import { changeRequested } from './change-requested.ts';
import { downtimeRecorded } from './downtime-recorded.ts';
import { energyReported } from './energy-reported.ts';
import { equipmentKpiReported } from './equipment-kpi-reported.ts';
import { equipmentStateChanged } from './equipment-state-changed.ts';
import { jobDispatched } from './job-dispatched.ts';
import { jobStateChanged } from './job-state-changed.ts';
import { laborReported } from './labor-reported.ts';
import { outputWithdrawn } from './output-withdrawn.ts';
import { requestAcknowledged } from './request-acknowledged.ts';

export const shopFloor = {
  'operations.request.acknowledged': requestAcknowledged,
  'operations.change.requested': changeRequested,
  'production.output.withdrawn': outputWithdrawn,
  'job.order.dispatched': jobDispatched,
  'job.state.changed': jobStateChanged,
  'labor.time.reported': laborReported,
  'equipment.state.changed': equipmentStateChanged,
  'equipment.downtime.recorded': downtimeRecorded,
  'equipment.kpi.reported': equipmentKpiReported,
  'energy.usage.reported': energyReported,
} as const;
