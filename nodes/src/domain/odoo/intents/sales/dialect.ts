/** The rows of the sales tables that hold for this server. */
import type { ErpProfile, Result } from '../../../ports.ts';
import { forVersion } from '../../dialects/choose.ts';
import type { SalesTable } from '../../dialects/sales.ts';
import { sales14 } from '../../dialects/v14/sales.ts';
import { sales19 } from '../../dialects/v19/sales.ts';

export const salesTable = (profile: ErpProfile): Result<SalesTable> =>
  forVersion(profile, { v14: sales14, v19: sales19 });
