/** Finds the Odoo product of a material and converts its quantities, exactly, into the unit of a line. */
import { z } from 'zod';
import { findUnit, sameDimension } from '../canonical/uom.ts';
import { type Erp, fail, ok, type Result } from '../ports.ts';
import { type Amount, amount } from './amount.ts';
import type { MaterialRef } from './order-intent.ts';
import { refusal, type Where } from './refusals.ts';
import { one, rows } from './rows.ts';

export interface Product {
  readonly id: number;
  readonly name: string;
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly unit: number;
}

const productRow = z.object({
  id: z.number(),
  display_name: z.string(),
  tracking: z.enum(['none', 'lot', 'serial']),
  uom_id: one,
});

const FIELD = { code: 'default_code', barcode: 'barcode' } as const;

export async function findProduct(erp: Erp, ref: MaterialRef, where: Where): Promise<Result<Product>> {
  const byId = ref.by === 'externalId' ? await resolveExternalId(erp, ref.value, 'product.product', where) : undefined;
  if (byId && !byId.ok) return byId;
  const found = await rows(erp, {
    model: 'product.product',
    row: productRow,
    domain: byId ? [['id', '=', byId.value]] : [[FIELD[ref.by === 'barcode' ? 'barcode' : 'code'], '=', ref.value]],
    limit: 2,
  });
  if (!found.ok) return found;
  const [product, second] = found.value;
  if (!product || second) {
    const count = product ? 'several products' : 'no product';
    return fail(refusal('unmapped', where, `${count} with ${ref.by} "${ref.value}" for material ${ref.id}`));
  }
  return ok({ id: product.id, name: product.display_name, tracking: product.tracking, unit: product.uom_id });
}

export async function resolveExternalId(
  erp: Erp,
  externalId: string,
  model: string,
  where: Where,
  context?: Readonly<Record<string, unknown>>,
): Promise<Result<number>> {
  const dot = externalId.indexOf('.');
  const answer = await erp.call({
    model: 'ir.model.data',
    method: 'check_object_reference',
    args: { module: externalId.slice(0, Math.max(dot, 0)), xml_id: externalId.slice(dot + 1) },
    ...(context ? { context } : {}),
    repeatable: true,
  });
  const unmapped = (why: string) => fail<number>(refusal('unmapped', where, why));
  if (!answer.ok) {
    // Odoo raises a plain ValueError for an external id it does not know.
    const isUnknown = answer.failure.code === 'odoo-call-refused';
    return isUnknown ? unmapped(`no external id "${externalId}" in Odoo`) : answer;
  }
  const found = z.tuple([z.string(), z.unknown()]).safeParse(answer.value).data ?? [];
  const id = z.number().safeParse(found[1]);
  if (found[0] !== model) return unmapped(`external id "${externalId}" is no ${model} in Odoo`);
  // Odoo names the model alone then: the record is archived, or a rule hides it from this user (14.0 and 19.0, measured).
  if (!id.success) return unmapped(`external id "${externalId}" is archived in Odoo, or this user may not see it`);
  return ok(id.data);
}

/** Odoo's own units and the UN/ECE Rec 20 code of each; a unit made by the customer is reached through its root. */
const EXTERNAL_IDS: Readonly<Record<string, string>> = {
  C62: 'product_uom_unit',
  DZN: 'product_uom_dozen',
  KGM: 'product_uom_kgm',
  GRM: 'product_uom_gram',
  TNE: 'product_uom_ton',
  LBR: 'product_uom_lb',
  ONZ: 'product_uom_oz',
  LTR: 'product_uom_litre',
  MLT: 'product_uom_milliliter',
  MTQ: 'product_uom_cubic_meter',
  GLL: 'product_uom_gal',
  OZA: 'product_uom_floz',
  INQ: 'product_uom_cubic_inch',
  FTQ: 'product_uom_cubic_foot',
  MTR: 'product_uom_meter',
  KMT: 'product_uom_km',
  CMT: 'product_uom_cm',
  MMT: 'product_uom_millimeter',
  INH: 'product_uom_inch',
  FOT: 'product_uom_foot',
  YRD: 'product_uom_yard',
  MTK: 'product_uom_square_meter',
  FTK: 'product_uom_square_foot',
  HUR: 'product_uom_hour',
  DAY: 'product_uom_day',
  MIN: 'product_uom_minute',
  KWH: 'product_uom_kwh',
};

/** External id of Odoo's own unit for a code, where it has one. */
export const unitExternalId = (code: string): string | undefined =>
  EXTERNAL_IDS[code] === undefined ? undefined : `uom.${EXTERNAL_IDS[code]}`;

/** The unit of Odoo that stands for all units of a dimension; the others are converted by exact factors of ours. */
const ANCHORS = [
  'C62',
  'KGM',
  'GRM',
  'LTR',
  'MTQ',
  'MTR',
  'MTK',
  'HUR',
  'KWH',
  'MIN',
  'DAY',
  'MLT',
  'CMT',
  'MMT',
] as const;

export interface UnitBook {
  /** What one of the event's unit is in the Odoo unit. */
  factor(code: string, unit: number, where: Where): Result<Amount>;
  /** The smallest part of the Odoo unit that goods move in, where that is coarser than the decimals kept. */
  step?(unit: number): Amount | undefined;
}

export interface OdooUnit {
  readonly id: number;
  readonly name: string;
  readonly root: string;
  /** One of it in its root. */
  readonly factor: Amount;
  readonly step?: Amount | undefined;
  readonly code?: string | undefined;
}

/** Units as a dialect read them, with the codes their external ids stand for. */
export async function nameUnits(erp: Erp, units: readonly Omit<OdooUnit, 'code'>[]): Promise<Result<UnitBook>> {
  const names = await erp.call({
    model: 'uom.uom',
    method: 'get_external_id',
    ids: units.map((unit) => unit.id),
    repeatable: true,
  });
  if (!names.ok) return names;
  const externalIds = z.record(z.string(), z.string()).safeParse(names.value).data ?? {};
  return ok(unitBook(units.map((unit) => ({ ...unit, code: unitCodeOf(externalIds[String(unit.id)]) }))));
}

/** UN/ECE Rec 20 code of a unit that Odoo ships, by its external id. */
export const unitCodeOf = (externalId: string | undefined): string | undefined =>
  Object.keys(EXTERNAL_IDS).find((code) => `uom.${EXTERNAL_IDS[code]}` === externalId);

export function unitBook(units: readonly OdooUnit[]): UnitBook {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const byCode = new Map(units.flatMap((unit) => (unit.code ? [[unit.code, unit] as const] : [])));
  const anchorOf = (code: string) =>
    ANCHORS.flatMap((anchor) => (sameDimension(anchor, code) ? (byCode.get(anchor) ?? []) : []))[0];

  return {
    step: (unit) => byId.get(unit)?.step,
    factor(code, unit, where) {
      const target = byId.get(unit);
      const mine = findUnit(code);
      const source = byCode.get(code) ?? anchorOf(code);
      if (!target || !mine || !source) {
        return fail(refusal('unit-mismatch', where, `no unit of Odoo stands for ${code}`));
      }
      // Odoo itself converts kilograms into litres without a word: the common root is checked here.
      if (source.root !== target.root) {
        return fail(refusal('unit-mismatch', where, `${code} and ${target.name}`));
      }
      const theirs = target.code ? findUnit(target.code) : undefined;
      if (theirs) return ok(amount(mine.factor).dividedBy(theirs.factor));
      const anchor = findUnit(source.code ?? code);
      const toAnchor = amount(mine.factor).dividedBy(anchor?.factor ?? mine.factor);
      return ok(toAnchor.times(source.factor).dividedBy(target.factor));
    },
  };
}
