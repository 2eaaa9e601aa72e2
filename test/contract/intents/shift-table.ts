/** The table of shift summaries on a server of a test: there, or made as an administrator makes it. */
import { shiftTableSteps } from '../../../nodes/src/domain/odoo/set-up/shift-table.ts';
import { SHIFT_TABLE } from '../../../nodes/src/domain/odoo/shift-table.ts';
import type { Erp } from '../../../nodes/src/domain/ports.ts';

const COUNT = { model: SHIFT_TABLE, method: 'search_count', args: { domain: [] }, repeatable: true };

/** Several suites may make it at once on one server: whoever comes second finds it. */
export async function haveShiftTable(admin: Erp): Promise<void> {
  if ((await admin.call(COUNT)).ok) return;
  const steps = await shiftTableSteps(admin);
  for (const step of steps.ok ? steps.value : []) await step.run();
  const there = await admin.call(COUNT);
  if (!there.ok) throw new Error(JSON.stringify(there.failure));
}
