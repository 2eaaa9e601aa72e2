/** Lines of a document about a purchase order, each with the codes and units of the site. */
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';

/** How one line's codes are looked up; the converters lend theirs. */
export interface LineLookups {
  material(code: unknown): Result<unknown>;
  quantity(quantity: unknown, material: unknown): Result<unknown>;
  lot(code: unknown): Result<unknown>;
}

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first line that cannot be looked up is the failure, with its number. */
export function purchaseLines(value: unknown, lookups: LineLookups): Result<readonly Row[]> {
  if (!Array.isArray(value)) return fail(noLines());
  const lines: Row[] = [];
  for (const [index, raw] of value.entries()) {
    const line = isRow(raw) ? lineOf(raw, lookups) : fail<Row>(noLines());
    if (!line.ok) return fail({ ...line.failure, reason: `line ${index + 1}: ${line.failure.reason}` });
    lines.push(line.value);
  }
  return ok(lines);
}

function lineOf(raw: Row, lookups: LineLookups): Result<Row> {
  const code = isRow(raw.material) ? raw.material.materialDefinitionId : undefined;
  const material = code === undefined ? ok(undefined) : lookups.material(code);
  if (!material.ok) return material;
  const quantity = raw.quantity === undefined ? ok(undefined) : lookups.quantity(raw.quantity, code);
  if (!quantity.ok) return quantity;
  const lotId = isRow(raw.lot) ? (raw.lot.serial ?? raw.lot.lotId) : undefined;
  const lot = lotId === undefined ? ok(undefined) : lookups.lot(lotId);
  if (!lot.ok) return lot;
  const { lineNo, status, promisedDate, price } = raw;
  const fields = {
    ...{ lineNo, status, price, promised: promisedDate },
    ...{ material: material.value, quantity: quantity.value, lot: lot.value },
  };
  return ok(Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)));
}

const noLines = (): Failure => ({
  code: 'field-invalid',
  class: 'data',
  attempted: 'map the event',
  on: 'field',
  reason: 'expected a list of lines',
  nextStep: 'Correct the source of this field, then replay the message.',
});
