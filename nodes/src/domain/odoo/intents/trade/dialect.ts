/** The rows of the trade tables that hold for this server. */
import type { ErpProfile, Result } from '../../../ports.ts';
import { forVersion } from '../../dialects/choose.ts';
import type { TradeTable } from '../../dialects/trade.ts';
import { trade14 } from '../../dialects/v14/trade.ts';
import { trade19 } from '../../dialects/v19/trade.ts';

export const tradeTable = (profile: ErpProfile): Result<TradeTable> =>
  forVersion(profile, { v14: trade14, v19: trade19 });
