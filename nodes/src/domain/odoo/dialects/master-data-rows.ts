/** What the master data intents ask of a version. */
import type { Amount } from '../amount.ts';

type Values = Readonly<Record<string, unknown>>;

/** A unit of Odoo that another one is made of. */
export interface BaseUnit {
  readonly id: number;
  /** One of it in the reference of its category; 1 where there are no categories. */
  readonly inReference: Amount;
  readonly category?: number;
}

export interface MasterData {
  readonly kinds: Readonly<Record<'goods' | 'consumable' | 'service', Values>>;
  /** Fields of a product that hold its unit. */
  readonly unitFields: readonly string[];
  /** Field of a supplier price that holds the supplier. */
  readonly supplierField: string;
  /** Place where scrap goes. */
  readonly scrapPlace: Values;
  /** Fields to read of a base unit. */
  readonly baseUnitFields: readonly string[];
  baseUnit(row: Values): BaseUnit | undefined;
  /** Cells of `load` for a unit of `factor` base units. */
  unitCells(base: BaseUnit, factor: Amount): Readonly<Record<string, string>>;
  /** How many base units a unit in Odoo holds. */
  factorOf(row: Values, base: BaseUnit): Amount | undefined;
  readonly unitFieldsToRead: readonly string[];
}
