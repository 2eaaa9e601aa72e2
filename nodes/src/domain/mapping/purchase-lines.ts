/** Lines of a document about a purchase order, each with the codes and units of the site. */
import { ok, type Result } from '../ports.ts';
import { codeIn, type LineLookups, linesOf, lotIn, type Row } from './document-lines.ts';

export interface PurchaseLookups extends LineLookups {
  /** Percent above the order that the site takes of a material; a confirmation brings nothing. */
  overReceipt?(material: unknown): string | undefined;
}

export const purchaseLines = (value: unknown, lookups: PurchaseLookups): Result<readonly Row[]> =>
  linesOf(value, (raw) => lineOf(raw, lookups));

/** Lines of all logistic units, each with its label. */
export function adviceLines(value: unknown, lookups: PurchaseLookups): Result<readonly Row[]> {
  if (!Array.isArray(value)) return linesOf(value, (raw) => lineOf(raw, lookups));
  const units = value as readonly { readonly sscc?: unknown; readonly lines?: readonly Row[] }[];
  const lines = units.flatMap(({ sscc, lines: inside = [] }) => inside.map((line) => ({ ...line, sscc })));
  return linesOf(lines, (raw) => {
    const line = lineOf(raw, lookups);
    return line.ok && raw.sscc !== undefined ? ok({ ...line.value, sscc: raw.sscc }) : line;
  });
}

/** A confirmation may name a line by its number alone. */
function lineOf(raw: Row, lookups: PurchaseLookups): Result<Row> {
  const code = codeIn(raw);
  const material = code === undefined ? ok(undefined) : lookups.material(code);
  if (!material.ok) return material;
  const quantity = raw.quantity === undefined ? ok(undefined) : lookups.quantity(raw.quantity, code);
  if (!quantity.ok) return quantity;
  const lot = lotIn(raw, lookups);
  if (!lot.ok) return lot;
  const { lineNo, status, promisedDate, price, priceBasis } = raw;
  const fields = {
    ...{ lineNo, status, price, priceBasis, promised: promisedDate },
    ...{ material: material.value, quantity: quantity.value, lot: lot.value },
    overPercent: lookups.overReceipt?.(code),
  };
  return ok(Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)));
}
