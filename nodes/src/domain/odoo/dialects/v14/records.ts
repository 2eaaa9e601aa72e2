/** What differs for the intents about any record. */
import type { RecordCalls } from '../record-calls.ts';

export const records14: RecordCalls = {
  models: { 'stock.lot': 'stock.production.lot' },
  whereInstalled: ['stock.valuation.layer'],
  mayDo: (operation) => ({ method: 'check_access_rights', args: { operation, raise_exception: false } }),
  inGroup: (_user, group_ext_id) => ({ method: 'has_group', args: { group_ext_id } }),
};
