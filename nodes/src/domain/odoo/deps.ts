/** What every posting is given from outside, and what Odoo says about itself and rarely changes. */
import { type Erp, ok, type Result } from '../ports.ts';
import type { Dialect } from './dialect.ts';
import type { UnitBook } from './materials.ts';
import type { Fields } from './values/field.ts';

export interface Constants {
  readonly digits: number;
  readonly units: UnitBook;
}

export interface Deps {
  /** Where constants are kept between postings; without it they are read each time. */
  readonly constants?: { get(): Constants | undefined; set(constants: Constants): void };
  /** Where the fields of models are kept between postings; without it they are read each time. */
  readonly descriptions?: { get(model: string): Fields | undefined; set(model: string, fields: Fields): void };
  /** Stores what `binding.ts` describes; resolves after the commit. */
  bind(binding: Readonly<Record<string, unknown>>): Promise<Result<void>>;
  /** Lots of consumed material that Odoo does not know: refused, or created (for plants that receive without Odoo). */
  readonly unknownLots: 'reject' | 'create';
  /** Methods that the intent `callMethod` may call: `stock.picking.action_assign`. Absent: none. */
  readonly allowedMethods?: readonly string[];
  /** How long a call whose answer was lost may still be on its way or at work. Absent: it surely is not. */
  readonly travel?: { nowMs(): number; readonly mostMs: number };
}

export async function readConstants(erp: Erp, dialect: Dialect, { constants }: Deps): Promise<Result<Constants>> {
  const known = constants?.get();
  if (known) return ok(known);
  const digits = await dialect.digits(erp);
  if (!digits.ok) return digits;
  const units = await dialect.readUnits(erp);
  if (!units.ok) return units;
  const read = { digits: digits.value, units: units.value };
  constants?.set(read);
  return ok(read);
}
