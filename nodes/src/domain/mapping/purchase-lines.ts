/** Lines of a document about a purchase order, each with the codes and units of the site. */
import { ok, type Result } from '../ports.ts';
import { codeIn, type LineLookups, linesOf, lotIn, type Row } from './document-lines.ts';

export const purchaseLines = (value: unknown, lookups: LineLookups): Result<readonly Row[]> =>
  linesOf(value, (raw) => lineOf(raw, lookups));

/** A confirmation may name a line by its number alone. */
function lineOf(raw: Row, lookups: LineLookups): Result<Row> {
  const code = codeIn(raw);
  const material = code === undefined ? ok(undefined) : lookups.material(code);
  if (!material.ok) return material;
  const quantity = raw.quantity === undefined ? ok(undefined) : lookups.quantity(raw.quantity, code);
  if (!quantity.ok) return quantity;
  const lot = lotIn(raw, lookups);
  if (!lot.ok) return lot;
  const { lineNo, status, promisedDate, price } = raw;
  const fields = {
    ...{ lineNo, status, price, promised: promisedDate },
    ...{ material: material.value, quantity: quantity.value, lot: lot.value },
  };
  return ok(Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)));
}
