/** Lines of a document, each with the codes and units of the site: what a shipment and a purchase have in common. */
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';

/** How the codes of a line are looked up; the converters lend theirs. */
export interface LineLookups {
  material(code: unknown): Result<unknown>;
  quantity(quantity: unknown, material: unknown): Result<unknown>;
  lot(code: unknown): Result<unknown>;
}

export type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first line that cannot be read is the failure, with its number. */
export function linesOf(value: unknown, read: (raw: Row) => Result<Row>): Result<readonly Row[]> {
  if (!Array.isArray(value)) return fail(noLines());
  const lines: Row[] = [];
  for (const [index, raw] of value.entries()) {
    const line = isRow(raw) ? read(raw) : fail<Row>(noLines());
    if (!line.ok) return fail({ ...line.failure, reason: `line ${index + 1}: ${line.failure.reason}` });
    lines.push(line.value);
  }
  return ok(lines);
}

/** Canonical code of a line's material, as far as it names one. */
export const codeIn = (raw: Row): unknown => (isRow(raw.material) ? raw.material.materialDefinitionId : undefined);

/** A serial number stands before the lot it may belong to; a line without either has none. */
export function lotIn(raw: Row, { lot }: LineLookups): Result<unknown> {
  const name = isRow(raw.lot) ? (raw.lot.serial ?? raw.lot.lotId) : undefined;
  return name === undefined ? ok(undefined) : lot(name);
}

const noLines = (): Failure => ({
  code: 'field-invalid',
  class: 'data',
  attempted: 'map the event',
  on: 'field',
  reason: 'expected a list of lines',
  nextStep: 'Correct the source of this field, then replay the message.',
});
