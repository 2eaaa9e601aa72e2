/** The intents of this family. */
import { closeMaintenance } from './close-maintenance.ts';
import { maintenanceRequest } from './maintenance-request.ts';
import { preventiveByMeter } from './preventive-by-meter.ts';

export const maintenance = [maintenanceRequest, closeMaintenance, preventiveByMeter] as const;
