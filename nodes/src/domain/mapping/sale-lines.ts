/** Lines that have prices: of a quotation, an order, a bill. */
import { ok, type Result } from '../ports.ts';
import { codeIn, type LineLookups, linesOf, type Row } from './document-lines.ts';

export const saleLines = (value: unknown, lookups: LineLookups): Result<readonly Row[]> =>
  linesOf(value, (raw) => lineOf(raw, lookups));

function lineOf(raw: Row, lookups: LineLookups): Result<Row> {
  const code = codeIn(raw);
  const material = lookups.material(code);
  if (!material.ok) return material;
  // Never into the unit of the material: the price is for one of the unit that it came with.
  const quantity = lookups.quantity(raw.quantity, undefined);
  if (!quantity.ok) return quantity;
  const { lineNo, price, wantedDate: wanted, promisedDate: promised } = raw;
  const fields = { lineNo, material: material.value, quantity: quantity.value, price, wanted, promised };
  return ok(Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)));
}
