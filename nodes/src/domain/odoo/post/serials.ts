/** A serial number that another order has made is refused at its own event, not when the whole order is closed. */
import { fail, ok, type Result } from '../../ports.ts';
import type { Step } from '../production-plan.ts';
import { refusal } from '../refusals.ts';
import { entriesOf } from '../totals.ts';
import type { Job } from './job.ts';

export async function madeElsewhere(job: Job, steps: readonly Step[]): Promise<Result<void>> {
  if (job.product.tracking !== 'serial') return ok(undefined);
  const ours = new Set(entriesOf(job.binding.closed).map((entry) => entry.lot));
  const named = steps.flatMap((step) => (step.kind === 'close' || step.kind === 'record' ? step.lots : []));
  const names = [...new Set(named)].filter((name) => !ours.has(name));
  if (names.length === 0) return ok(undefined);
  const lots = await job.dialect.findLots(job.erp, job.product.id, names);
  if (!lots.ok) return lots;
  if (lots.value.size === 0) return ok(undefined);
  const made = await job.dialect.alreadyMade(job.erp, [...lots.value.values()]);
  if (!made.ok || made.value.length === 0) return made.ok ? ok(undefined) : made;
  const used = names.filter((name) => made.value.includes(lots.value.get(name) ?? 0));
  return fail(refusal('serial-used', job.where, `${used.join(', ')} of ${job.product.name} was made before`));
}
