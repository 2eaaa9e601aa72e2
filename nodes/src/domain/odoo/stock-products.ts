/** Products by the code or barcode that the plant bound their materials to, many at a time. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../ports.ts';
import type { RecordRef } from './intents/spec.ts';
import { resolveExternalId } from './materials.ts';
import { type Domain, one, rows, textOrNone } from './rows.ts';

export interface BookProduct {
  readonly id: number;
  /** Canonical id of the material; the name Odoo has, where the plant knows none. */
  readonly material: string;
  readonly isKnown: boolean;
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly unit: number;
}

const row = z.object({
  id: z.number(),
  display_name: z.string(),
  default_code: textOrNone,
  barcode: textOrNone,
  tracking: z.enum(['none', 'lot', 'serial']),
  uom_id: one,
});
type Row = z.output<typeof row>;

interface Wanted {
  readonly refs: readonly RecordRef[];
  /** Only these; absent: what the references say. */
  readonly ids?: readonly number[];
}

/** By canonical id. What several products answer to is left out: nobody knows which is meant. */
export async function productsIn(erp: Erp, { refs, ids }: Wanted): Promise<Result<ReadonlyMap<string, BookProduct>>> {
  const direct = new Map<number, string>();
  for (const ref of refs.filter(({ by }) => by === 'externalId')) {
    const id = await resolveExternalId(erp, ref.value, 'product.product', { attempted: 'find a product', on: ref.id });
    if (id.ok) direct.set(id.value, ref.id);
    else if (id.failure.code !== 'unmapped') return id;
  }
  const valuesBy = (way: RecordRef['by']) => refs.filter(({ by }) => by === way).map(({ value }) => value);
  const domain: Domain = ids
    ? [['id', 'in', ids]]
    : [
        '|',
        '|',
        ['id', 'in', [...direct.keys()]],
        ['default_code', 'in', valuesBy('code')],
        ['barcode', 'in', valuesBy('barcode')],
      ];
  const read = await rows(erp, { model: 'product.product', row, domain });
  if (!read.ok) return read;
  const found = new Map<string, BookProduct>();
  const twice = new Set<string>();
  for (const product of read.value) {
    const material = direct.get(product.id) ?? refs.find((ref) => isMeant(ref, product))?.id;
    const name = material ?? product.display_name;
    if (found.has(name)) twice.add(name);
    const { id, tracking, uom_id: unit } = product;
    found.set(name, { id, tracking, unit, material: name, isKnown: material !== undefined });
  }
  for (const name of twice) found.delete(name);
  return ok(found);
}

const isMeant = ({ by, value }: RecordRef, { default_code, barcode }: Row): boolean =>
  (by === 'code' && default_code === value) || (by === 'barcode' && barcode === value);
