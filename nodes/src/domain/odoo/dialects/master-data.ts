/** Names of master data that differ by version. */
import type { ErpProfile, Result } from '../../ports.ts';
import { forVersion } from './choose.ts';
import type { MasterData } from './master-data-rows.ts';
import { masterData14 } from './v14/master-data.ts';
import { masterData19 } from './v19/master-data.ts';

export const masterDataOf = (profile: ErpProfile): Result<MasterData> =>
  forVersion(profile, { v14: masterData14, v19: masterData19 });
