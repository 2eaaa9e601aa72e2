/** Lots by name: made once for what we produce, looked up for what we consume. */
import { fail, ok, type Result } from '../../ports.ts';
import { externalId } from '../binding.ts';
import { refusal } from '../refusals.ts';
import type { Job } from './job.ts';

type Purpose = 'made' | 'consumed';

export async function lotId(job: Job, product: number, name: string, purpose: Purpose): Promise<Result<number>> {
  const known = await job.dialect.findLot(job.erp, product, name);
  if (!known.ok) return known;
  if (known.value !== undefined) return ok(known.value);
  if (purpose === 'consumed' && job.deps.unknownLots === 'reject') return fail(refusal('lot-unknown', job.where, name));
  // A lot is unique per product, never alone.
  return job.dialect.createLot(job.erp, { externalId: externalId('lot', `${product}~${name}`), product, name });
}

export async function lotIds(
  job: Job,
  product: number,
  names: readonly string[],
  purpose: Purpose,
): Promise<Result<number[]>> {
  if (names.length === 0) return ok([]);
  const known = await job.dialect.findLots(job.erp, product, names);
  if (!known.ok) return known;
  const ids: number[] = [];
  for (const name of names) {
    const found = known.value.get(name);
    const id = found === undefined ? await lotId(job, product, name, purpose) : ok(found);
    if (!id.ok) return id;
    ids.push(id.value);
  }
  return ok(ids);
}
