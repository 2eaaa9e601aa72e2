/** What this version calls a list of records; renamed with 18. */
import type { ErpProfile, Result } from '../../ports.ts';
import { forVersion } from './choose.ts';

export const listView = (profile: ErpProfile): Result<'tree' | 'list'> =>
  forVersion<'tree' | 'list'>(profile, { v14: 'tree', v19: 'list' });
