/** Which version's rows a stock intent uses. */
import type { ErpProfile, Result } from '../../../ports.ts';
import { forVersion } from '../../dialects/choose.ts';
import type { StockMoves } from '../../dialects/stock-moves.ts';
import { stockMoves14 } from '../../dialects/v14/stock-moves.ts';
import { stockMoves19 } from '../../dialects/v19/stock-moves.ts';

export const stockMoves = (profile: ErpProfile): Result<StockMoves> =>
  forVersion(profile, { v14: stockMoves14, v19: stockMoves19 });
