/** Parts of a repair, each with the codes and units of the site. */
import { ok, type Result } from '../ports.ts';
import { codeIn, type LineLookups, linesOf, lotIn, type Row } from './document-lines.ts';

export const repairLines = (value: unknown, lookups: LineLookups): Result<readonly Row[]> =>
  linesOf(value, (raw) => lineOf(raw, lookups));

function lineOf(raw: Row, lookups: LineLookups): Result<Row> {
  const code = codeIn(raw);
  const material = lookups.material(code);
  if (!material.ok) return material;
  const quantity = lookups.quantity(raw.quantity, code);
  if (!quantity.ok) return quantity;
  const lot = lotIn(raw, lookups);
  if (!lot.ok) return lot;
  const fields = { use: raw.use, material: material.value, quantity: quantity.value };
  return ok(lot.value === undefined ? fields : { ...fields, lot: lot.value });
}
