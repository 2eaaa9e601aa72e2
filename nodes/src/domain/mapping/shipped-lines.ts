/** Lines of a shipment, and what was staged for one, each with the codes and units of the site. */
import { ok, type Result } from '../ports.ts';
import { codeIn, type LineLookups, linesOf, lotIn, type Row } from './document-lines.ts';

export const shippedLines = (value: unknown, lookups: LineLookups): Result<readonly Row[]> =>
  linesOf(value, (raw) => lineOf(raw, lookups));

/** A whole logistic unit by its label, or goods. */
export const stagedItems = (value: unknown, lookups: LineLookups): Result<readonly Row[]> =>
  linesOf(value, (raw) => (raw.sscc === undefined ? lineOf(raw, lookups) : ok({ package: raw.sscc })));

function lineOf(raw: Row, lookups: LineLookups): Result<Row> {
  const code = codeIn(raw);
  const material = lookups.material(code);
  if (!material.ok) return material;
  const quantity = lookups.quantity(raw.quantity, code);
  if (!quantity.ok) return quantity;
  const lot = lotIn(raw, lookups);
  if (!lot.ok) return lot;
  return ok({
    material: material.value,
    quantity: quantity.value,
    ...(lot.value === undefined ? {} : { lot: lot.value }),
    ...(raw.sscc === undefined ? {} : { package: raw.sscc }),
  });
}
