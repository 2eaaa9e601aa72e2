/** The calls about any record that hold for this server. */
import type { ErpProfile, Result } from '../../ports.ts';
import { forVersion } from './choose.ts';
import type { RecordCalls } from './record-calls.ts';
import { records14 } from './v14/records.ts';
import { records19 } from './v19/records.ts';

export const recordCalls = (profile: ErpProfile): Result<RecordCalls> =>
  forVersion(profile, { v14: records14, v19: records19 });
