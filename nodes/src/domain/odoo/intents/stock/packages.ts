/** Packages by their number: found, or made once. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { externalId } from '../../binding.ts';
import { createOnce, rows } from '../../rows.ts';
import { stockMoves } from './dialect.ts';
import type { Stock } from './validate.ts';

export async function findPackage({ erp, profile }: Stock, name: string): Promise<Result<number>> {
  const table = stockMoves(profile);
  if (!table.ok) return table;
  const { packageModel: model } = table.value;
  const row = z.object({ id: z.number() });
  const found = await rows(erp, { model, row, domain: [['name', '=', name]], order: 'id', limit: 1 });
  if (!found.ok) return found;
  const [known] = found.value;
  return known ? ok(known.id) : createOnce(erp, model, { id: externalId('package', name), name });
}
