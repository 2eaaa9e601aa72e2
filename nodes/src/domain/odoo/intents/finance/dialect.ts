/** The rows of the finance tables that hold for this server. */
import type { ErpProfile, Result } from '../../../ports.ts';
import { forVersion } from '../../dialects/choose.ts';
import type { FinanceTable } from '../../dialects/finance.ts';
import { finance14 } from '../../dialects/v14/finance.ts';
import { finance19 } from '../../dialects/v19/finance.ts';

export const financeTable = (profile: ErpProfile): Result<FinanceTable> =>
  forVersion(profile, { v14: finance14, v19: finance19 });
