/** Calls about any record. */
import type { RecordCalls } from '../record-calls.ts';

export const records19: RecordCalls = {
  models: {},
  whereInstalled: ['stock.valuation.layer'],
  // Asks for a right without raising; since 18.
  mayDo: (operation) => ({ method: 'has_access', ids: [], args: { operation } }),
  inGroup: (user, group_ext_id) => ({ method: 'has_group', ids: [user], args: { group_ext_id } }),
};
