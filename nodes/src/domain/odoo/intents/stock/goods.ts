/** What is moved or counted: the product of a material, its lot and an exact quantity in the product's own unit. */
import { z } from 'zod';
import type { ErpProfile } from '../../../ports.ts';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { type Amount, text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { exactIn } from '../../conversion.ts';
import { type Deps, readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { findProduct, type Product } from '../../materials.ts';
import { materialRefSchema } from '../../order-intent.ts';
import { refusal, type Where } from '../../refusals.ts';

const decimalOf = (pattern: RegExp) =>
  z.strictObject({ value: z.string().regex(pattern), uom: z.string().min(2).max(3) });

export const someQuantity = decimalOf(/^(?!0+(\.0+)?$)\d+(\.\d{1,9})?$/);
export const quantityOrNone = decimalOf(/^\d+(\.\d{1,9})?$/);
/** A change: more or less. */
export const changeOfQuantity = decimalOf(/^-?(?!0+(\.0+)?$)\d+(\.\d{1,9})?$/);

export const goodsFields = { material: materialRefSchema, lot: z.string().min(1).optional() };

export interface Goods {
  readonly product: Product;
  readonly lot: number | undefined;
  /** In the unit of the product. */
  readonly quantity: Amount;
  /** Decimals Odoo keeps. */
  readonly digits: number;
}

interface Asked {
  readonly erp: Erp;
  readonly profile: ErpProfile;
  readonly where: Where;
  readonly deps: Deps;
}

interface Named {
  readonly material: z.output<typeof materialRefSchema>;
  readonly lot?: string | undefined;
  readonly quantity: { readonly value: string; readonly uom: string };
}

/** `appears`: the goods come into the books by this, so a lot may be new where the plant allows it. */
export async function goodsOf(asked: Asked, named: Named, appears = false): Promise<Result<Goods>> {
  const { erp, profile, where, deps } = asked;
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(erp, dialect.value, deps);
  if (!constants.ok) return constants;
  const product = await findProduct(erp, named.material, where);
  if (!product.ok) return product;
  const { digits } = constants.value;
  const exact = exactIn(constants.value, named.quantity, product.value.unit, where);
  if (!exact.ok) return exact;
  const quantity = exact.value;
  const { tracking, id, name } = product.value;
  if (tracking === 'none') return ok({ product: product.value, lot: undefined, quantity, digits });
  if (named.lot === undefined) return fail(refusal('lot-missing', where, name));
  if (tracking === 'serial' && quantity.abs().greaterThan(1)) {
    return fail(refusal('serial-quantity', where, text(quantity)));
  }
  const known = await dialect.value.findLot(erp, id, named.lot);
  if (!known.ok) return known;
  if (known.value !== undefined) return ok({ product: product.value, lot: known.value, quantity, digits });
  if (!appears || deps.unknownLots === 'reject') return fail(refusal('lot-unknown', where, named.lot));
  const lot = { externalId: externalId('lot', `${id}~${named.lot}`), product: id, name: named.lot };
  const made = await dialect.value.createLot(erp, lot);
  return made.ok ? ok({ product: product.value, lot: made.value, quantity, digits }) : made;
}
