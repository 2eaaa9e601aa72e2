/**
 * What a user must read besides so that goods of his return come back at their value: 14 reads the value of the original
 * move in his name, and opens it to nobody below an administrator of the inventory.
 */
import type { ErpProfile, Result } from '../../ports.ts';
import { forVersion } from './choose.ts';

export const readsOfReturns = (profile: ErpProfile): Result<readonly string[]> =>
  forVersion(profile, { v14: ['stock.valuation.layer'], v19: [] });
