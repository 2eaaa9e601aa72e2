/** The event types of this area. */
import { repairRecorded } from './repair-recorded.ts';

export const service = { 'service.repair.recorded': repairRecorded } as const;
