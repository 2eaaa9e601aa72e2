/** Master data of 14: storable is a type, units have categories with one reference each. */
import { amount, text } from '../../amount.ts';
import type { MasterData } from '../master-data-rows.ts';

const idOf = (value: unknown): number | undefined =>
  Array.isArray(value) && typeof value[0] === 'number' ? value[0] : undefined;

export const masterData14: MasterData = {
  kinds: {
    goods: { type: 'product' },
    consumable: { type: 'consu' },
    service: { type: 'service' },
  },
  unitFields: ['uom_id', 'uom_po_id'],
  supplierField: 'name',
  scrapPlace: { usage: 'inventory', scrap_location: true },
  baseUnitFields: ['category_id', 'factor_inv'],
  baseUnit: ({ id, category_id: category, factor_inv: inverse }) => {
    const known = idOf(category);
    return typeof id === 'number' && typeof inverse === 'number' && known !== undefined
      ? { id, inReference: amount(inverse), category: known }
      : undefined;
  },
  unitCells: (base, factor) => {
    const total = factor.times(base.inReference);
    return {
      'category_id/.id': String(base.category),
      uom_type: total.greaterThan(1) ? 'bigger' : 'smaller',
      // Its float of 17 digits is what Odoo itself would keep of the inverse.
      factor: text(amount(1).dividedBy(total).toSignificantDigits(17)),
      rounding: '0.00001',
    };
  },
  unitFieldsToRead: ['category_id', 'factor_inv'],
  factorOf: ({ category_id: category, factor_inv: inverse }, base) =>
    idOf(category) === base.category && typeof inverse === 'number'
      ? amount(inverse).dividedBy(base.inReference)
      : undefined,
};
