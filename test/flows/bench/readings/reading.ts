/** What a reading reads, and of what. */
import type { Readings } from '../../../../flows/_tools/readings.ts';
import type { Erp } from '../../../../nodes/src/domain/ports.ts';
import { must } from '../../../live/seed.ts';
import type { Bench } from '../bench.ts';
import type { OdooSide } from '../odoo-side.ts';
import type { Records, SeededRecord } from '../seeds.ts';

export type Shown = Readonly<Record<string, unknown>>;

export interface Reading {
  readonly odoo: OdooSide;
  readonly records: Records;
  /** Where the appliance runs that is asked for what it counted. */
  readonly bench?: Bench;
}

/** What a reading shows of one record; keys that the scenario does not name are not compared. */
export type Reader = (reading: Reading, record: SeededRecord) => Promise<unknown>;
export type Readers<R extends keyof Readings> = { readonly [Name in R]: Reader };

export function read<T>(erp: Erp, model: string, domain: readonly unknown[], fields: readonly string[]): Promise<T[]> {
  return must<T[]>(erp, { model, method: 'search_read', args: { domain, fields, order: 'id' } });
}

export const sorted = (shown: Shown): Shown =>
  Object.fromEntries(Object.entries(shown).sort(([a], [b]) => (a < b ? -1 : 1)));

export function summed(parts: readonly (readonly [string, number])[]): Shown {
  const sums = new Map<string, number>();
  for (const [name, quantity] of parts) sums.set(name, (sums.get(name) ?? 0) + quantity);
  return sorted(
    Object.fromEntries([...sums].map(([name, sum]) => [name, plain(sum)]).filter(([, sum]) => sum !== '0')),
  );
}

/** Odoo's floats carry binary dust. */
export const plain = (value: number): string => String(Number(value.toFixed(6)));

export interface LotLine {
  readonly lot_id: readonly [number, string] | false;
  readonly quantity: number;
}
